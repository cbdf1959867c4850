// Lists that come again: what their columns mean, what changed since the last one, and the county's
// lists held against each other.
#include <tuple>

#include "http/child_shape.h"
#include "http/endpoint.h"
#include "http/page.h"
#include "http/routes.h"
#include "intake/saved_mapping.h"
#include "registry/comparison.h"
#include "registry/list_change.h"
#include "registry/sent_list.h"

namespace caregrid::http {
namespace {

struct RenameInput {
  std::string name;
};

struct ChangesQuery {
  std::optional<std::int64_t> list;
};

struct AnswerInput {
  std::int64_t list = 0;
  registry::ChildId child;
  registry::GoneAnswer answer = registry::GoneAnswer::moved;
};

struct ComparisonQuery {
  std::optional<core::Date> day;
  std::optional<registry::ComparedSet> set;
  std::optional<bool> unknown;
  std::optional<int> limit;
  std::optional<std::string> after;
};

struct ComparedItem {
  ChildItem child;
  bool unknown = false;
  registry::CompareReason reason = registry::CompareReason::none;
};

struct ComparisonShape {
  core::Date day;
  std::vector<registry::SentList> lists;
  std::vector<registry::SetCount> counts;
  std::vector<ComparedItem> items;
  std::optional<std::string> next;
};

}  // namespace
}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::RenameInput> {
  static constexpr std::string_view name = "RenameMapping";
  static constexpr bool is_input = true;
  static constexpr auto fields = std::tuple{field("name", &http::RenameInput::name)};
};

template <>
struct Describe<http::ChangesQuery> {
  static constexpr std::string_view name = "ChangesQuery";
  static constexpr auto fields =
      std::tuple{field("list", &http::ChangesQuery::list, "Number of the newer list")};
};

template <>
struct Describe<http::AnswerInput> {
  using It = http::AnswerInput;
  static constexpr std::string_view name = "AnswerGone";
  static constexpr bool is_input = true;
  static constexpr auto fields =
      std::tuple{field("list", &It::list, "Number of the newer list"),
                 field("child", &It::child, "Whom it no longer names"),
                 field("answer", &It::answer, "What a person found out")};
};

template <>
struct Describe<http::ComparisonQuery> {
  using It = http::ComparisonQuery;
  static constexpr std::string_view name = "ComparisonQuery";
  static constexpr auto fields =
      std::tuple{field("day", &It::day, "Today unless given"),
                 field("set", &It::set, "never_enrolled unless given"),
                 field("unknown", &It::unknown, "Those that cannot be placed instead"),
                 field("limit", &It::limit, "1 to 200; 50 unless given"),
                 field("after", &It::after, "`next` of the page before")};
};

template <>
struct Describe<registry::SetCount> {
  using It = registry::SetCount;
  static constexpr std::string_view name = "ComparedCount";
  static constexpr auto fields =
      std::tuple{field("set", &It::set), field("children", &It::children),
                 field("unknown", &It::unknown, "Of whom it cannot be said")};
};

template <>
struct Describe<http::ComparedItem> {
  using It = http::ComparedItem;
  static constexpr std::string_view name = "ComparedChild";
  static constexpr auto fields = std::tuple{
      field("child", &It::child), field("unknown", &It::unknown), field("reason", &It::reason)};
};

template <>
struct Describe<http::ComparisonShape> {
  using It = http::ComparisonShape;
  static constexpr std::string_view name = "Comparison";
  static constexpr auto fields =
      std::tuple{field("day", &It::day),
                 field("lists", &It::lists, "The newest of each role and sender by that day"),
                 field("counts", &It::counts), field("items", &It::items),
                 field("next", &It::next, "Cursor of the next page, null after the last")};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

core::Result<intake::SavedMappings> list_mappings(const access::Call& call, const Visit& /*visit*/,
                                                  const NoQuery& /*query*/) {
  return intake::list_saved(call);
}

core::Result<intake::SavedMapping> rename_mapping(const access::Call& call, const Visit& visit,
                                                  const RenameInput& input) {
  const auto id = visit.id<intake::MappingTag>(0);
  return id ? intake::rename_saved(call, *id, input.name)
            : core::Result<intake::SavedMapping>(id.error());
}

constexpr Spec forget_spec{Method::remove, "/api/mappings/{id}", "forget_mapping",
                           "Forget what the columns of a header mean", 204};

core::Result<Response> forget_mapping(const Visit& visit) {
  const auto id = visit.id<intake::MappingTag>(0);
  if (!id) {
    return id.error();
  }
  const auto done = submit(visit, forget_spec, "{}", nullptr, [&](const access::Call& call) {
    const auto gone = intake::delete_saved(call, *id);
    return gone ? core::Result<std::string>("{}") : core::Result<std::string>(gone.error());
  });
  if (!done) {
    return done.error();
  }
  Response response;
  response.status = 204;
  return response;
}

core::Result<registry::SentLists> list_lists(const access::Call& call, const Visit& /*visit*/,
                                             const NoQuery& /*query*/) {
  return registry::list_sent_lists(call);
}

core::Result<intake::ListChange> show_changes(const access::Call& call, const Visit& /*visit*/,
                                              const ChangesQuery& query) {
  return query.list ? registry::show_changes(call, *query.list)
                    : core::Result<intake::ListChange>(core::invalid("list", "json.missing"));
}

core::Result<AnswerInput> answer(const access::Call& call, const Visit& /*visit*/,
                                 const AnswerInput& input) {
  const auto done = registry::answer_gone(call, input.list, input.child, input.answer);
  return done ? core::Result<AnswerInput>(input) : core::Result<AnswerInput>(done.error());
}

core::Result<ComparisonShape> compare(const access::Call& call, const Visit& visit,
                                      const ComparisonQuery& query) {
  const auto window = window_of(visit, "comparison", query);
  if (!window) {
    return window.error();
  }
  registry::ComparisonWish wish;
  wish.day = query.day;
  wish.set = query.set.value_or(registry::ComparedSet::never_enrolled);
  wish.only_unknown = query.unknown.value_or(false);
  wish.limit = window->limit;
  wish.after = window->after;
  auto found = registry::compare_lists(call, wish);
  if (!found) {
    return found.error();
  }
  ComparisonShape shape{found->day, std::move(found->lists), std::move(found->counts), {}, {}};
  for (const registry::ComparedChild& child : found->items) {
    shape.items.push_back({shape_of(child.row), child.is_unknown, child.reason});
  }
  shape.next = seal_next(visit, "comparison", found->next);
  return shape;
}

}  // namespace

void add_list_routes(RouteTable& table) {
  add_read(table,
           {Method::get, "/api/mappings", "list_mappings",
            "What the columns of known headers mean, last used first"},
           list_mappings);
  add_write(table,
            {Method::post, "/api/mappings/{id}/name", "rename_mapping", "Rename a saved mapping"},
            rename_mapping);
  Route& forget = add_raw(table, forget_spec, forget_mapping);
  forget.parameters = write_parameters(false);
  add_read(table, {Method::get, "/api/lists", "list_lists", "Lists that were sent, newest first"},
           list_lists);
  add_read(table,
           {Method::get, "/api/lists/changes", "show_list_changes",
            "How a list differs from the last one of the same sender"},
           show_changes);
  add_write(table,
            {Method::post, "/api/lists/answers", "answer_gone",
             "Say what became of a child a newer list leaves out"},
            answer);
  add_read(table,
           {Method::get, "/api/comparison", "compare_lists",
            "Household register, student registers and children present held against each other"},
           compare);
}

}  // namespace caregrid::http
