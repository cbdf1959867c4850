// Shows that sheets take turns by what refers to what, whatever order files come in, and that equal
// kinds keep theirs.
#include "intake/order.h"

#include <doctest/doctest.h>

#include <vector>

#include "support/members.h"

namespace caregrid::intake {
namespace {

SheetMapping sheet(std::string_view kind) {
  SheetMapping mapping;
  if (!kind.empty()) {
    mapping.kind = std::string(kind);
  }
  return mapping;
}

TEST_CASE("groups go before members, sheets without a kind stay out") {
  const Catalogue catalogue{{[] { return std::make_unique<support::GroupTarget>(); },
                             [] { return std::make_unique<support::MemberTarget>(); }}};
  const std::vector<std::vector<SheetMapping>> files{
      {sheet("member"), sheet("")}, {sheet("group")}, {sheet("member"), sheet("group")}};
  const std::vector<SheetTurn> expected{{1, 0}, {2, 1}, {0, 0}, {2, 0}};
  CHECK(import_order(files, catalogue) == expected);
}

}  // namespace
}  // namespace caregrid::intake
