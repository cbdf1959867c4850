// Shows that what an import keeps of the changes of a list can be read again as it was written.
#include "intake/list_change.h"

#include <doctest/doctest.h>

#include "core/json_codec.h"

namespace caregrid::intake {
namespace {

TEST_CASE("changes are read again as they were written") {
  ListChange change;
  change.sender = "中心小学";
  change.before_file = "a.csv";
  change.before_on = *core::parse_iso_date("2026-09-01");
  change.gone = 1;
  change.rows.push_back({RowChange::gone, "01", "张月", 3, {}, "moved"});
  change.rows.push_back({RowChange::changed, "02", "李晨", 4, {{"sex", "male", ""}}, {}});
  const auto again = core::from_json<ListChange>(core::to_json(change));
  REQUIRE(again.ok());
  CHECK(*again == change);
}

}  // namespace
}  // namespace caregrid::intake
