// The journal as people may read it: who read a child's record, how the journal stands, its entries
// without what they were about.
#include <array>
#include <tuple>

#include "access/audit_report.h"
#include "access/reads.h"
#include "assessment/counts.h"
#include "http/endpoint.h"
#include "http/page.h"
#include "http/routes.h"
#include "http/shape.h"
#include "registry/operations.h"

namespace caregrid::http {
namespace {

struct ReadsQuery {
  std::optional<int> limit;
  std::optional<std::string> after;
};

struct ReportQuery {
  std::optional<int> year;
};

enum class EventShape { command, read, denied };

struct EntriesQuery {
  std::optional<core::Date> day;
  std::optional<EventShape> event;
  std::optional<int> limit;
  std::optional<std::string> after;
};

struct ReadShape {
  std::int64_t entry = 0;
  core::Instant at;
  std::string event;
  std::string kind;
  std::string role;
  std::optional<std::string> name;
  std::optional<Place> office;
  std::string purpose;
  std::string field_class;
};

struct ReadList {
  std::vector<ReadShape> items;
  std::optional<std::string> next;
};

struct EntryShape {
  std::int64_t entry = 0;
  core::Instant at;
  std::string event;
  std::string kind;
  std::string role;
  std::string purpose;
  std::string field_class;
};

struct EntryList {
  std::vector<EntryShape> items;
  std::optional<std::string> next;
};

struct StatusShape {
  std::int64_t entries = 0;
  std::int64_t signed_entries = 0;
  std::optional<core::Instant> signed_at;
  std::string root;
  bool holds = true;
};

}  // namespace
}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::EventShape> {
  using enum http::EventShape;
  static constexpr std::string_view name = "JournalEvent";
  static constexpr std::array values{ValueOf{command, "command"}, ValueOf{read, "read"},
                                     ValueOf{denied, "denied"}};
};

template <>
struct Describe<http::ReportQuery> {
  static constexpr std::string_view name = "ReportQuery";
  static constexpr auto fields =
      std::tuple{field("year", &http::ReportQuery::year, "A calendar year, like 2026; required")};
};

template <>
struct Describe<http::ReadsQuery> {
  static constexpr std::string_view name = "ReadsQuery";
  static constexpr auto fields =
      std::tuple{field("limit", &http::ReadsQuery::limit, "1 to 200; 50 unless given"),
                 field("after", &http::ReadsQuery::after, "`next` of the page before")};
};

template <>
struct Describe<http::EntriesQuery> {
  using It = http::EntriesQuery;
  static constexpr std::string_view name = "EntriesQuery";
  static constexpr auto fields =
      std::tuple{field("day", &It::day, "A civil day of China"), field("event", &It::event),
                 field("limit", &It::limit, "1 to 200; 50 unless given"),
                 field("after", &It::after, "`next` of the page before")};
};

template <>
struct Describe<http::ReadShape> {
  using It = http::ReadShape;
  static constexpr std::string_view name = "RecordRead";
  static constexpr auto fields = std::tuple{
      field("entry", &It::entry, "Its number in the journal"),
      field("at", &It::at),
      field("event", &It::event, "read, command or denied"),
      field("kind", &It::kind, "The operation"),
      field("role", &It::role),
      field("name", &It::name, "Null where only role and office may be told"),
      field("office", &It::office, "Null when the account is of no division known"),
      field("purpose", &It::purpose),
      field("field_class", &It::field_class, "The most harmful class of field of that answer")};
};

template <>
struct Describe<http::ReadList> {
  static constexpr std::string_view name = "RecordReadPage";
  static constexpr auto fields = std::tuple{
      field("items", &http::ReadList::items),
      field("next", &http::ReadList::next,
            "Where the search goes on, also when few or none were found; null at the end")};
};

template <>
struct Describe<http::EntryShape> {
  using It = http::EntryShape;
  static constexpr std::string_view name = "JournalEntry";
  static constexpr auto fields = std::tuple{field("entry", &It::entry),
                                            field("at", &It::at),
                                            field("event", &It::event),
                                            field("kind", &It::kind),
                                            field("role", &It::role),
                                            field("purpose", &It::purpose),
                                            field("field_class", &It::field_class)};
};

template <>
struct Describe<http::EntryList> {
  static constexpr std::string_view name = "JournalPage";
  static constexpr auto fields = std::tuple{
      field("items", &http::EntryList::items),
      field("next", &http::EntryList::next,
            "Where the search goes on, also when few or none were found; null at the end")};
};

