#include "rules/effect.h"

#include <algorithm>

namespace caregrid::rules {
namespace {

void note(SchemeEffect& effect, std::uint32_t child, Truth before, Truth after) {
  ++effect.moved[static_cast<std::size_t>(before)][static_cast<std::size_t>(after)];
  if (before == after) {
    return;
  }
  if (after == Truth::yes) {
    effect.entering.push_back(child);
  } else if (after == Truth::unknown) {
    effect.becoming_unknown.push_back(child);
  } else if (before == Truth::yes) {
    effect.leaving.push_back(child);
  } else {
    effect.ruled_out.push_back(child);
  }
}

std::int64_t number_of(const SchemeColumn* column, std::size_t child) {
  return column == nullptr || column->numbers.empty() ? no_number : column->numbers[child];
}

SchemeEffect effect_on(const SchemeColumn* before, const SchemeColumn* after,
                       std::size_t children) {
  SchemeEffect effect;
  effect.scheme = before != nullptr ? before->scheme : after->scheme;
  effect.is_only_before = after == nullptr;
  effect.is_only_after = before == nullptr;
  for (std::size_t i = 0; i < children; ++i) {
    const auto child = static_cast<std::uint32_t>(i);
    note(effect, child, before != nullptr ? before->of(i) : Truth::no,
         after != nullptr ? after->of(i) : Truth::no);
    if (number_of(before, i) != number_of(after, i)) {
      effect.renumbered.push_back(child);
    }
  }
  return effect;
}

const SchemeColumn* find(const std::vector<SchemeColumn>& columns, const std::string& scheme) {
  const auto found = std::ranges::find(columns, scheme, &SchemeColumn::scheme);
  return found == columns.end() ? nullptr : &*found;
}

}  // namespace

std::vector<SchemeEffect> compare(const Program& before, const Program& after,
                                  const FactTable& table, std::span<const std::int64_t> places) {
  const auto old_columns = before.run(table, places);
  const auto new_columns = after.run(table, places);
  std::vector<SchemeEffect> effects;
  for (const SchemeColumn& column : old_columns) {
    effects.push_back(effect_on(&column, find(new_columns, column.scheme), table.children()));
  }
  for (const SchemeColumn& column : new_columns) {
    if (find(old_columns, column.scheme) == nullptr) {
      effects.push_back(effect_on(nullptr, &column, table.children()));
    }
  }
  return effects;
}

}  // namespace caregrid::rules
