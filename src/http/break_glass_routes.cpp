// Emergency access and its review; conflicts of interest.
#include <tuple>

#include "http/endpoint.h"
#include "http/routes.h"
#include "registry/emergencies.h"

namespace caregrid::http {
namespace {

struct GlassInput {
  access::GlassId id;
  std::optional<registry::ChildId> child;
  std::optional<std::string> number;
  std::string reason;
};

struct GlassShape {
  access::GlassId id;
  core::Instant at;
  core::Instant ends_at;
  core::Instant due_at;
};

struct OpenedShape {
  access::GlassId id;
  core::Instant ends_at;
  std::optional<registry::ChildId> child;
};

struct ReviewShape {
  access::GlassId id;
  registry::ChildId child;
  std::string by;
  std::string role;
  std::string reason;
  core::Instant at;
  core::Instant ends_at;
  core::Instant due_at;
  bool overdue = false;
  access::GlassVerdict verdict = access::GlassVerdict::open;
  std::optional<core::Instant> reviewed_at;
  std::string note;
};

struct ReviewList {
  int waiting = 0;
  int overdue = 0;
  std::vector<ReviewShape> items;
};

struct VerdictInput {
  access::GlassVerdict verdict = access::GlassVerdict::open;
  std::optional<std::string> note;
};

struct ConflictShape {
  access::ConflictId id;
  std::string who;
  std::string role;
  access::ConflictKind kind = access::ConflictKind::kin;
  std::string note;
  core::Date valid_from;
  std::optional<core::Date> valid_to;
};

struct CandidateShape {
  access::AccountId account;
  std::string name;
  std::string role;
};

struct ConflictList {
  std::vector<ConflictShape> items;
  std::vector<CandidateShape> candidates;
};

struct ConflictInput {
  access::ConflictId id;
  access::AccountId account;
  access::ConflictKind kind = access::ConflictKind::kin;
  std::string note;
};

struct ConflictEnd {
  access::ConflictId id;
};

}  // namespace
}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::GlassInput> {
  using It = http::GlassInput;
  static constexpr std::string_view name = "NewEmergencyAccess";
  static constexpr auto fields =
      std::tuple{field("id", &It::id), field("child", &It::child),
                 field("number", &It::number, "Identity or student number, instead of the id"),
                 field("reason", &It::reason, "At least ten characters")};
};

template <>
struct Describe<http::GlassShape> {
  using It = http::GlassShape;
  static constexpr std::string_view name = "EmergencyAccess";
  static constexpr auto fields =
      std::tuple{field("id", &It::id), field("at", &It::at), field("ends_at", &It::ends_at),
                 field("due_at", &It::due_at, "When somebody must have reviewed it")};
};

template <>
struct Describe<http::OpenedShape> {
  using It = http::OpenedShape;
  static constexpr std::string_view name = "OpenedRecord";
  static constexpr auto fields =
      std::tuple{field("id", &It::id), field("ends_at", &It::ends_at),
                 field("child", &It::child, "None: the county has no such child")};
};

template <>
struct Describe<http::ReviewShape> {
  using It = http::ReviewShape;
  static constexpr std::string_view name = "EmergencyReview";
  static constexpr auto fields =
      std::tuple{field("id", &It::id),
                 field("child", &It::child, "As asked for, whether or not there is such a child"),
                 field("by", &It::by, "Who opened the record"),
                 field("role", &It::role),
                 field("reason", &It::reason),
                 field("at", &It::at),
                 field("ends_at", &It::ends_at),
                 field("due_at", &It::due_at),
                 field("overdue", &It::overdue),
                 field("verdict", &It::verdict),
                 field("reviewed_at", &It::reviewed_at),
                 field("note", &It::note)};
};

template <>
struct Describe<http::ReviewList> {
  using It = http::ReviewList;
  static constexpr std::string_view name = "EmergencyReviews";
  static constexpr auto fields =
      std::tuple{field("waiting", &It::waiting), field("overdue", &It::overdue),
                 field("items", &It::items, "Waiting ones first")};
};

template <>
struct Describe<http::VerdictInput> {
  using It = http::VerdictInput;
  static constexpr std::string_view name = "EmergencyVerdict";
  static constexpr auto fields =
      std::tuple{field("verdict", &It::verdict, "accepted or misuse"), field("note", &It::note)};
};

template <>
struct Describe<http::ConflictShape> {
  using It = http::ConflictShape;
  static constexpr std::string_view name = "ConflictOfInterest";
  static constexpr auto fields =
      std::tuple{field("id", &It::id),
                 field("who", &It::who),
                 field("role", &It::role),
                 field("kind", &It::kind),
                 field("note", &It::note),
                 field("valid_from", &It::valid_from),
                 field("valid_to", &It::valid_to, "The first day it no longer holds")};
};

template <>
struct Describe<http::CandidateShape> {
  using It = http::CandidateShape;
  static constexpr std::string_view name = "ConflictCandidate";
  static constexpr auto fields = std::tuple{field("account", &It::account),
                                            field("name", &It::name), field("role", &It::role)};
};

template <>
struct Describe<http::ConflictList> {
  using It = http::ConflictList;
  static constexpr std::string_view name = "ConflictsOfInterest";
  static constexpr auto fields =
      std::tuple{field("items", &It::items),
                 field("candidates", &It::candidates, "Whom the reader may declare one of")};
};

