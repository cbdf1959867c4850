#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace caregrid::care {

inline constexpr int slot_count = 21;

/// The weekly hours somebody can give or take: three parts of each of seven days.
///
/// Bit 3 × day + part; Monday is day 0; parts are morning, afternoon, evening.
struct Slots {
  std::uint32_t mask = 0;

  bool operator==(const Slots&) const = default;

  [[nodiscard]] bool empty() const { return mask == 0; }
  [[nodiscard]] int count() const { return __builtin_popcount(mask); }
  [[nodiscard]] bool has(int slot) const { return ((mask >> slot) & 1U) != 0; }

  static constexpr Slots all() { return Slots{(1U << slot_count) - 1U}; }
};

/// Hours both sides have.
inline Slots common(Slots a, Slots b) { return Slots{a.mask & b.mask}; }

/// In order of the bits.
inline constexpr std::array<std::string_view, slot_count> slot_names{
    "mon_am", "mon_pm", "mon_ev", "tue_am", "tue_pm", "tue_ev", "wed_am",
    "wed_pm", "wed_ev", "thu_am", "thu_pm", "thu_ev", "fri_am", "fri_pm",
    "fri_ev", "sat_am", "sat_pm", "sat_ev", "sun_am", "sun_pm", "sun_ev"};

/// The names of the hours in a mask, earliest first.
std::vector<std::string> to_names(Slots slots);

/// The mask of such names; none when one of them is no slot.
std::optional<Slots> slots_of_names(const std::vector<std::string>& names);

/// Reads what people write: "周六上午、周二下午", "星期三晚上", "周末", "工作日晚上", "全部",
/// "mon_am, tue_pm", "Sat morning", "weekends", "all". Empty text is no hours at all.
///
/// Errors: none comes back when any part of the list is not understood.
std::optional<Slots> parse_slots(std::string_view text);

}  // namespace caregrid::care
