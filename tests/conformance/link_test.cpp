// Shows on every database that what linkage compares of a child is drawn from its record and from
// what its sources said of the people around it.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "registry/link_source.h"
#include "support/small_county.h"

namespace caregrid::allocation {
namespace {

using registry::LinkChild;

std::vector<LinkChild> link_children(World& world) {
  std::vector<LinkChild> children;
  const auto done = world.read(world.office, [&](const access::Call& call) {
    return registry::each_link_child(
        call, [&](LinkChild&& child) { children.push_back(std::move(child)); });
  });
  REQUIRE(done.ok());
  return children;
}

}  // namespace

TEST_CASE("what linkage compares comes from the record and its sources' people") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    World world(*test);
    add_places(world);
    Cells first = child("王小雨", 'A');
    first["identity_number"] = "990101201509030010";
    first["guardian_name"] = "王建国";
    first["guardian_phone"] = "10047588763";
    Cells again = first;
    again["guardian_name"] = "无";
    again["guardian_phone"] = "10047588764";
    again["carer_name"] = "李桂英";
    world.import(registry::make_child_target(), {first, child("王小雨", 'B')});
    world.import(registry::make_child_target(), {again});
    const std::vector<LinkChild> children = link_children(world);
    REQUIRE(children.size() == 2);
    const registry::LinkClaim claim = children[0].claim();
    CHECK(claim.name == "王小雨");
    CHECK(claim.identity == "990101201509030010");
    CHECK(claim.guardian == "王建国");
    CHECK(claim.phone == "10047588764");
    CHECK(claim.village == children[0].division);
    CHECK(children[0].people.size() == 3);
    CHECK(children[1].claim().guardian.empty());
    CHECK(children[1].village != children[0].village);
    const auto found =
        world.read(world.office, [&](const access::Call& call) -> core::Result<void> {
          const auto one = registry::find_link_child(call, children[1].number);
          REQUIRE(one.ok());
          CHECK(*one == children[1]);
          const auto none = registry::find_link_child(call, 99);
          REQUIRE(none.ok());
          CHECK(!*none);
          return {};
        });
    CHECK(found.ok());
  }
}

}  // namespace caregrid::allocation
