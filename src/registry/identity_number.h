#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "registry/child.h"

namespace caregrid::registry {

/// How far a text got towards being a resident identity number; each level includes those before.
enum class IdentityCheck : std::uint8_t {
  valid,      ///< Digits, check character and birth date all hold.
  no_format,  ///< Not 17 digits and a digit or X (nor the old 15 digits).
  no_check,   ///< The check character does not fit the digits.
  no_date,    ///< The birth date does not exist, lies ahead, or more than 120 years back.
};

/// Translation key of a failed check ("id_number.check_digit"); empty when valid.
std::string_view reason_of(IdentityCheck check);

struct IdentityReading;

/// A resident identity number of the People's Republic of China in its 18-character form.
///
/// It never says where somebody lives now: the first six digits are of first registration.
/// Source: GB 11643; domain handbook 4.2.
class IdentityNumber final {
 public:
  [[nodiscard]] std::string_view text() const { return {characters_.data(), characters_.size()}; }
  [[nodiscard]] core::Date born_on() const { return born_on_; }
  [[nodiscard]] Sex sex() const {
    return (characters_[16] - '0') % 2 == 1 ? Sex::male : Sex::female;
  }
  /// Prefix 99 belongs to no province: an invented person.
  [[nodiscard]] bool is_synthetic() const { return text().starts_with("99"); }
  /// The number as one integer below 2^60; equal numbers, equal keys, and nothing is lost.
  [[nodiscard]] std::int64_t key() const;

  bool operator==(const IdentityNumber&) const = default;

 private:
  friend IdentityReading read_identity_number(std::string_view text, core::Date today);

  std::array<char, 18> characters_{};
  core::Date born_on_;
};

/// A text read as an identity number: `number` is set exactly when `check` is valid.
struct IdentityReading {
  IdentityCheck check = IdentityCheck::no_format;
  std::optional<IdentityNumber> number;
};

/// Reads a number as people write it: full-width digits, spaces, a leading apostrophe, a small x
/// and the old 15-digit form are understood.
///
/// Cost: no allocation.
IdentityReading read_identity_number(std::string_view text, core::Date today);

/// The check character for 17 digits (ISO 7064 MOD 11-2); `digits` must be exactly that.
char identity_check_character(std::string_view digits);

/// 18 characters as one integer: 17 digits times 11 plus the last (X = 10).
std::int64_t pack_identity(std::string_view characters);

/// "990101********0010": region and sequence stay, the birth date is hidden. Shorter texts keep
/// only their ends.
std::string mask_identity_number(std::string_view number);

}  // namespace caregrid::registry
