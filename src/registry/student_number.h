#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "registry/identity_number.h"

namespace caregrid::registry {

/// Which authority stands behind a student number.
enum class StudentNumberKind : char {
  formal = 'G',     ///< G and the identity number.
  temporary = 'L',  ///< Until the national check has passed; same shape, no identity number.
  built = 'J',      ///< For pupils without a usable identity number.
};

/// A national student number: one letter and 18 characters shaped like an identity number.
///
/// L and J numbers never equal an identity number, whatever their digits. Source: domain
/// handbook 4.3.
class StudentNumber final {
 public:
  [[nodiscard]] std::string_view text() const { return {characters_.data(), characters_.size()}; }
  [[nodiscard]] StudentNumberKind kind() const {
    return static_cast<StudentNumberKind>(characters_[0]);
  }
  /// The identity number inside a formal one; none for the others, or when it does not hold.
  [[nodiscard]] const std::optional<IdentityNumber>& identity() const { return identity_; }
  /// One integer; differs from every identity number's and between the three kinds.
  [[nodiscard]] std::int64_t key() const;

  bool operator==(const StudentNumber&) const = default;

 private:
  friend std::optional<StudentNumber> read_student_number(std::string_view text, core::Date today);

  std::array<char, 19> characters_{};
  std::optional<IdentityNumber> identity_;
};

/// Reads a student number as people write it; none when it has another shape.
///
/// Cost: no allocation.
std::optional<StudentNumber> read_student_number(std::string_view text, core::Date today);

/// "G990101********0010".
std::string mask_student_number(std::string_view number);

}  // namespace caregrid::registry
