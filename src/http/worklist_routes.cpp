// Lists of children that people keep under a name and share.
#include <tuple>
#include <utility>

#include "http/endpoint.h"
#include "http/routes.h"
#include "registry/worklist.h"

namespace caregrid::http {
namespace {

struct ShareShape {
  std::optional<std::string> role;
  std::int64_t area = 0;
};

struct WorklistInput {
  registry::WorklistId id;
  std::string name;
  core::RawJson filter;
  std::optional<ShareShape> share;
  std::optional<std::int64_t> position;
};

struct WorklistShape {
  registry::WorklistId id;
  std::string name;
  core::RawJson filter;
  std::optional<ShareShape> share;
  std::int64_t position = 0;
  std::string owner;
  bool mine = false;
  std::optional<std::int64_t> children;
};

struct WorklistList {
  std::vector<WorklistShape> items;
};

}  // namespace
}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::ShareShape> {
  using It = http::ShareShape;
  static constexpr std::string_view name = "WorklistShare";
  static constexpr auto fields =
      std::tuple{field("role", &It::role, "Null: every role"),
                 field("area", &It::area, "Division code; 0: the whole of one's own area")};
};

template <>
struct Describe<http::WorklistInput> {
  using It = http::WorklistInput;
  static constexpr std::string_view name = "NewWorklist";
  static constexpr auto fields =
      std::tuple{field("id", &It::id, "Made by the client; again with the same id it is changed"),
                 field("name", &It::name), field("filter", &It::filter, "Known keys are kept"),
                 field("share", &It::share, "Null: with nobody"), field("position", &It::position)};
};

template <>
struct Describe<http::WorklistShape> {
  using It = http::WorklistShape;
  static constexpr std::string_view name = "Worklist";
  static constexpr auto fields = std::tuple{
      field("id", &It::id),
      field("name", &It::name),
      field("filter", &It::filter),
      field("share", &It::share),
      field("position", &It::position),
      field("owner", &It::owner),
      field("mine", &It::mine),
      field("children", &It::children, "As the reader sees; null when it cannot be counted")};
};

template <>
struct Describe<http::WorklistList> {
  static constexpr std::string_view name = "Worklists";
  static constexpr auto fields = std::tuple{field("items", &http::WorklistList::items)};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

WorklistShape shape_of(const registry::Worklist& list) {
  WorklistShape shape;
  shape.id = list.id;
  shape.name = list.name;
  shape.filter = core::RawJson{list.filter};
  if (list.share) {
    ShareShape share;
    share.area = list.share->area;
    if (list.share->role) {
      share.role = std::string(access::to_text(*list.share->role));
    }
    shape.share = share;
  }
  shape.position = list.position;
  shape.owner = list.owner_name;
  shape.mine = list.is_mine;
  shape.children = list.children;
  return shape;
}

core::Result<WorklistShape> shape_of(const core::Result<registry::Worklist>& list) {
  return list ? core::Result<WorklistShape>(shape_of(*list))
              : core::Result<WorklistShape>(list.error());
}

core::Result<WorklistList> list_all(const access::Call& call, const Visit&, const NoQuery&) {
  const auto lists = registry::list_worklists(call);
  if (!lists) {
    return lists.error();
  }
  WorklistList shown;
  for (const registry::Worklist& list : *lists) {
    shown.items.push_back(shape_of(list));
  }
  return shown;
}

core::Result<WorklistShape> save(const access::Call& call, const Visit&,
                                 const WorklistInput& input) {
  registry::Worklist wish;
  wish.id = input.id;
  wish.name = input.name;
  wish.filter = input.filter.text;
  wish.position = input.position.value_or(0);
  if (input.share) {
    registry::WorklistShare share{std::nullopt, input.share->area};
    if (input.share->role) {
      share.role = access::parse_role(*input.share->role);
      if (!share.role) {
        return core::invalid("role", "json.value");
      }
    }
    wish.share = share;
  }
  return shape_of(registry::save_worklist(call, wish));
}

core::Result<WorklistShape> set_deleted(const access::Call& call, const Visit& visit,
                                        bool is_deleted) {
  const auto id = visit.id<registry::WorklistTag>(0);
  return id ? shape_of(registry::set_worklist_deleted(call, *id, is_deleted))
            : core::Result<WorklistShape>(id.error());
}

core::Result<WorklistShape> remove(const access::Call& call, const Visit& visit, const Nothing&) {
  return set_deleted(call, visit, true);
}

core::Result<WorklistShape> restore(const access::Call& call, const Visit& visit, const Nothing&) {
  return set_deleted(call, visit, false);
}

}  // namespace

void add_worklist_routes(RouteTable& table) {
  add_read(table,
           {Method::get, "/api/worklists", "list_worklists",
            "Saved filters of the list of children: one's own and those shared with one"},
           list_all);
  add_write(table,
            {Method::post, "/api/worklists", "save_worklist",
             "Saves a filter under a name, or changes one's own"},
            save);
  add_write(table,
            {Method::post, "/api/worklists/{id}/delete", "delete_worklist",
             "Takes one's own list away; it can be brought back"},
            remove);
  add_write(table,
            {Method::post, "/api/worklists/{id}/restore", "restore_worklist",
             "Brings a list back that was taken away"},
            restore);
}

}  // namespace caregrid::http
