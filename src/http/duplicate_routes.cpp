// Records that may be one child: find them, decide on them; merges of a child and their undoing.
#include <tuple>

#include "care/operations.h"
#include "http/child_shape.h"
#include "http/endpoint.h"
#include "http/routes.h"
#include "registry/link_review.h"

namespace caregrid::http {
namespace {

struct DuplicateQuery {
  std::optional<int> limit;
};

struct AgreementShape {
  std::string field;
  std::string level;
  double weight = 0;
};

struct DuplicateShape {
  ChildShape a;
  ChildShape b;
  registry::PairState state = registry::PairState::open;
  registry::PairReason reason = registry::PairReason::band;
  double probability = 0;
  std::vector<AgreementShape> fields;
};

struct DuplicateList {
  std::vector<DuplicateShape> items;
  std::int64_t open = 0;
  std::int64_t later = 0;
  std::int64_t decided = 0;
};

struct DecisionInput {
  registry::ChildId a;
  registry::ChildId b;
  registry::PairState decision = registry::PairState::later;
};

struct DecisionAnswer {
  registry::PairState state = registry::PairState::open;
  std::optional<registry::MergeId> merge;
};

struct LinkStart {
  intake::JobId job;
};

struct MergeShape {
  registry::MergeId id;
  registry::ChildId kept;
  registry::ChildId merged;
  registry::MergeOrigin origin = registry::MergeOrigin::person;
  core::Instant at;
};

struct MergeList {
  std::vector<MergeShape> items;
};

}  // namespace
}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::DuplicateQuery> {
  static constexpr std::string_view name = "DuplicateQuery";
  static constexpr auto fields =
      std::tuple{field("limit", &http::DuplicateQuery::limit, "1 to 50; 10 unless given")};
};

template <>
struct Describe<http::AgreementShape> {
  using It = http::AgreementShape;
  static constexpr std::string_view name = "FieldAgreement";
  static constexpr auto fields =
      std::tuple{field("field", &It::field), field("level", &It::level),
                 field("weight", &It::weight, "How much it speaks for one child; logarithm")};
};

template <>
struct Describe<http::DuplicateShape> {
  using It = http::DuplicateShape;
  static constexpr std::string_view name = "Duplicate";
  static constexpr auto fields =
      std::tuple{field("a", &It::a),
                 field("b", &It::b),
                 field("state", &It::state),
                 field("reason", &It::reason, "Why it was not merged without asking"),
                 field("probability", &It::probability),
                 field("fields", &It::fields)};
};

template <>
struct Describe<http::DuplicateList> {
  using It = http::DuplicateList;
  static constexpr std::string_view name = "DuplicateList";
  static constexpr auto fields = std::tuple{
      field("items", &It::items, "The likeliest first, those put off last"),
      field("open", &It::open), field("later", &It::later), field("decided", &It::decided)};
};

template <>
struct Describe<http::DecisionInput> {
  using It = http::DecisionInput;
  static constexpr std::string_view name = "DuplicateDecision";
  static constexpr bool is_input = true;
  static constexpr auto fields =
      std::tuple{field("a", &It::a), field("b", &It::b),
                 field("decision", &It::decision, "open: takes the decision back")};
};

template <>
struct Describe<http::DecisionAnswer> {
  using It = http::DecisionAnswer;
  static constexpr std::string_view name = "DuplicateDecided";
  static constexpr auto fields = std::tuple{field("state", &It::state), field("merge", &It::merge)};
};

template <>
struct Describe<http::LinkStart> {
  static constexpr std::string_view name = "LinkStart";
  static constexpr auto fields = std::tuple{field("job", &http::LinkStart::job)};
};

template <>
struct Describe<http::MergeShape> {
  using It = http::MergeShape;
  static constexpr std::string_view name = "Merge";
  static constexpr auto fields =
      std::tuple{field("id", &It::id), field("kept", &It::kept), field("merged", &It::merged),
                 field("origin", &It::origin), field("at", &It::at)};
};

