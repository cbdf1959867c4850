#include "care/slots.h"

#include <algorithm>

#include "care/words.h"

namespace caregrid::care {
namespace {

constexpr int weekdays = 0b0011111;
constexpr int weekend = 0b1100000;
constexpr int every_day = 0b1111111;

/// Longer words stand before their own beginnings.
constexpr std::array day_words{
    Word{"星期一", 1},
    Word{"星期二", 2},
    Word{"星期三", 4},
    Word{"星期四", 8},
    Word{"星期五", 16},
    Word{"星期六", 32},
    Word{"星期日", 64},
    Word{"星期天", 64},
    Word{"礼拜一", 1},
    Word{"礼拜二", 2},
    Word{"礼拜三", 4},
    Word{"礼拜四", 8},
    Word{"礼拜五", 16},
    Word{"礼拜六", 32},
    Word{"礼拜日", 64},
    Word{"礼拜天", 64},
    Word{"周一", 1},
    Word{"周二", 2},
    Word{"周三", 4},
    Word{"周四", 8},
    Word{"周五", 16},
    Word{"周六", 32},
    Word{"周日", 64},
    Word{"周天", 64},
    Word{"周末", weekend},
    Word{"双休日", weekend},
    Word{"工作日", weekdays},
    Word{"每天", every_day},
    Word{"每日", every_day},
    Word{"monday", 1},
    Word{"tuesday", 2},
    Word{"wednesday", 4},
    Word{"thursday", 8},
    Word{"friday", 16},
    Word{"saturday", 32},
    Word{"sunday", 64},
    Word{"weekdays", weekdays},
    Word{"weekday", weekdays},
    Word{"weekends", weekend},
    Word{"weekend", weekend},
    Word{"everyday", every_day},
    Word{"daily", every_day},
    Word{"mon", 1},
    Word{"tue", 2},
    Word{"wed", 4},
    Word{"thu", 8},
    Word{"fri", 16},
    Word{"sat", 32},
    Word{"sun", 64},
};

constexpr std::array part_words{
    Word{"", 7},          Word{"全天", 7},       Word{"allday", 7}, Word{"上午", 1},
    Word{"早上", 1},      Word{"早晨", 1},       Word{"am", 1},     Word{"morning", 1},
    Word{"mornings", 1},  Word{"下午", 2},       Word{"午后", 2},   Word{"pm", 2},
    Word{"afternoon", 2}, Word{"afternoons", 2}, Word{"晚上", 4},   Word{"傍晚", 4},
    Word{"晚间", 4},      Word{"夜间", 4},       Word{"ev", 4},     Word{"eve", 4},
    Word{"evening", 4},   Word{"evenings", 4},   Word{"night", 4},
};

constexpr std::array whole_week_words{
    Word{"全部", 1},   Word{"所有", 1}, Word{"不限", 1}, Word{"随时", 1},    Word{"任何时间", 1},
    Word{"都可以", 1}, Word{"all", 1},  Word{"any", 1},  Word{"anytime", 1}, Word{"always", 1},
};

Slots spread(int days, int parts) {
  Slots slots;
  for (int slot = 0; slot < slot_count; ++slot) {
    if (((days >> (slot / 3)) & 1) != 0 && ((parts >> (slot % 3)) & 1) != 0) {
      slots.mask |= 1U << slot;
    }
  }
  return slots;
}

/// One item of the list: a day word, then a part of the day or nothing.
std::optional<Slots> parse_item(std::string_view item) {
  const std::string folded = fold(item);
  if (meaning_of(whole_week_words, folded)) {
    return Slots::all();
  }
  for (const Word& day : day_words) {
    if (folded.starts_with(day.text)) {
      const auto parts = meaning_of(part_words, std::string_view(folded).substr(day.text.size()));
      return parts ? std::optional(spread(day.meaning, *parts)) : std::nullopt;
    }
  }
  return std::nullopt;
}

/// Items with only spaces between them: "mon_am tue_pm".
std::optional<Slots> parse_spaced(std::string_view text) {
  Slots slots;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const auto item = parse_item(text.substr(0, end));
    if (!item) {
      return std::nullopt;
    }
    slots.mask |= item->mask;
    text.remove_prefix(std::min(text.find_first_not_of(' ', end), text.size()));
  }
  return slots;
}

}  // namespace

std::vector<std::string> to_names(Slots slots) {
  std::vector<std::string> names;
  for (int slot = 0; slot < slot_count; ++slot) {
    if (slots.has(slot)) {
      names.emplace_back(slot_names[static_cast<std::size_t>(slot)]);
    }
  }
  return names;
}

std::optional<Slots> slots_of_names(const std::vector<std::string>& names) {
  Slots slots;
  for (const std::string& name : names) {
    const auto* const found = std::ranges::find(slot_names, name);
    if (found == slot_names.end()) {
      return std::nullopt;
    }
    slots.mask |= 1U << (found - slot_names.begin());
  }
  return slots;
}

std::optional<Slots> parse_slots(std::string_view text) {
  Slots slots;
  for (const std::string& part : split_list(text)) {
    auto item = parse_item(part);
    if (!item) {
      item = parse_spaced(part);
    }
    if (!item) {
      return std::nullopt;
    }
    slots.mask |= item->mask;
  }
  return slots;
}

}  // namespace caregrid::care
