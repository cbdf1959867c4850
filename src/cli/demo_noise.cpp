#include "cli/demo_noise.h"

#include <algorithm>
#include <array>

namespace caregrid::cli {

namespace {

constexpr double name_mistaken = 0.05;  ///< Most names have no such character: about 3 % change.
constexpr double name_blank = 0.015;
constexpr double identity_missing = 0.015;
constexpr double identity_mistyped = 0.007;
constexpr double identity_oddly_written = 0.03;
constexpr double birth_date_wrong = 0.02;

std::string with_blank_inside(std::string_view name) {
  constexpr std::size_t first_character = 3;  // All our names begin with one of three bytes.
  std::string text(name.substr(0, first_character));
  return text.append(" ").append(name.substr(std::min(first_character, name.size())));
}

std::string full_width(std::string_view digits) {
  std::string text;
  for (const char letter : digits) {
    // U+FF10 … U+FF19 and U+FF38 stand at one distance from '0' … '9' and 'X'.
    text += "\xEF\xBC";
    text.push_back(static_cast<char>(static_cast<unsigned char>(letter) - '0' + 0x90));
  }
  return text;
}

std::string mistyped(std::string identity, core::SeededRng& rng) {
  const std::size_t at = 6 + rng.below(11);
  identity[at] =
      static_cast<char>('0' + (identity[at] - '0' + 1 + static_cast<int>(rng.below(8))) % 10);
  return identity;
}

std::string oddly_written(const std::string& identity, core::SeededRng& rng) {
  switch (rng.below(4)) {
    case 0:
      return full_width(identity);
    case 1:
      return "'" + identity;
    case 2:
      return identity.substr(0, 6) + " " + identity.substr(6, 8) + " " + identity.substr(14);
    default: {
      std::string lower = identity;
      std::replace(lower.begin(), lower.end(), 'X', 'x');
      return lower;
    }
  }
}

}  // namespace

std::string written_name(const DemoChild& child, core::SeededRng& rng) {
  if (rng.chance(name_mistaken)) {
    return mistake_name(child.name.text, rng);
  }
  return rng.chance(name_blank) ? with_blank_inside(child.name.text) : child.name.text;
}

std::string written_identity(const DemoChild& child, core::SeededRng& rng) {
  if (rng.chance(identity_missing)) {
    return {};
  }
  if (rng.chance(identity_mistyped)) {
    return mistyped(child.identity, rng);
  }
  return rng.chance(identity_oddly_written) ? oddly_written(child.identity, rng) : child.identity;
}

core::Date written_birth_date(const DemoChild& child, core::Date today, core::SeededRng& rng) {
  if (!rng.chance(birth_date_wrong)) {
    return child.born_on;
  }
  auto parts = core::parts_of(child.born_on);
  switch (rng.below(20)) {
    case 0:
      return today + 30 + static_cast<int>(rng.below(300));
    case 1:
    case 2:
    case 3:
    case 4:
    case 5:
    case 6:
      std::swap(parts.day, parts.month);
      return std::min(core::make_date(parts).value_or(child.born_on + -1), today);
    default:
      return child.born_on + -(1 + static_cast<int>(rng.below(30)));
  }
}

void add_written_date(DemoRow& row, core::Date date, core::SeededRng& rng) {
  const auto parts = core::parts_of(date);
  const std::string year = std::to_string(parts.year);
  const std::string month = std::to_string(parts.month);
  const std::string day = std::to_string(parts.day);
  switch (rng.below(10)) {
    case 0:
      row.text(year + "年" + month + "月" + day + "日");
      return;
    case 1:
      row.text(year + "/" + month + "/" + day);
      return;
    case 2:
      row.text(year + "." + month + "." + day);
      return;
    case 3:
      row.text(std::to_string(parts.year * 10'000 + parts.month * 100 + parts.day));
      return;
    case 4:
      row.text(core::to_iso(date));
      return;
    default:
      row.date(date);
  }
}

std::string english_date(core::Date date) {
  constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto parts = core::parts_of(date);
  std::string text = std::to_string(parts.day) + " ";
  text.append(months[static_cast<std::size_t>(parts.month) - 1]).append(" ");
  return text + std::to_string(parts.year);
}

std::string written_village(const DemoPlaces& places, std::size_t village, core::SeededRng& rng) {
  std::string full = places.full_name(village);
  const double drawn = rng.unit();
  if (drawn < 0.003) {
    return "外县无名村";
  }
  if (drawn < 0.02) {
    return full + std::to_string(1 + rng.below(9)) + "组";
  }
  constexpr std::string_view long_ending = "村民委员会";
  if (drawn < 0.08 && full.ends_with(long_ending)) {
    return full.substr(0, full.size() - long_ending.size()) + "村";
  }
  return full;
}

}  // namespace caregrid::cli
