#include "registry/identity_number.h"

#include <cstddef>

#include "core/check.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

constexpr std::size_t length = 18;
constexpr std::size_t old_length = 15;
constexpr int age_max = 120;

/// The solid characters of a text, at most one more than a number has.
struct Characters {
  std::array<char, length + 1> at{};
  std::size_t size = 0;
  bool is_clean = true;
};

bool is_apostrophe(char32_t value) {
  return value == U'\'' || value == U'`' || value == 0x2018 || value == 0x2019;
}

Characters characters_of(std::string_view text) {
  Characters found;
  each_solid(text, [&](char32_t value) {
    if (found.size == 0 && is_apostrophe(value)) {
      return;
    }
    const char32_t upper = value == U'x' ? U'X' : value;
    const bool fits = (upper >= U'0' && upper <= U'9') || upper == U'X';
    if (!fits || found.size > length) {
      found.is_clean = false;
      return;
    }
    found.at[found.size++] = static_cast<char>(upper);
  });
  return found;
}

bool all_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

int number_at(std::string_view text, std::size_t at, std::size_t size) {
  int value = 0;
  for (std::size_t i = at; i < at + size; ++i) {
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

/// Brings the old form to the new one: 19 before the year, check character behind.
void lengthen(Characters& characters) {
  for (std::size_t i = old_length; i > 6; --i) {
    characters.at[i + 1] = characters.at[i - 1];
  }
  characters.at[6] = '1';
  characters.at[7] = '9';
  characters.at[length - 1] = identity_check_character({characters.at.data(), length - 1});
  characters.size = length;
}

}  // namespace

std::string_view reason_of(IdentityCheck check) {
  switch (check) {
    case IdentityCheck::valid:
      return {};
    case IdentityCheck::no_format:
      return "id_number.format";
    case IdentityCheck::no_check:
      return "id_number.check_digit";
    case IdentityCheck::no_date:
      return "id_number.date";
  }
  return {};
}

char identity_check_character(std::string_view digits) {
  constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  core::check(digits.size() == weights.size());
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    sum += weights[i] * (digits[i] - '0');
  }
  return std::string_view("10X98765432")[static_cast<std::size_t>(sum % 11)];
}

std::int64_t pack_identity(std::string_view characters) {
  core::check(characters.size() == length);
  std::int64_t value = 0;
  for (const char c : characters.substr(0, length - 1)) {
    value = value * 10 + (c - '0');
  }
  return value * 11 + (characters.back() == 'X' ? 10 : characters.back() - '0');
}

std::int64_t IdentityNumber::key() const { return pack_identity(text()); }

IdentityReading read_identity_number(std::string_view text, core::Date today) {
  Characters characters = characters_of(text);
  const bool is_old = characters.size == old_length;
  if (!characters.is_clean || (characters.size != length && !is_old)) {
    return {};
  }
  const std::string_view all(characters.at.data(), characters.size);
  if (!all_digits(all.substr(0, is_old ? old_length : length - 1))) {
    return {};
  }
  if (is_old) {
    lengthen(characters);
  }
  const std::string_view number(characters.at.data(), length);
  if (identity_check_character(number.substr(0, length - 1)) != number.back()) {
    return {IdentityCheck::no_check, {}};
  }
  const auto born_on = core::make_date(
      {number_at(number, 6, 4), number_at(number, 10, 2), number_at(number, 12, 2)});
  if (!born_on || *born_on > today || core::age_years(*born_on, today) > age_max) {
    return {IdentityCheck::no_date, {}};
  }
  IdentityNumber identity;
  number.copy(identity.characters_.data(), length);
  identity.born_on_ = *born_on;
  return {IdentityCheck::valid, identity};
}

std::string mask_identity_number(std::string_view number) {
  std::string masked(number);
  const std::size_t head = number.size() >= length ? 6 : number.size() / 4;
  const std::size_t tail = number.size() >= length ? 4 : number.size() / 4;
  for (std::size_t i = head; i + tail < masked.size(); ++i) {
    masked[i] = '*';
  }
  return masked;
}

}  // namespace caregrid::registry
