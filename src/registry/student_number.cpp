#include "registry/student_number.h"

#include <cstddef>

#include "registry/text.h"

namespace caregrid::registry {
namespace {

constexpr std::size_t length = 19;

char32_t to_upper(char32_t value) { return value >= U'a' && value <= U'z' ? value - 32 : value; }

bool fits(std::size_t position, char32_t value) {
  if (position == 0) {
    return value == U'G' || value == U'L' || value == U'J';
  }
  return (value >= U'0' && value <= U'9') || (position == length - 1 && value == U'X');
}

/// Bits above the packed digits; identity numbers themselves have 0 there.
std::int64_t kind_bits(StudentNumberKind kind) {
  switch (kind) {
    case StudentNumberKind::formal:
      return 1;
    case StudentNumberKind::temporary:
      return 2;
    case StudentNumberKind::built:
      return 3;
  }
  return 0;
}

}  // namespace

std::int64_t StudentNumber::key() const {
  return kind_bits(kind()) << 60U | pack_identity(text().substr(1));
}

std::optional<StudentNumber> read_student_number(std::string_view text, core::Date today) {
  StudentNumber number;
  std::size_t size = 0;
  bool is_clean = true;
  each_solid(text, [&](char32_t value) {
    if (size == 0 && (value == U'\'' || value == 0x2018 || value == 0x2019)) {
      return;
    }
    const char32_t upper = to_upper(value);
    is_clean = is_clean && size < length && fits(size, upper);
    if (is_clean) {
      number.characters_[size++] = static_cast<char>(upper);
    }
  });
  if (!is_clean || size != length) {
    return std::nullopt;
  }
  if (number.kind() == StudentNumberKind::formal) {
    number.identity_ = read_identity_number(number.text().substr(1), today).number;
  }
  return number;
}

std::string mask_student_number(std::string_view number) {
  if (number.empty()) {
    return {};
  }
  return number.front() + mask_identity_number(number.substr(1));
}

}  // namespace caregrid::registry
