// Shows how places are found by what people write, on a small county whose names repeat the way
// real ones do.
#include "registry/division_index.h"

#include <doctest/doctest.h>

#include <vector>

namespace caregrid::registry {
namespace {

DivisionIndex small_county() {
  return DivisionIndex({
      {620524000000, "武山县", {}},
      {620524100000, "城关镇", {}},
      {620524100001, "东关社区居民委员会", {}},
      {620524100012, "东关居民委员会", {}},
      {620524100005, "陈门居民委员会", {}},
      {620524100200, "北山村民委员会", {}},
      {620524104000, "四门镇", {}},
      {620524104001, "四门社区居民委员会", {}},
      {620524104002, "四门居民委员会", {}},
      {620524104200, "岗头村民委员会", {}},
      {620524104201, "北山村民委员会", {}},
      {620524202000, "嘴头乡", {}},
      {620524202200, "白湾村民委员会", {}},
      {620524202201, "嘴头村民委员会", {}},
      {620524100004, "渭北社区居民委员会", {}},
  });
}

TEST_CASE("a place by what people write") {
  struct Row {
    std::string_view text;
    DivisionMatch match;
    std::int64_t code;
  };
  constexpr auto village = DivisionMatch::village;
  const std::vector<Row> rows{
      {"四门镇岗头村民委员会", village, 620524104200},
      {"岗头村民委员会", village, 620524104200},
      {"岗头村委会", village, 620524104200},
      {"岗头村", village, 620524104200},
      {"岗头", village, 620524104200},
      {"四门岗头村", village, 620524104200},
      {" 四门镇 岗头村 ", village, 620524104200},
      {"嘴头乡白湾村", village, 620524202200},
      {"嘴头乡白湾村3组12号", village, 620524202200},
      {"嘴头乡白湾村三组", village, 620524202200},
      {"武山县嘴头乡白湾村", village, 620524202200},
      {"甘肃省天水市武山县嘴头乡白湾村", village, 620524202200},
      {"渭北社区", village, 620524100004},
      {"渭北社区居委会", village, 620524100004},
      {"东关社区", village, 620524100001},
      {"东关居委会", village, 620524100012},
      {"四门居民委员会", village, 620524104002},
      {"四门镇四门社区居民委员会", village, 620524104001},
      {"城关镇北山村", village, 620524100200},
      {"嘴头村", village, 620524202201},
      {"620524104200", village, 620524104200},
      {"６２０５２４１０４２００", village, 620524104200},
      {"四门镇", DivisionMatch::larger, 620524104000},
      {"620524104", DivisionMatch::larger, 620524104000},
      {"武山县", DivisionMatch::larger, 620524000000},
      {"北山村", DivisionMatch::ambiguous, 0},
      {"东关", DivisionMatch::ambiguous, 0},
      {"广东省东莞市虎门镇", DivisionMatch::elsewhere, 0},
      {"岗尾村", DivisionMatch::unknown, 0},
      {"四门镇白湾村", DivisionMatch::unknown, 0},
      {"岗头坪村", DivisionMatch::unknown, 0},
      {"620524999999", DivisionMatch::unknown, 0},
  };
  const DivisionIndex index = small_county();
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const DivisionReading reading = index.find(row.text);
    CHECK(static_cast<int>(reading.match) == static_cast<int>(row.match));
    CHECK(reading.code == row.code);
  }
}

TEST_CASE("what would be right is shown") {
  const DivisionIndex index = small_county();
  CHECK(index.find("北山村").detail == "城关镇北山村民委员会; 四门镇北山村民委员会");
  CHECK(index.find("岗尾村").detail.starts_with("四门镇岗头村民委员会"));
  CHECK(index.find("四门镇白弯村").detail.find("嘴头乡") == std::string::npos);
  CHECK(index.find("岗头村民委员会").is_exact);
  CHECK_FALSE(index.find("岗头村三组").is_exact);
  CHECK(index.full_name(620524104200) == "四门镇岗头村民委员会");
}

TEST_CASE("an empty county knows no place") {
  CHECK(static_cast<int>(DivisionIndex().find("岗头村").match) ==
        static_cast<int>(DivisionMatch::unknown));
}

}  // namespace
}  // namespace caregrid::registry
