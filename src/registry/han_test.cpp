// Shows how Chinese names are read and compared: readings, surnames read in their own way,
// variants, southern speech, placeholders, names of minorities. How: a row for each rule of the
// handbook's 4.4.
#include "registry/han.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace caregrid::registry {
namespace {

bool has(const std::vector<std::string>& all, std::string_view one) {
  return std::ranges::find(all, one) != all.end();
}

TEST_CASE("names are read, surnames in their own way") {
  if (!knows_han()) {
    MESSAGE("skipped: the China pack is not built in");
    return;
  }
  struct Row {
    std::string_view name;
    std::string_view pinyin;
  };
  const std::vector<Row> rows{
      {"刘家忠", "liu jia zhong"},
      {"单雄信", "shan xiong xin"},
      {"仇英", "qiu ying"},
      {"曾国藩", "zeng guo fan"},
      {"解缙", "xie jin"},
      {"区小红", "ou xiao hong"},
      {"查良镛", "zha liang yong"},
      {"朴树", "piao shu"},
      {"翟志刚", "zhai zhi gang"},
      {"冼星海", "xian xing hai"},
      {"缪昌期", "miao chang qi"},
      {"尉迟恭", "yu chi gong"},
      {"万俟卨", "mo qi xie"},
      {"澹台明", "tan tai ming"},
      {"吕布", "lv bu"},
      {"Lǚ Bù", "lv bu"},
      {"LYU BU", "lyu bu"},
      {"李单", "li dan"},
      {"王〓明", "wang ? ming"},
      {"王?明", "wang ? ming"},
      {"Xi'an", "xian"},
      {"欧阳娜娜", "ou yang na na"},
      {"", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(pinyin_of(row.name) == row.pinyin);
    CHECK(pinyin_readings_of(row.name, 1) == std::vector<std::string>{std::string(row.pinyin)});
  }
  const auto readings = pinyin_readings_of("单乐");
  CHECK(readings.front() == "shan le");
  CHECK(has(readings, "dan yue"));
  CHECK(pinyin_readings_of("单乐单乐单乐", 16).size() == 16);
  CHECK(readings_of(U'a').count == 0);
  CHECK(readings_of(U'行').count >= 2);
}

TEST_CASE("characters that clerks write for one another are of one class") {
  for (const auto& [a, b] : std::vector<std::pair<char32_t, char32_t>>{{U'闫', U'阎'},
                                                                       {U'肖', U'萧'},
                                                                       {U'付', U'傅'},
                                                                       {U'戴', U'代'},
                                                                       {U'邱', U'丘'},
                                                                       {U'于', U'余'},
                                                                       {U'佘', U'余'},
                                                                       {U'候', U'侯'},
                                                                       {U'岳', U'乐'},
                                                                       {U'钟', U'锺'},
                                                                       {U'喆', U'哲'},
                                                                       {U'堃', U'坤'},
                                                                       {U'淼', U'渺'},
                                                                       {U'張', U'张'},
                                                                       {U'劉', U'刘'}}) {
    CHECK(variant_class(a) == (knows_han() ? variant_class(b) : a));
    CHECK(may_be_same_character(a, b) == knows_han());
  }
  CHECK(variant_class(U'张') != variant_class(U'章'));
  CHECK_FALSE(may_be_same_character(U'张', U'章'));
  CHECK(may_be_same_character(U'?', U'章'));
  CHECK(may_be_same_character(U'章', U'〓'));
  CHECK(variant_class(U'Q') == U'Q');
  CHECK(variant_class(0x10FFFF) == 0x10FFFF);
}

TEST_CASE("southern speech blurs what it blurs, and no more") {
  struct Row {
    std::string_view a;
    std::string_view b;
    bool is_same;
  };
  const std::vector<Row> rows{
      {"niu", "liu", true},    {"huang", "fang", true},  {"hu", "fu", true},
      {"hui", "fei", true},    {"hun", "fen", true},     {"zhang", "zan", true},
      {"chen", "cheng", true}, {"lin", "ling", true},    {"shi", "si", true},
      {"lv", "lyu", true},     {"lü", "lu", true},       {"nǚ", "lv", true},
      {"NYU", "nu", true},     {"zhang", "wang", false}, {"li", "le", false},
      {"yu", "wu", false},     {"chen", "shen", false},  {"huang jin", "fang jing", true},
      {"hai", "fai", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.a);
    CAPTURE(row.b);
    CHECK((fold_pinyin(row.a) == fold_pinyin(row.b)) == row.is_same);
  }
  CHECK(fold_pinyin("") == "");
  CHECK(fold_pinyin("  12 ") == "");
}

TEST_CASE("a key of letters forgets order and blanks only") {
  CHECK(letters_key("ouyang na") == letters_key("Na OuYang"));
  CHECK(letters_key("ouyang na") == letters_key("ouyangna"));
  CHECK(letters_key("ouyang na") != letters_key("ouyang ni"));
  CHECK(letters_key("na") != letters_key("nana"));
  CHECK(letters_key("Lǚ") == letters_key("lv"));
  CHECK(letters_key("·?") == 0);
}

TEST_CASE("tokens of minorities' names agree in any order") {
  const auto compare = [](std::string_view a, std::string_view b) {
    return compare_tokens(name_tokens(a), name_tokens(b));
  };
  CHECK(name_tokens("古丽·买买提").size() == 2);
  CHECK(name_tokens("刘家忠").size() == 1);
  CHECK(name_tokens("").empty());
  CHECK(name_tokens("·").empty());
  CHECK(compare("古丽·买买提", "买买提·古丽") == TokenAgreement{2, 2, 2});
  CHECK(compare("古丽·买买提·艾山", "古丽·买买提").is_contained());
  CHECK_FALSE(compare("古丽·买买提", "古丽·艾山").is_contained());
  CHECK(compare("古?·买买提", "古丽·买买提") == TokenAgreement{2, 2, 2});
  CHECK(compare("Mary Ann", "ann mary") == TokenAgreement{2, 2, 2});
  CHECK_FALSE(compare("", "").is_contained());
}

}  // namespace
}  // namespace caregrid::registry
