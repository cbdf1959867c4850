#pragma once

#include <algorithm>
#include <cstdint>

namespace caregrid::rules {

/// Kleene's three values, in the order of truth. Unknown is never a no.
enum class Truth : std::uint8_t { no = 0, unknown = 1, yes = 2 };

constexpr Truth operator&(Truth a, Truth b) { return std::min(a, b); }
constexpr Truth operator|(Truth a, Truth b) { return std::max(a, b); }
constexpr Truth operator~(Truth a) { return Truth(2 - static_cast<int>(a)); }

constexpr Truth truth_of(bool value) { return value ? Truth::yes : Truth::no; }

/// What several statements of one thing say together: the one answer they give; unknown when they
/// give none or contradict each other.
class Agreement final {
 public:
  constexpr void hear(Truth statement) {
    has_yes_ = has_yes_ || statement == Truth::yes;
    has_no_ = has_no_ || statement == Truth::no;
  }
  [[nodiscard]] constexpr Truth truth() const {
    return has_yes_ == has_no_ ? Truth::unknown : truth_of(has_yes_);
  }
  [[nodiscard]] constexpr bool is_contradictory() const { return has_yes_ && has_no_; }

 private:
  bool has_yes_ = false;
  bool has_no_ = false;
};

}  // namespace caregrid::rules
