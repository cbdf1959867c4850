#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "stats/table_records.h"

namespace caregrid::stats {

/// A day as its parts; all 0 when the text is no date.
struct DayParts {
  int year = 0;
  int month = 0;
  int day = 0;

  bool operator==(const DayParts&) const = default;
  [[nodiscard]] bool is_empty() const { return year == 0; }
};

/// Reads YYYY-MM-DD (also with / or .), YYYYMMDD and DD/MM/YYYY. The day need not exist: dates with
/// mistakes are compared too.
DayParts read_day(std::string_view text);

/// One value of a column, kept once.
struct ColumnValue {
  std::u32string text;      ///< Small letters, single blanks.
  std::uint32_t sound = 0;  ///< Hash of what it sounds like; 0: like nothing.
  std::uint32_t count = 0;
  DayParts day;      ///< Of dates.
  double share = 0;  ///< How likely the value is to come up, singletons judged by Good and Turing.
  std::uint64_t hash = 0;
};

/// The values of a column in the order of their texts: number 0 is "nothing said".
struct ColumnValues {
  ColumnKind kind = ColumnKind::text;
  std::vector<ColumnValue> values;
  std::vector<std::uint32_t> of_record;
  double coincidence = 0;  ///< Chance that two records that say something say the same.
};

ColumnValues collect_values(const TableColumn& column);

/// Level of agreement of two values of a column that both say something.
unsigned compare_values(ColumnKind kind, const ColumnValue& a, const ColumnValue& b);

/// Levels of every kind that has names: 1 equal, 2 swapped with the partner column or the same
/// words in another order, 3 one slip, 4 alike (or sounding so), 5 a little alike, 6 other.
inline constexpr unsigned level_swapped = 2;

}  // namespace caregrid::stats