template <>
struct Describe<http::MergeList> {
  static constexpr std::string_view name = "MergeList";
  static constexpr auto fields = std::tuple{field("items", &http::MergeList::items)};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

constexpr Spec find_spec{Method::post, "/api/duplicates/find", "find_duplicates",
                         "Looks for records of one child", 202};

auto following(const access::Call& call) {
  return [&call](const registry::Following& moved) { return care::follow_merge(call, moved); };
}

core::Result<DuplicateList> list_duplicates(const access::Call& call, const Visit& /*visit*/,
                                            const DuplicateQuery& query) {
  constexpr int limit_default = 10;
  auto page = registry::list_duplicates(call, query.limit.value_or(limit_default));
  if (!page) {
    return page.error();
  }
  DuplicateList list{{}, page->open, page->later, page->decided};
  for (const registry::ReviewItem& item : page->items) {
    DuplicateShape& shape = list.items.emplace_back();
    shape.a = shape_of(item.a, {});
    shape.b = shape_of(item.b, {});
    shape.state = item.pair.state;
    shape.reason = item.pair.reason;
    shape.probability = item.probability;
    for (const registry::FieldAgreement& one : item.fields) {
      shape.fields.push_back({std::string(one.field), std::string(one.level), one.weight});
    }
  }
  return list;
}

core::Result<DecisionAnswer> decide(const access::Call& call, const Visit& /*visit*/,
                                    const DecisionInput& input) {
  const auto pair =
      input.decision == registry::PairState::open
          ? registry::reopen_duplicate(call, input.a, input.b, following(call))
          : registry::decide_duplicate(call, input.a, input.b, input.decision, following(call));
  return pair ? core::Result<DecisionAnswer>(DecisionAnswer{pair->state, pair->merge})
              : core::Result<DecisionAnswer>(pair.error());
}

/// Workers are woken after the commit: before it, there is no job for them to see.
core::Result<Response> find_duplicates(const Visit& visit) {
  if (const auto input = core::from_json<Nothing>(visit.request.body); !input) {
    return input.error();
  }
  auto body = submit(
      visit, find_spec, "{}", nullptr, [&](const access::Call& call) -> core::Result<std::string> {
        const access::Resource county{call.actor.area.code, access::FieldClass::sensitive};
        const auto allowed =
            access::authorise(call.actor, access::Operation::link_children, county);
        if (!allowed) {
          return allowed.error();
        }
        const LinkStart start{intake::JobId::make(call.now, visit.site.rng)};
        const auto queued =
            visit.site.jobs.enqueue(call, {start.job, "link", start.job.text(), "{}", "steps"});
        return queued ? core::Result<std::string>(core::to_json(start))
                      : core::Result<std::string>(queued.error());
      });
  if (!body) {
    return body.error();
  }
  visit.site.jobs.wake();
  return written(find_spec, std::move(*body));
}

MergeShape shape_of(const registry::Merge& merge) {
  return {merge.id, merge.kept_id, merge.merged_id, merge.origin, merge.at};
}

core::Result<MergeList> list_merges(const access::Call& call, const Visit& visit,
                                    const NoQuery& /*query*/) {
  const auto child = visit.id<registry::ChildTag>(0);
  if (!child) {
    return child.error();
  }
  const auto merges = registry::list_merges(call, *child);
  if (!merges) {
    return merges.error();
  }
  MergeList list;
  for (const registry::Merge& merge : *merges) {
    list.items.push_back(shape_of(merge));
  }
  return list;
}

core::Result<MergeShape> undo_merge(const access::Call& call, const Visit& visit,
                                    const Nothing& /*input*/) {
  const auto id = visit.id<registry::MergeTag>(0);
  if (!id) {
    return id.error();
  }
  const auto merge = registry::undo_merge(call, *id, following(call));
  return merge ? core::Result<MergeShape>(shape_of(*merge))
               : core::Result<MergeShape>(merge.error());
}

}  // namespace

void add_duplicate_routes(RouteTable& table) {
  add_read(table,
           {Method::get, "/api/duplicates", "list_duplicates",
            "Records of the actor's area that may be one child, side by side"},
           list_duplicates);
  add_write(table,
            {Method::post, "/api/duplicates/decide", "decide_duplicate",
             "Says that two records are one child, two, or later"},
            decide);
  Route& find = add_raw(table, find_spec, find_duplicates);
  find.parameters = write_parameters(false);
  find.request_schema = core::schema_of<Nothing>(table.schemas);
  find.response_schema = core::schema_of<LinkStart>(table.schemas);
  add_read(table,
           {Method::get, "/api/children/{id}/merges", "list_merges",
            "Which records a child's record was joined from"},
           list_merges);
  add_write(table,
            {Method::post, "/api/merges/{id}/undo", "undo_merge",
             "Shows two records as two children again"},
            undo_merge);
}

}  // namespace caregrid::http