template <>
struct Describe<http::ConflictInput> {
  using It = http::ConflictInput;
  static constexpr std::string_view name = "NewConflictOfInterest";
  static constexpr auto fields = std::tuple{field("id", &It::id), field("account", &It::account),
                                            field("kind", &It::kind), field("note", &It::note)};
};

template <>
struct Describe<http::ConflictEnd> {
  static constexpr std::string_view name = "ConflictOfInterestEnd";
  static constexpr auto fields = std::tuple{field("id", &http::ConflictEnd::id)};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

core::Result<GlassShape> break_glass(const access::Call& call, const Visit&,
                                     const GlassInput& input) {
  const auto glass =
      registry::break_glass(call, {input.id, input.child, input.number.value_or(""), input.reason});
  if (!glass) {
    return glass.error();
  }
  return GlassShape{glass->id, glass->at, glass->ends_at, glass->due_at()};
}

core::Result<OpenedShape> show_opened(const access::Call& call, const Visit& visit,
                                      const NoQuery&) {
  const auto id = visit.id<access::GlassTag>(0);
  if (!id) {
    return id.error();
  }
  const auto opened = registry::find_opened(call, *id);
  if (!opened) {
    return opened.error();
  }
  return OpenedShape{opened->glass.id, opened->glass.ends_at, opened->child};
}

core::Result<ReviewList> list_glass(const access::Call& call, const Visit&, const NoQuery&) {
  const auto found = access::list_glass(call);
  if (!found) {
    return found.error();
  }
  ReviewList list;
  for (const access::GlassBreak& glass : *found) {
    list.waiting += glass.verdict == access::GlassVerdict::open ? 1 : 0;
    list.overdue += glass.is_overdue(call.now) ? 1 : 0;
    list.items.push_back({glass.id, registry::ChildId{glass.child}, glass.account_name,
                          glass.account_role, glass.reason, glass.at, glass.ends_at, glass.due_at(),
                          glass.is_overdue(call.now), glass.verdict, glass.reviewed_at,
                          glass.review_note});
  }
  return list;
}

core::Result<Nothing> review_glass(const access::Call& call, const Visit& visit,
                                   const VerdictInput& input) {
  const auto id = visit.id<access::GlassTag>(0);
  if (!id) {
    return id.error();
  }
  const auto done = access::review_glass(call, *id, input.verdict, input.note.value_or(""));
  return done ? core::Result<Nothing>(Nothing{}) : core::Result<Nothing>(done.error());
}

core::Result<ConflictList> list_conflicts(const access::Call& call, const Visit& visit,
                                          const NoQuery&) {
  const auto id = visit.id<registry::ChildTag>(0);
  if (!id) {
    return id.error();
  }
  const auto found = registry::list_conflicts_of_interest(call, *id);
  if (!found) {
    return found.error();
  }
  ConflictList list;
  for (const access::ConflictOfInterest& one : found->declared) {
    list.items.push_back({one.id, one.account_name, one.account_role, one.kind, one.note,
                          one.valid_from, one.valid_to});
  }
  for (const access::ConflictCandidate& one : found->candidates) {
    list.candidates.push_back({one.account, one.name, std::string(access::to_text(one.role))});
  }
  return list;
}

core::Result<Nothing> declare_conflict(const access::Call& call, const Visit& visit,
                                       const ConflictInput& input) {
  const auto id = visit.id<registry::ChildTag>(0);
  if (!id) {
    return id.error();
  }
  access::ConflictOfInterest conflict;
  conflict.id = input.id;
  conflict.account = input.account;
  conflict.kind = input.kind;
  conflict.note = input.note;
  const auto done = registry::declare_conflict(call, *id, conflict);
  return done ? core::Result<Nothing>(Nothing{}) : core::Result<Nothing>(done.error());
}

core::Result<Nothing> end_conflict(const access::Call& call, const Visit& visit,
                                   const ConflictEnd& input) {
  const auto id = visit.id<registry::ChildTag>(0);
  if (!id) {
    return id.error();
  }
  const auto done = registry::end_conflict(call, *id, input.id);
  return done ? core::Result<Nothing>(Nothing{}) : core::Result<Nothing>(done.error());
}

}  // namespace

void add_break_glass_routes(RouteTable& table) {
  add_write(table,
            {Method::post, "/api/break-glass", "break_glass",
             "Opens a record outside one's area for a day; reviewed by somebody else"},
            break_glass);
  table.routes.back().is_paced = true;
  add_read(table,
           {Method::get, "/api/break-glass", "list_break_glass", "Emergency accesses to review"},
           list_glass);
  add_read(table,
           {Method::get, "/api/break-glass/{id}", "show_break_glass",
            "Whose record an emergency access of one's own opened"},
           show_opened);
  add_write(table,
            {Method::post, "/api/break-glass/{id}/review", "review_break_glass",
             "Accepts an emergency access, or finds it misuse and closes the record"},
            review_glass);
  add_read(table,
           {Method::get, "/api/children/{id}/conflicts-of-interest", "list_conflicts_of_interest",
            "Workers who may not see the child, and whom one may declare"},
           list_conflicts);
  add_write(table,
            {Method::post, "/api/children/{id}/conflicts-of-interest", "declare_conflict",
             "Closes the child's record to a worker with a stake in the case"},
            declare_conflict);
  add_write(table,
            {Method::post, "/api/children/{id}/conflicts-of-interest/end", "end_conflict",
             "Opens the record to the worker again"},
            end_conflict);
}

}  // namespace caregrid::http
