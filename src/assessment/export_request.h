#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "access/call.h"
#include "assessment/exports.h"
#include "core/describe.h"
#include "core/id.h"
#include "core/result.h"

namespace caregrid::assessment {

struct ExportTag;
using ExportId = core::Id<ExportTag>;

/// Source: reliability handbook 2.3 (limits; two persons for exports of more than 500 children).
inline constexpr int exports_a_day_max = 5;
inline constexpr std::int64_t children_alone_max = 500;
inline constexpr std::int64_t export_hours = 24;  ///< A request not fetched by then is void.

enum class ExportKind : std::uint8_t { children, needs, plan, civil_form, comparison, changes };
enum class ExportState : std::uint8_t { ready, waiting, refused, fetched };

/// How a list stood on the page it is exported from; unset members do not narrow.
struct ExportView {
  std::optional<std::string> query;  ///< A name, or a whole number: kept sealed.
  std::optional<registry::Sex> sex;
  std::optional<int> age_min;
  std::optional<int> age_max;
  std::optional<registry::ChildSort> sort;
  std::optional<bool> assigned;
  std::optional<std::vector<std::string>> columns;  ///< Of `child_columns`, in this order.
  std::optional<core::Date> day;                    ///< Of the form and the comparison.
  std::optional<registry::ComparedSet> set;
  std::optional<bool> only_unknown;
  std::optional<bool> gb18030;       ///< CSV in GB18030 instead of UTF-8.
  std::optional<std::int64_t> list;  ///< Number of the newer list, for its changes.

  bool operator==(const ExportView&) const = default;
};

struct ExportWish {
  ExportKind what = ExportKind::children;
  TableFormat format = TableFormat::xlsx;
  std::optional<std::int64_t> division;  ///< A place and all inside it; none: the whole area.
  std::string purpose;                   ///< In the person's own words; 5 to 200 characters.
  std::optional<ExportView> view = {};
};

/// A list somebody wants as a file.
struct ExportRequest {
  ExportId id;
  access::AccountId account;
  std::string account_name;
  ExportKind what = ExportKind::children;
  TableFormat format = TableFormat::xlsx;
  std::int64_t division = 0;
  std::string purpose;
  std::int64_t children = 0;  ///< How many it tells of.
  ExportState state = ExportState::ready;
  core::Instant requested_at;
  std::string decided_by;
  bool is_own = false;  ///< Of the person who looks.
  std::optional<ExportView> view = {};
  std::int64_t rows_done = 0;  ///< While its file is being made.
};
struct ExportList {
  std::vector<ExportRequest> items;  ///< Newest first, at most 50.
};

/// Asks for a file; run it through the door. Up to 500 children it is ready at once, above it waits
/// for a second person; the civil-affairs form, which has official numbers and phones in clear,
/// always waits.
/// Errors: forbidden; invalid "export.purpose", "export.column", those of the list asked for;
/// limited "export.daily_cap"; not_found.
core::Result<ExportRequest> request_export(const access::Call& call, const ExportId& id,
                                           const ExportWish& wish);

/// Lets a waiting export go, or refuses it. Errors: forbidden, also "export.own" for one's own;
/// not_found; conflict "export.not_waiting".
core::Result<ExportRequest> decide_export(const access::Call& call, const ExportId& id,
                                          bool is_approved);

/// One's own requests, and those of others that wait when one may approve. Errors: forbidden.
core::Result<ExportList> list_exports(const access::Call& call);

/// Writes the file of a ready request of one's own; changes nothing yet. Gives its rows.
/// Errors: forbidden; not_found for those of others; conflict "export.not_ready" (waiting,
/// refused), "export.fetched", "export.expired".
core::Result<std::int64_t> write_export(const access::Call& call, const ExportId& id,
                                        const ExportFile& file);

/// Notes that the file was given out; a second time is a conflict "export.fetched". In the door.
core::Result<ExportRequest> mark_fetched(const access::Call& call, const ExportId& id);

}  // namespace caregrid::assessment

namespace caregrid::core {

template <>
struct Describe<assessment::TableFormat> {
  static constexpr std::string_view name = "TableFormat";
  static constexpr std::array values{ValueOf{assessment::TableFormat::csv, "csv"},
                                     ValueOf{assessment::TableFormat::xlsx, "xlsx"}};
};

template <>
struct Describe<assessment::ExportKind> {
  using enum assessment::ExportKind;
  static constexpr std::string_view name = "ExportKind";
  static constexpr std::array values{ValueOf{children, "children"},
                                     ValueOf{needs, "needs"},
                                     ValueOf{plan, "plan"},
                                     ValueOf{civil_form, "civil_form"},
                                     ValueOf{comparison, "comparison"},
                                     ValueOf{changes, "changes"}};
};

template <>
struct Describe<assessment::ExportState> {
  using enum assessment::ExportState;
  static constexpr std::string_view name = "ExportState";
  static constexpr std::array values{ValueOf{ready, "ready"}, ValueOf{waiting, "waiting"},
                                     ValueOf{refused, "refused"}, ValueOf{fetched, "fetched"}};
};

template <>
struct Describe<assessment::ExportView> {
  using It = assessment::ExportView;
  static constexpr std::string_view name = "ExportView";
  static constexpr auto fields =
      std::tuple{field("query", &It::query, "Part of a name, or a whole number"),
                 field("sex", &It::sex),
                 field("age_min", &It::age_min),
                 field("age_max", &It::age_max),
                 field("sort", &It::sort),
                 field("assigned", &It::assigned),
                 field("columns", &It::columns, "In the order of the page; all unless given"),
                 field("day", &It::day, "Facts as they stood then; today unless given"),
                 field("set", &It::set),
                 field("only_unknown", &It::only_unknown),
                 field("gb18030", &It::gb18030, "CSV in GB18030 instead of UTF-8"),
                 field("list", &It::list, "Number of the newer list, for its changes")};
};

template <>
struct Describe<assessment::ExportWish> {
  using It = assessment::ExportWish;
  static constexpr std::string_view name = "ExportWish";
  static constexpr auto fields =
      std::tuple{field("what", &It::what), field("format", &It::format),
                 field("division", &It::division, "A place and all inside it"),
                 field("purpose", &It::purpose, "What for, in own words; stands in the file"),
                 field("view", &It::view, "How the list stands on the page")};
};

template <>
struct Describe<assessment::ExportRequest> {
  using It = assessment::ExportRequest;
  static constexpr std::string_view name = "ExportRequest";
  static constexpr auto fields =
      std::tuple{field("id", &It::id),
                 field("account_name", &It::account_name),
                 field("what", &It::what),
                 field("format", &It::format),
                 field("division", &It::division, "0: the whole area"),
                 field("purpose", &It::purpose),
                 field("children", &It::children, "How many it tells of"),
                 field("state", &It::state),
                 field("requested_at", &It::requested_at),
                 field("decided_by", &It::decided_by, "Empty until decided"),
                 field("own", &It::is_own, "Asked for by who looks; nobody approves his own"),
                 field("view", &It::view),
                 field("rows_done", &It::rows_done, "While its file is being made")};
};

template <>
struct Describe<assessment::ExportList> {
  using It = assessment::ExportList;
  static constexpr std::string_view name = "ExportList";
  static constexpr auto fields = std::tuple{field("items", &It::items)};
};

}  // namespace caregrid::core
