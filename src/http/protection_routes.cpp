// Who answers for a child, and children who must not be found.
#include <tuple>

#include "access/assignment.h"
#include "allocation/shielding.h"
#include "http/endpoint.h"
#include "http/routes.h"
#include "http/shape.h"
#include "registry/assigning.h"
#include "registry/shielding.h"

namespace caregrid::http {
namespace {

struct AssigneeShape {
  std::string account;
  std::string name;
  std::string role;
};

struct AssigneeList {
  std::vector<AssigneeShape> items;
};

struct AssignmentShape {
  AssigneeShape assignee;
  std::string purpose;
  core::Date valid_from;
  std::optional<core::Date> valid_to;
  bool holds = false;
};

struct AssignmentList {
  std::vector<AssignmentShape> items;
};

struct NewAssignmentInput {
  core::Id<access::AccountTag> account;
  std::optional<std::string> purpose;
  std::optional<core::Date> valid_from;
  std::optional<core::Date> valid_to;
};

struct EndAssignment {
  core::Id<access::AccountTag> account;
};

struct ShieldInput {
  std::string reason;
};

struct ShieldedRelationShape {
  registry::RelationRole role = registry::RelationRole::carer;
  std::string name;
  std::optional<std::string> phone;
  std::optional<std::string> place;
};

struct ShieldedShape {
  std::optional<Place> home;
  std::optional<std::string> school;
  std::vector<ShieldedRelationShape> relations;
};

}  // namespace
}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::AssigneeShape> {
  using It = http::AssigneeShape;
  static constexpr std::string_view name = "Assignee";
  static constexpr auto fields = std::tuple{field("account", &It::account, "Id of the account"),
                                            field("name", &It::name), field("role", &It::role)};
};

template <>
struct Describe<http::AssigneeList> {
  static constexpr std::string_view name = "AssigneeList";
  static constexpr auto fields = std::tuple{field("items", &http::AssigneeList::items)};
};

template <>
struct Describe<http::AssignmentShape> {
  using It = http::AssignmentShape;
  static constexpr std::string_view name = "Assignment";
  static constexpr auto fields =
      std::tuple{field("assignee", &It::assignee), field("purpose", &It::purpose),
                 field("valid_from", &It::valid_from),
                 field("valid_to", &It::valid_to, "The first day it no longer holds"),
                 field("holds", &It::holds, "Today")};
};

template <>
struct Describe<http::AssignmentList> {
  static constexpr std::string_view name = "AssignmentList";
  static constexpr auto fields = std::tuple{field("items", &http::AssignmentList::items)};
};

template <>
struct Describe<http::NewAssignmentInput> {
  using It = http::NewAssignmentInput;
  static constexpr std::string_view name = "NewAssignment";
  static constexpr bool is_input = true;
  static constexpr auto fields =
      std::tuple{field("account", &It::account),
                 field("purpose", &It::purpose, "The usual one of the account's role unless given"),
                 field("valid_from", &It::valid_from, "Today unless given"),
                 field("valid_to", &It::valid_to, "The first day it no longer holds")};
};

template <>
struct Describe<http::EndAssignment> {
  static constexpr std::string_view name = "EndAssignment";
  static constexpr auto fields = std::tuple{field("account", &http::EndAssignment::account)};
};

template <>
struct Describe<http::ShieldInput> {
  static constexpr std::string_view name = "Shield";
  static constexpr auto fields = std::tuple{field("reason", &http::ShieldInput::reason)};
};

template <>
struct Describe<http::ShieldedRelationShape> {
  using It = http::ShieldedRelationShape;
  static constexpr std::string_view name = "ShieldedRelation";
  static constexpr auto fields = std::tuple{field("role", &It::role), field("name", &It::name),
                                            field("phone", &It::phone), field("place", &It::place)};
};

