#include "registry/link_source.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <utility>

#include "access/area.h"
#include "registry/link_store.h"
#include "registry/summary.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

using link_store::OpenedChild;

constexpr int read_at_once = 500;

/// The roles in the order in which one of them is taken for "the guardian" that lists compare.
constexpr std::array speaking_order{RelationRole::guardian, RelationRole::carer,
                                    RelationRole::father, RelationRole::mother};

LinkChild child_of(OpenedChild& opened) {
  LinkChild child;
  child.number = opened.number;
  child.id = opened.id;
  child.kept = opened.kept;
  child.division = opened.division;
  child.name = std::move(opened.secret.name);
  child.born_on = opened.born_on;
  child.sex = opened.sex;
  child.identity = std::move(opened.secret.identity_number);
  child.student_number = std::move(opened.secret.student_number);
  const bool is_inside = access::level_of(opened.division) >= access::Level::township;
  child.village = is_inside ? opened.division : 0;
  return child;
}

/// Puts the people of a newer statement before those of older ones.
void add_people(std::vector<StatedRelation>&& relations, std::vector<LinkPerson>& people) {
  std::vector<LinkPerson> newer;
  for (StatedRelation& relation : relations) {
    LinkPerson person{relation.role, std::move(relation.name), std::move(relation.phone)};
    if (is_placeholder(person.name)) {
      person.name.clear();
    }
    if (!person.name.empty() || !person.phone.empty()) {
      newer.push_back(std::move(person));
    }
  }
  for (LinkPerson& person : people) {
    if (std::ranges::find(newer, person) == newer.end()) {
      newer.push_back(std::move(person));
    }
  }
  people = std::move(newer);
}

/// The text of the first role in order that has one; empty when nobody has.
std::string_view speaking(const std::vector<LinkPerson>& people, std::string LinkPerson::* text) {
  for (const RelationRole role : speaking_order) {
    for (const LinkPerson& person : people) {
      if (person.role == role && !(person.*text).empty()) {
        return person.*text;
      }
    }
  }
  return {};
}

core::Result<std::vector<LinkChild>> draw(const access::Call& call,
                                          std::vector<OpenedChild>& opened) {
  std::vector<LinkChild> children;
  children.reserve(opened.size());
  for (OpenedChild& one : opened) {
    children.push_back(child_of(one));
  }
  const auto done =
      link_store::each_statement(call, opened, [&](std::size_t child, StatementSecret&& statement) {
        add_people(std::move(statement.relations), children[child].people);
      });
  return done ? core::Result<std::vector<LinkChild>>(std::move(children))
              : core::Result<std::vector<LinkChild>>(done.error());
}

}  // namespace

LinkClaim LinkChild::claim() const {
  return {name,
          born_on,
          sex,
          identity,
          speaking(people, &LinkPerson::name),
          speaking(people, &LinkPerson::phone),
          village};
}

core::Result<void> each_link_child(const access::Call& call,
                                   core::FunctionRef<void(LinkChild&&)> visit) {
  for (link_store::Numbers numbers;;) {
    auto opened = link_store::list_opened(call, numbers, read_at_once);
    if (!opened) {
      return opened.error();
    }
    if (opened->empty()) {
      return {};
    }
    numbers.first = opened->back().number + 1;
    auto children = draw(call, *opened);
    if (!children) {
      return children.error();
    }
    for (LinkChild& child : *children) {
      visit(std::move(child));
    }
  }
}

core::Result<std::vector<LinkChild>> list_link_children(const access::Call& call,
                                                        std::int64_t first, int limit) {
  auto opened = link_store::list_opened(call, {first}, limit);
  return opened ? draw(call, *opened) : core::Result<std::vector<LinkChild>>(opened.error());
}

core::Result<std::optional<LinkChild>> find_link_child(const access::Call& call,
                                                       std::int64_t number) {
  auto opened = link_store::list_opened(call, {number, number}, 1);
  if (!opened) {
    return opened.error();
  }
  auto children = draw(call, *opened);
  if (!children) {
    return children.error();
  }
  return children->empty() ? std::optional<LinkChild>()
                           : std::optional(std::move(children->front()));
}

}  // namespace caregrid::registry
