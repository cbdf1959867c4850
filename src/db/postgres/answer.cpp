#include "db/postgres/answer.h"

#include <libpq-fe.h>

#include <bit>
#include <charconv>

#include "db/postgres/parameters.h"

namespace caregrid::db::postgres {
namespace {

std::uint64_t read_big_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char byte : bytes) {
    number = (number << 8U) | static_cast<unsigned char>(byte);
  }
  return number;
}

std::int64_t read_signed(std::string_view bytes) {
  const std::uint64_t number = read_big_endian(bytes);
  switch (bytes.size()) {
    case 2:
      return static_cast<std::int16_t>(number);
    case 4:
      return static_cast<std::int32_t>(number);
    default:
      return static_cast<std::int64_t>(number);
  }
}

/// NUMERIC on the wire: count of digits, weight of the first, sign, scale, then digits to base
/// 10,000. Source: PostgreSQL's numeric_send.
struct Numeric {
  std::int64_t whole = 0;
  double real = 0;

  explicit Numeric(std::string_view bytes) {
    if (bytes.size() < 8) {
      return;
    }
    const std::int64_t digits = read_signed(bytes.substr(0, 2));
    const std::int64_t weight = read_signed(bytes.substr(2, 2));
    double unit = 1;
    for (std::int64_t i = 0; i <= weight || i < digits; ++i) {
      const auto at = static_cast<std::size_t>(8 + 2 * i);
      const std::int64_t digit = i < digits ? read_signed(bytes.substr(at, 2)) : 0;
      if (i <= weight) {
        whole = whole * 10'000 + digit;
        real = real * 10'000 + static_cast<double>(digit);
      } else {
        unit /= 10'000;
        real += static_cast<double>(digit) * unit;
      }
    }
    // Digits may start behind the point: each step of weight below -1 is a further 1/10,000.
    for (std::int64_t i = weight; i < -1; ++i) {
      real /= 10'000;
    }
    if (read_big_endian(bytes.substr(4, 2)) == 0x4000) {
      whole = -whole;
      real = -real;
    }
  }
};

template <class Number>
Number parse(std::string_view text) {
  Number number{};
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// By the class of the SQLSTATE (PostgreSQL manual, appendix A).
core::Error classify(std::string_view state, std::string detail) {
  const std::string_view group = state.substr(0, 2);
  if (group == "23") {
    return core::failure(core::Code::conflict, "db.constraint", std::move(detail));
  }
  if (state == "53100") {
    return core::failure(core::Code::unavailable, "db.full", std::move(detail));
  }
  if (group == "08" || group == "57" || group == "53") {
    return core::failure(core::Code::unavailable, "db.gone", std::move(detail));
  }
  if (group == "40" || state == "55P03") {
    return core::failure(core::Code::unavailable, "db.busy", std::move(detail));
  }
  if (group == "58" || group == "XX") {
    return core::failure(core::Code::unavailable, "db.damaged", std::move(detail));
  }
  if (state == "22021" || state == "22P05") {
    return core::invalid({}, "db.text", "text is not UTF-8");
  }
  if (group == "54") {
    return core::failure(core::Code::too_large, "db.value_too_large", std::move(detail));
  }
  return core::failure(core::Code::internal, "db.sql", std::move(detail));
}

}  // namespace

void ClearAnswer::operator()(pg_result* result) const { PQclear(result); }

std::string_view AnswerRow::bytes(int column) const {
  return {PQgetvalue(result_, row_, column),
          static_cast<std::size_t>(PQgetlength(result_, row_, column))};
}

bool AnswerRow::is_null(int column) const { return PQgetisnull(result_, row_, column) != 0; }

std::int64_t AnswerRow::integer(int column) const {
  switch (PQftype(result_, column)) {
    case type::int8:
    case type::int4:
    case type::int2:
    case type::boolean:
      return read_signed(bytes(column));
    case type::numeric:
      return Numeric(bytes(column)).whole;
    case type::float4:
    case type::float8:
      return static_cast<std::int64_t>(real(column));
    case type::bytes:
      return 0;
    default:
      return parse<std::int64_t>(bytes(column));
  }
}

double AnswerRow::real(int column) const {
  const std::string_view value = bytes(column);
  switch (PQftype(result_, column)) {
    case type::float8:
      return std::bit_cast<double>(read_big_endian(value));
    case type::float4:
      return std::bit_cast<float>(static_cast<std::uint32_t>(read_big_endian(value)));
    case type::numeric:
      return Numeric(value).real;
    case type::int8:
    case type::int4:
    case type::int2:
    case type::boolean:
      return static_cast<double>(read_signed(value));
    case type::bytes:
      return 0;
    default:
      return parse<double>(value);
  }
}

std::string_view AnswerRow::text(int column) const {
  switch (PQftype(result_, column)) {
    case type::int8:
    case type::int4:
    case type::int2:
    case type::boolean:
    case type::float4:
    case type::float8:
    case type::numeric:
      return {};
    default:
      return bytes(column);
  }
}

core::Bytes AnswerRow::blob(int column) const { return core::as_bytes(bytes(column)); }

core::Error to_error(const pg_conn* connection, const pg_result* result) {
  const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  if (state == nullptr) {
    // Without a state the failure is libpq's own: nobody at the other end.
    return core::failure(core::Code::unavailable, "db.gone", PQerrorMessage(connection));
  }
  // Class 22 ("bad input: …") quotes values; constraint and syntax errors name tables only.
  const char* words = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  std::string detail = state;
  if (words != nullptr && !detail.starts_with("22")) {
    detail += std::string(" ") + words;
  }
  return classify(state, std::move(detail));
}

}  // namespace caregrid::db::postgres
