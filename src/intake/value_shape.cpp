#include "intake/value_shape.h"

#include <array>
#include <cstddef>
#include <string>

#include "intake/header.h"

namespace caregrid::intake {
namespace {

constexpr std::size_t identity_number_length = 18;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_identity_number(std::string_view text) {
  // Spaces, apostrophes, hyphens and full-width forms go the way they go in headers.
  const std::string number = normalise_header(text);
  if (number.size() != identity_number_length) {
    return false;
  }
  constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!is_digit(number[i])) {
      return false;
    }
    sum += (number[i] - '0') * weights.at(i);
  }
  constexpr std::string_view check_digits = "10x98765432";
  return check_digits[static_cast<std::size_t>(sum % 11)] == number.back();
}

bool is_date(std::string_view text) {
  std::array<int, 3> parts{};
  std::size_t count = 0;
  bool in_number = false;
  for (const char c : text) {
    if (!is_digit(c)) {
      in_number = false;
      continue;
    }
    if (!in_number && ++count > parts.size()) {
      return false;
    }
    in_number = true;
    parts.at(count - 1) = parts.at(count - 1) * 10 + (c - '0');
    if (parts.at(count - 1) > 99'999'999) {
      return false;
    }
  }
  const auto is_year = [](int year) { return year >= 1900 && year <= 2100; };
  if (count == 1) {
    const int month = parts[0] / 100 % 100;
    return is_year(parts[0] / 10'000) && month >= 1 && month <= 12;
  }
  return count == 3 && (is_year(parts[0]) || is_year(parts[2])) && parts[1] >= 1 && parts[1] <= 31;
}

}  // namespace

ValueShape shape_of_field(std::string_view field) {
  if (field == "id_number") {
    return ValueShape::identity_number;
  }
  return field == "born_on" ? ValueShape::date : ValueShape::any;
}

bool has_shape(std::string_view text, ValueShape shape) {
  switch (shape) {
    case ValueShape::any:
      return true;
    case ValueShape::identity_number:
      return is_identity_number(text);
    case ValueShape::date:
      return is_date(text);
  }
  return false;
}

}  // namespace caregrid::intake
