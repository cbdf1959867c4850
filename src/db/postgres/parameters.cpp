#include "db/postgres/parameters.h"

#include <algorithm>
#include <bit>
#include <cctype>

#include "db/statements.h"

namespace caregrid::db::postgres {
namespace {

bool is_name_character(char character) {
  return std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '_';
}

std::size_t name_end(std::string_view sql, std::size_t at) {
  while (at < sql.size() && is_name_character(sql[at])) {
    ++at;
  }
  return at;
}

std::uint64_t big_endian(std::uint64_t number) {
  return std::endian::native == std::endian::big ? number : __builtin_bswap64(number);
}

core::Error wrong_parameters(std::string_view why, std::string_view name) {
  return core::failure(core::Code::internal, "db.sql",
                       std::string(why) + " parameter :" + std::string(name));
}

void set_number(Arguments& arguments, std::size_t at, std::uint32_t type, std::uint64_t number) {
  arguments.numbers[at] = big_endian(number);
  arguments.types[at] = type;
  arguments.values[at] = reinterpret_cast<const char*>(&arguments.numbers[at]);
  arguments.lengths[at] = sizeof number;
}

void set_piece(Arguments& arguments, std::size_t at, std::uint32_t type, core::Bytes bytes) {
  arguments.types[at] = type;
  // A null pointer would mean null; an empty text is not null.
  arguments.values[at] = bytes.empty() ? "" : reinterpret_cast<const char*>(bytes.data());
  arguments.lengths[at] = static_cast<int>(bytes.size());
}

void set(Arguments& arguments, std::size_t at, const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    set_number(arguments, at, type::int8, static_cast<std::uint64_t>(*integer));
  } else if (const auto* real = std::get_if<double>(&value)) {
    set_number(arguments, at, type::float8, std::bit_cast<std::uint64_t>(*real));
  } else if (const auto* text = std::get_if<std::string_view>(&value)) {
    set_piece(arguments, at, type::text, core::as_bytes(*text));
  } else if (const auto* bytes = std::get_if<core::Bytes>(&value)) {
    set_piece(arguments, at, type::bytes, *bytes);
  }
}

/// Where `name` stands; callers mostly name parameters in the order of the text, so look there.
std::size_t find_place(const std::vector<std::string>& names, std::string_view name,
                       std::size_t likely) {
  if (likely < names.size() && names[likely] == name) {
    return likely;
  }
  return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
}

}  // namespace

NumberedText number_parameters(std::string_view sql) {
  NumberedText numbered;
  for (std::size_t at = 0; at < sql.size();) {
    std::size_t next = piece_end(sql, at);
    const bool is_cast = sql.substr(at, 2) == "::";
    const std::size_t end = sql[at] == ':' && !is_cast ? name_end(sql, at + 1) : at + 1;
    if (end == at + 1) {
      next += is_cast ? 1 : 0;
      numbered.text += sql.substr(at, next - at);
      at = next;
      continue;
    }
    const std::string_view name = sql.substr(at + 1, end - at - 1);
    const std::size_t place = find_place(numbered.names, name, numbered.names.size());
    if (place == numbered.names.size()) {
      numbered.names.emplace_back(name);
    }
    numbered.text += "$" + std::to_string(place + 1);
    at = end;
  }
  return numbered;
}

core::Result<Arguments> arrange(const std::vector<std::string>& names, Binds binds) {
  const std::size_t count = names.size();
  Arguments arguments{.types = std::vector<std::uint32_t>(count, type::unknown),
                      .values = std::vector<const char*>(count, nullptr),
                      .lengths = std::vector<int>(count, -1),
                      .numbers = std::vector<std::uint64_t>(count)};
  std::vector<bool> is_set(count);
  std::size_t likely = 0;
  for (const Bind& bind : binds) {
    const std::size_t place = find_place(names, bind.name, likely++);
    if (place == count || is_set[place]) {
      return wrong_parameters(place == count ? "unknown" : "doubled", bind.name);
    }
    is_set[place] = true;
    set(arguments, place, bind.value);
  }
  const auto missing = std::ranges::find(is_set, false);
  if (missing != is_set.end()) {
    return wrong_parameters("missing", names[static_cast<std::size_t>(missing - is_set.begin())]);
  }
  return arguments;
}

}  // namespace caregrid::db::postgres
