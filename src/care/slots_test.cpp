// Hours as people write them, in both languages, and what is not an hour.
#include "care/slots.h"

#include <doctest/doctest.h>

#include <string>

namespace caregrid::care {
namespace {

std::string joined(const std::optional<Slots>& slots) {
  if (!slots) {
    return "not understood";
  }
  std::string text;
  for (const std::string& name : to_names(*slots)) {
    text += (text.empty() ? "" : " ") + name;
  }
  return text;
}

TEST_CASE("hours as people write them") {
  struct Row {
    std::string_view text;
    std::string_view slots;
  };
  constexpr Row rows[] = {
      {"", ""},
      {"周六上午", "sat_am"},
      {"周六晚上、周二下午、周日晚上", "tue_pm sat_ev sun_ev"},
      {"星期三晚上，礼拜天早上", "wed_ev sun_am"},
      {"周 六 上午", "sat_am"},
      {"周五", "fri_am fri_pm fri_ev"},
      {"周末上午", "sat_am sun_am"},
      {"工作日晚上", "mon_ev tue_ev wed_ev thu_ev fri_ev"},
      {"每天下午", "mon_pm tue_pm wed_pm thu_pm fri_pm sat_pm sun_pm"},
      {"周六全天；周六上午", "sat_am sat_pm sat_ev"},
      {"mon_am, tue_pm", "mon_am tue_pm"},
      {"MON_AM", "mon_am"},
      {"ｍｏｎ＿ａｍ", "mon_am"},
      {"mon_am tue_pm sun_ev", "mon_am tue_pm sun_ev"},
      {"Saturday morning", "sat_am"},
      {"Sat mornings / Sun evening", "sat_am sun_ev"},
      {"weekends", "sat_am sat_pm sat_ev sun_am sun_pm sun_ev"},
      {"周八上午", "not understood"},
      {"周六半夜三更", "not understood"},
      {"上午", "not understood"},
      {"周六上午、以后再说", "not understood"},
      {"mon_am xyz", "not understood"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(joined(parse_slots(row.text)) == row.slots);
  }
  for (const std::string_view all : {"全部", "不限", "all", "Any time"}) {
    CHECK(parse_slots(all) == Slots::all());
  }
}

TEST_CASE("names and masks are each other's inverse") {
  for (const std::uint32_t mask : {0U, 1U, 0x155555U, 0x1FFFFFU}) {
    CHECK(slots_of_names(to_names(Slots{mask})) == Slots{mask});
  }
  CHECK_FALSE(slots_of_names({"mon_noon"}));
  CHECK(Slots::all().count() == slot_count);
  CHECK(common({6}, {3}) == Slots{2});
}

}  // namespace
}  // namespace caregrid::care
