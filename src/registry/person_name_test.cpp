// Shows how names are brought to one form, which are refused and which could be one person's:
// a row for each rule of the handbook's 4.4.
#include "registry/person_name.h"

#include <doctest/doctest.h>

#include <vector>

namespace caregrid::registry {
namespace {

TEST_CASE("one form for every way to write a name") {
  struct Row {
    std::string_view raw;
    std::string_view name;
  };
  const std::vector<Row> rows{
      {"黄欢", "黄欢"},
      {"孔 明城", "孔明城"},
      {"　孔　明城 ", "孔明城"},
      {"杨泽辉 ", "杨泽辉"},
      {"古丽•买买提", "古丽·买买提"},
      {"古丽・买买提", "古丽·买买提"},
      {"古丽.买买提", "古丽·买买提"},
      {"古丽．买买提", "古丽·买买提"},
      {"古丽﹒买买提", "古丽·买买提"},
      {"古丽 · 买买提", "古丽·买买提"},
      {"Liu Jia Zhong", "Liu Jia Zhong"},
      {"  Liu   Jia\tZhong ", "Liu Jia Zhong"},
      {"Ｌｉｕ　Ｊｉａ", "Liu Jia"},
      {"J. Smith", "J. Smith"},
      {"Lu\xCC\x88 Ke", "L\xC3\xBC Ke"},
      {"𠮷田", "𠮷田"},
      {"\xEF\xBB\xBF黄欢\xE2\x80\x8B", "黄欢"},
      {"", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.raw);
    CHECK(normalise_name(row.raw) == row.name);
    CHECK(normalise_name(normalise_name(row.raw)) == row.name);
  }
}

TEST_CASE("names that are none") {
  CHECK(check_name("") == "name.empty");
  CHECK(check_name("123") == "name.no_letter");
  CHECK(check_name("?-") == "name.no_letter");
  CHECK(check_name("黄欢").empty());
  CHECK(check_name("A").empty());
  std::string longest;
  for (std::size_t i = 0; i < name_length_max; ++i) {
    longest += "阿";
  }
  CHECK(check_name(longest).empty());
  CHECK(check_name(longest + "阿") == "name.too_long");
}

TEST_CASE("names that could be one person's") {
  struct Row {
    std::string_view a;
    std::string_view b;
    bool similar;
  };
  const std::vector<Row> rows{
      {"黄欢", "黄欢", true},         {"黄欢", "黄环", true},       {"欧茜智", "欧倩智", true},
      {"闫小明", "阎小明", true},     {"张明城", "张城明", true},   {"张明", "张明城", true},
      {"张?城", "张明城", true},      {"〓明城", "张明城", true},   {"黄欢", "李强", false},
      {"张明城", "张伟国", false},    {"王小明", "李大伟", false},  {"Liu Jia", "Jia Liu", true},
      {"LIU jia", "Liu JiaZ", false}, {"黄欢", "Huang Huan", true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.a);
    CAPTURE(row.b);
    CHECK(is_similar_name(row.a, row.b) == row.similar);
    CHECK(is_similar_name(row.b, row.a) == row.similar);
  }
}

}  // namespace
}  // namespace caregrid::registry
