#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "core/date.h"
#include "core/describe.h"

namespace caregrid::intake {

enum class RowChange : std::uint8_t { added, gone, changed };

/// A field two lists write differently.
struct FieldChange {
  std::string field;   ///< "name", "fact.schooling.stage"
  std::string before;  ///< Empty: the list did not say.
  std::string after;

  bool operator==(const FieldChange&) const = default;
};

/// Somebody two lists of one sender do not tell alike.
struct ChangedRow {
  RowChange change = RowChange::changed;
  std::string child;                       ///< Its id.
  std::string name;                        ///< As the register has it.
  std::int64_t row = 0;                    ///< In the newer list; in the older one when gone.
  std::vector<FieldChange> fields;         ///< Only for changed ones.
  std::optional<std::string> answer = {};  ///< What a person found out of one that is gone.

  bool operator==(const ChangedRow&) const = default;
};

/// How many changed rows are shown; the file of changes has all.
inline constexpr std::size_t changes_shown_max = 100;

/// How a list differs from the last one of the same sender and role. Nobody is deleted for being
/// left out: those gone ask a person.
struct ListChange {
  std::string sheet;
  std::string sender;
  std::string before_file;
  core::Date before_on;  ///< When that one came in.
  std::int64_t added = 0;
  std::int64_t gone = 0;
  std::int64_t changed = 0;
  std::int64_t same = 0;
  std::int64_t unread =
      0;  ///< Rows of the newer list nobody could read: some of the gone may be among them.
  std::vector<ChangedRow> rows;  ///< The first `changes_shown_max`: gone, then changed, then added.

  bool operator==(const ListChange&) const = default;
};

}  // namespace caregrid::intake

template <>
struct caregrid::core::Describe<caregrid::intake::RowChange> {
  using enum intake::RowChange;
  static constexpr std::string_view name = "RowChange";
  static constexpr std::array values = {ValueOf{added, "added"}, ValueOf{gone, "gone"},
                                        ValueOf{changed, "changed"}};
};

template <>
struct caregrid::core::Describe<caregrid::intake::FieldChange> {
  using It = intake::FieldChange;
  static constexpr std::string_view name = "FieldChange";
  static constexpr auto fields = std::tuple{
      field("field", &It::field), field("before", &It::before, "Empty: the list did not say"),
      field("after", &It::after)};
};

template <>
struct caregrid::core::Describe<caregrid::intake::ChangedRow> {
  using It = intake::ChangedRow;
  static constexpr std::string_view name = "ChangedRow";
  static constexpr auto fields = std::tuple{
      field("change", &It::change), field("child", &It::child),   field("name", &It::name),
      field("row", &It::row),       field("fields", &It::fields), field("answer", &It::answer)};
};

template <>
struct caregrid::core::Describe<caregrid::intake::ListChange> {
  using It = intake::ListChange;
  static constexpr std::string_view name = "ListChange";
  static constexpr auto fields =
      std::tuple{field("sheet", &It::sheet),
                 field("sender", &It::sender),
                 field("before_file", &It::before_file, "The list it is held against"),
                 field("before_on", &It::before_on),
                 field("added", &It::added),
                 field("gone", &It::gone, "No longer named; nobody is deleted for it"),
                 field("changed", &It::changed),
                 field("same", &It::same),
                 field("unread", &It::unread, "Rows of the newer list that could not be read"),
                 field("rows", &It::rows, "The first 100")};
};