template <>
struct Describe<http::StatusShape> {
  using It = http::StatusShape;
  static constexpr std::string_view name = "JournalStatus";
  static constexpr auto fields = std::tuple{
      field("entries", &It::entries), field("signed_entries", &It::signed_entries),
      field("signed_at", &It::signed_at, "Of the newest signed root; null before the first"),
      field("root", &It::root, "Hexadecimal"),
      field(
          "holds", &It::holds,
          "The newest root is that of its tree and the chain behind it holds; the whole journal is "
          "verified by the command line")};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

core::Result<std::optional<Place>> office_of(const access::Call& call, std::int64_t code) {
  if (code == 0) {
    return std::optional<Place>();
  }
  auto name = assessment::find_place_name(call, code);
  return name ? core::Result(place_of(code, *name))
              : core::Result<std::optional<Place>>(name.error());
}

core::Result<ReadList> list_reads(const access::Call& call, const Visit& visit,
                                  const ReadsQuery& query) {
  const auto id = visit.id<registry::ChildTag>(0);
  const auto window = window_of(visit, "reads", query);
  if (!id || !window) {
    return id ? window.error() : id.error();
  }
  if (const auto allowed = registry::may_see_reads(call, *id); !allowed) {
    return allowed.error();
  }
  const auto page = access::list_reads(call, id->bytes, window->after, window->limit);
  if (!page) {
    return page.error();
  }
  ReadList list;
  for (const access::RecordRead& read : page->items) {
    const auto office = office_of(call, read.office);
    if (!office) {
      return office.error();
    }
    list.items.push_back({read.entry, read.at, read.event, read.kind, read.role,
                          read.name.empty() ? std::nullopt : std::optional(read.name), *office,
                          read.purpose, std::string(access::to_text(read.field_class))});
  }
  list.next = seal_next(visit, "reads", page->next);
  return list;
}

core::Result<EntryList> list_entries(const access::Call& call, const Visit& visit,
                                     const EntriesQuery& query) {
  const auto window = window_of(visit, "journal", query);
  if (!window) {
    return window.error();
  }
  const auto event =
      query.event ? std::optional(std::string(core::name_of(*query.event))) : std::nullopt;
  const auto page = access::list_entries(call, {query.day, event}, window->after, window->limit);
  if (!page) {
    return page.error();
  }
  EntryList list;
  for (const access::RecordRead& entry : page->items) {
    list.items.push_back({entry.entry, entry.at, entry.event, entry.kind, entry.role, entry.purpose,
                          std::string(access::to_text(entry.field_class))});
  }
  list.next = seal_next(visit, "journal", page->next);
  return list;
}

core::Result<StatusShape> show_status(const access::Call& call, const Visit&, const NoQuery&) {
  auto status = access::find_status(call);
  if (!status) {
    return status.error();
  }
  return StatusShape{status->entries, status->signed_entries, status->signed_at,
                     std::move(status->root), status->holds};
}

core::Result<Response> show_report(const Visit& visit) {
  const auto query = read_query<ReportQuery>(visit.request.query);
  if (!query) {
    return query.error();
  }
  const auto language = core::parse_language(visit.request.header("Accept-Language"));
  std::string text;
  const auto done = visit.site.door.read(
      *visit.actor, "audit_report", [&](const access::Call& call) -> core::Result<void> {
        const auto report = access::make_audit_report(call, query->year.value_or(0));
        text = report ? access::to_markdown(*report, language) : std::string();
        return report ? core::Result<void>() : core::Result<void>(report.error());
      });
  if (!done) {
    return done.error();
  }
  Response response;
  response.set("Content-Type", "text/markdown; charset=utf-8");
  response.set("Content-Disposition",
               "attachment; filename=\"audit-" + std::to_string(query->year.value_or(0)) + ".md\"");
  response.body = std::move(text);
  return response;
}

}  // namespace

void add_journal_routes(RouteTable& table) {
  add_read(table,
           {Method::get, "/api/children/{id}/reads", "list_reads", "Who saw a child's record"},
           list_reads);
  add_read(table,
           {Method::get, "/api/journal", "list_journal",
            "Entries of the journal without what they were about, newest first"},
           list_entries);
  add_read(table, {Method::get, "/api/journal/status", "show_journal", "How the journal stands"},
           show_status);
  Route& report = add_raw(table,
                          {Method::get, "/api/audit/report", "audit_report",
                           "The yearly audit of minors' personal data, in Markdown"},
                          show_report);
  report.parameters = query_parameters<ReportQuery>(table.schemas);
  report.response_type = "text/markdown";
}

}  // namespace caregrid::http