template <>
struct Describe<http::ShieldedShape> {
  using It = http::ShieldedShape;
  static constexpr std::string_view name = "ShieldedPlaces";
  static constexpr auto fields = std::tuple{field("home", &It::home), field("school", &It::school),
                                            field("relations", &It::relations)};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

AssigneeShape shape_of(const access::Assignee& assignee) {
  return {assignee.account.text(), assignee.name, std::string(access::to_text(assignee.role))};
}

AssignmentShape shape_of(const access::Call& call, const access::NamedAssignment& named) {
  const access::Assignment& assignment = named.assignment;
  return {shape_of(named.assignee), std::string(access::to_text(assignment.purpose)),
          assignment.valid_from, assignment.valid_to, assignment.holds_on(call.today)};
}

core::Result<AssigneeList> list_assignees(const access::Call& call, const Visit&, const NoQuery&) {
  const auto assignees = access::list_assignees(call);
  if (!assignees) {
    return assignees.error();
  }
  AssigneeList list;
  for (const auto& assignee : *assignees) {
    list.items.push_back(shape_of(assignee));
  }
  return list;
}

core::Result<AssignmentList> listed(const access::Call& call, const registry::ChildId& child) {
  const auto assignments = registry::list_assignments(call, child);
  if (!assignments) {
    return assignments.error();
  }
  AssignmentList list;
  for (const auto& assignment : *assignments) {
    list.items.push_back(shape_of(call, assignment));
  }
  return list;
}

core::Result<AssignmentList> list_assignments(const access::Call& call, const Visit& visit,
                                              const NoQuery&) {
  const auto id = visit.id<registry::ChildTag>(0);
  return id ? listed(call, *id) : core::Result<AssignmentList>(id.error());
}

core::Result<AssignmentList> assign_child(const access::Call& call, const Visit& visit,
                                          const NewAssignmentInput& input) {
  const auto id = visit.id<registry::ChildTag>(0);
  if (!id) {
    return id.error();
  }
  access::NewAssignment wish{input.account, {}, {}, input.valid_from, input.valid_to};
  if (input.purpose) {
    wish.purpose = access::parse_purpose(*input.purpose);
    if (!wish.purpose) {
      return core::invalid("purpose", "access.purpose_unknown");
    }
  }
  if (const auto done = registry::assign_child(call, *id, wish); !done) {
    return done.error();
  }
  return listed(call, *id);
}

core::Result<AssignmentList> end_assignment(const access::Call& call, const Visit& visit,
                                            const EndAssignment& input) {
  const auto id = visit.id<registry::ChildTag>(0);
  if (!id) {
    return id.error();
  }
  if (const auto done = registry::end_assignments(call, *id, input.account); !done) {
    return done.error();
  }
  return listed(call, *id);
}

core::Result<Nothing> shield_child(const access::Call& call, const Visit& visit,
                                   const ShieldInput& input) {
  const auto id = visit.id<registry::ChildTag>(0);
  const auto done =
      id ? allocation::shield_child(call, *id, input.reason) : core::Result<void>(id.error());
  return done ? core::Result<Nothing>(Nothing{}) : core::Result<Nothing>(done.error());
}

core::Result<Nothing> lift_shield(const access::Call& call, const Visit& visit,
                                  const ShieldInput& input) {
  const auto id = visit.id<registry::ChildTag>(0);
  const auto done =
      id ? registry::lift_shield(call, *id, input.reason) : core::Result<void>(id.error());
  return done ? core::Result<Nothing>(Nothing{}) : core::Result<Nothing>(done.error());
}

core::Result<ShieldedShape> unmask_shielded(const access::Call& call, const Visit& visit,
                                            const ShieldInput& input) {
  const auto id = visit.id<registry::ChildTag>(0);
  if (!id) {
    return id.error();
  }
  const auto places = registry::unmask_shielded(call, *id, input.reason);
  if (!places) {
    return places.error();
  }
  ShieldedShape shape;
  if (places->home) {
    shape.home = Place{places->home->code, places->home->name};
  }
  shape.school = places->school;
  for (const auto& relation : places->relations) {
    shape.relations.push_back({relation.role, relation.name, relation.phone, relation.place});
  }
  return shape;
}

}  // namespace

void add_protection_routes(RouteTable& table) {
  add_read(table,
           {Method::get, "/api/assignees", "list_assignees", "Who a child may be assigned to"},
           list_assignees);
  add_read(table,
           {Method::get, "/api/children/{id}/assignments", "list_assignments",
            "Who the child is assigned to"},
           list_assignments);
  add_write(table,
            {Method::post, "/api/children/{id}/assignments", "assign_child",
             "Entrust the child to a person for a purpose"},
            assign_child);
  add_write(table,
            {Method::post, "/api/children/{id}/assignments/end", "end_assignment",
             "End what is assigned to a person today"},
            end_assignment);
  add_write(table,
            {Method::post, "/api/children/{id}/shield", "shield_child",
             "Make a child impossible to find"},
            shield_child);
  add_write(table,
            {Method::post, "/api/children/{id}/shield/lift", "lift_shield", "Take the shield away"},
            lift_shield);
  add_write(table,
            {Method::post, "/api/children/{id}/shield/unmask", "unmask_shielded",
             "Where a shielded child is; always journalled"},
            unmask_shielded);
  table.routes.back().is_paced = true;
}

}  // namespace caregrid::http
