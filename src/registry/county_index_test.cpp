// Shows how words find children: a row for each way people write names, numbers and places, then
// random counties held against a search that looks at every child by the plain meaning of the
// rules, and that nobody outside the area or behind a shield changes an answer.
#include "registry/county_index.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "core/rng.h"
#include "registry/person_name.h"

namespace caregrid::registry {
namespace {

constexpr std::int64_t county = 990'101'000'000;
constexpr std::int64_t township = 990'101'100'000;
constexpr SearchRights all_rights{true, true, true, true, true, true, true, true, true};

struct Row {
  std::string name;
  std::int64_t division = township + 1;
  std::string school = {};
  std::optional<core::Date> born_on = {};
  std::string identity = {};
  std::vector<std::string> phones = {};
};

void put(CountyIndex& index, std::int64_t number, const Row& row) {
  index.put({number,
             row.name,
             row.division,
             row.school,
             row.born_on,
             row.identity,
             {row.phones.begin(), row.phones.end()}});
}

SearchAnswer ask(const CountyIndex& index, std::string_view text, access::Area area = {county},
                 const SearchRights& rights = all_rights) {
  return index.search(read_search(text), {area, rights, rights, {}, {}}, 20);
}

/// How the only child of the index is found; `none` when it is not.
std::vector<MatchKind> kinds_of(const std::string& name, std::string_view text) {
  CountyIndex index;
  put(index, 7, {normalise_name(name)});
  const SearchAnswer answer = ask(index, text);
  CHECK(answer.total == static_cast<std::int64_t>(answer.hits.size()));
  return answer.hits.empty() ? std::vector<MatchKind>{MatchKind::none} : answer.hits[0].matches;
}

core::Date day(std::string_view text) { return *core::parse_iso_date(text); }

}  // namespace

TEST_CASE("one word finds a name, and says how") {
  struct Case {
    const char* name;
    const char* text;
    MatchKind kind;
  };
  using enum MatchKind;
  for (const Case& one : {
           Case{"张伟", "张伟", exact},
           Case{"张伟", "張偉", variant},
           Case{"张伟明", "张伟", prefix},
           Case{"张伟明", "伟明", part},
           Case{"张伟", "zhangwei", pinyin},
           Case{"张伟", "ZhangWei", pinyin},
           Case{"张伟", "ｚｈａｎｇｗｅｉ", pinyin},
           Case{"张伟", "zhāngwěi", pinyin},
           Case{"张伟", "zhang wei", pinyin},
           Case{"张伟", "zhangw", pinyin_prefix},
           Case{"张伟", "zha", pinyin_prefix},
           Case{"张伟", "wei", pinyin_part},
           Case{"张伟", "zw", initials},
           Case{"张伟", "zhw", initials},
           Case{"张伟明", "zw", initials},
           Case{"张伟明", "zwming", initials},
           Case{"张伟", "zhangwie", one_off},
           Case{"张伟", "zhnagwei", one_off},
           Case{"张伟", "zangwei", blurred_sound},
           Case{"黄建", "fangjian", blurred_sound},
           Case{"李娜", "lila", blurred_sound},
           Case{"吕兰", "lvlan", pinyin},
           Case{"吕兰", "lyulan", blurred_sound},
           Case{"张伟", "章玮", same_sound},
           Case{"闫喆", "阎哲", variant},
           Case{"张伟", "伟张", swapped},
           Case{"张小明", "张晓明", same_sound},
           Case{"张小明", "张大明", one_off},
           Case{"张小明", "张明", one_off},
           Case{"张明", "张小明", one_off},
           Case{"张伟", "张三", none},
           Case{"张?", "张伟", variant},
           Case{"张伟", "张？", variant},
           Case{"张〓明", "张小明", variant},
           // Readings: surnames that are read otherwise, and every reading of the others.
           Case{"曾小贤", "zengxiaoxian", pinyin},
           Case{"曾小贤", "cengxiaoxian", pinyin},
           Case{"查良", "zhaliang", pinyin},
           Case{"查良", "chaliang", pinyin},
           Case{"单雄信", "shanxiongxin", pinyin},
           Case{"单雄信", "danxiongxin", pinyin},
           Case{"单雄信", "sxx", initials},
           Case{"尉迟恭", "yuchigong", pinyin},
           Case{"万俟卨", "moqi", pinyin_prefix},
           // Names of several words, in any order, with or without what parts them.
           Case{"阿依古丽·买买提", "阿依古丽·买买提", exact},
           Case{"阿依古丽·买买提", "阿依古丽买买提", prefix},
           Case{"阿依古丽·买买提", "阿依古丽", prefix},
           Case{"阿依古丽·买买提", "买买提", part},
           Case{"阿依古丽·买买提", "ayiguli", pinyin_prefix},
           Case{"阿依古丽·买买提", "阿依古里", same_sound},
           Case{"Na OuYang", "na", prefix},
           Case{"Na OuYang", "ouyang", part},
           Case{"Na OuYang", "na ouyang", exact},
           Case{"Na OuYang", "ouyeng", none},
           // Beyond the basic plane.
           Case{"王𠮷", "王𠮷", exact},
           Case{"王𠮷", "王", prefix},
       }) {
    CAPTURE(one.name);
    CAPTURE(one.text);
    CHECK(kinds_of(one.name, one.text).front() == one.kind);
  }
  CHECK(kinds_of("阿依古丽·买买提", "买买提·阿依古丽") == std::vector{part, prefix});
  CHECK(kinds_of("Na OuYang", "OuYang Na") == std::vector{part, prefix});
  CHECK(kinds_of("张伟", "").front() == none);
  CHECK(kinds_of("张伟", " ,，· ").front() == none);
}

TEST_CASE("words of several kinds narrow each other") {
  CountyIndex index;
  index.put_place(township, "石桥镇");
  index.put_place(township + 1, "石桥村村民委员会");
  index.put_place(township + 2, "河湾村村民委员会");
  put(index, 1,
      {"张伟", township + 1, "石桥小学", day("2017-05-03"), "990101201705031234", {"10012345678"}});
  put(index, 2, {"张丽", township + 2, {}, day("2017-06-30"), "99010120170630567X", {}});
  put(index, 3, {"张敏", township + 2, "希望小学", day("2016-01-01"), {}, {"10099991234"}});
  put(index, 4, {"李石", township, {}, {}, {}, {}});
  struct Case {
    const char* text;
    std::vector<std::int64_t> found;
    std::vector<MatchKind> first;
  };
  using enum MatchKind;
  for (const Case& one : {
           Case{"张 石桥 2017", {1, 2}, {prefix, village, birth}},
           Case{"石桥村 张", {1}, {village, prefix}},
           Case{"张，河湾", {2, 3}, {prefix, village}},
           Case{"张2017", {2, 1}, {prefix, birth}},
           Case{"2017-05", {1}, {birth}},
           Case{"2017年5月3日", {1}, {birth}},
           Case{"20170630", {2}, {birth}},
           Case{"１２３４", {1, 3}, {identity}},
           Case{"031234", {1}, {identity}},
           Case{"567x", {2}, {identity}},
           Case{"30567X", {2}, {identity}},
           Case{"10012345678", {1}, {phone}},
           Case{"345678", {1}, {phone}},
           Case{"希望", {3}, {school}},
           Case{"hewan zhang", {2, 3}, {village, pinyin_prefix}},
           Case{"shiqiao", {1, 2, 3, 4}, {village}},
           Case{"石桥", {1, 2, 3, 4}, {village}},
           Case{"石", {4, 1, 2, 3}, {part}},
           Case{"张 王", {}, {}},
           Case{"9999", {}, {}},
       }) {
    CAPTURE(one.text);
    const SearchAnswer answer = ask(index, one.text);
    std::vector<std::int64_t> found;
    for (const SearchHit& hit : answer.hits) {
      found.push_back(hit.number);
    }
    CHECK(found == one.found);
    CHECK((answer.hits.empty() ? std::vector<MatchKind>() : answer.hits[0].matches) == one.first);
  }
}

TEST_CASE("rights decide which words may find") {
  CountyIndex index;
  index.put_place(township + 1, "石桥村村民委员会");
  put(index, 1,
      {"张伟", township + 1, "希望小学", day("2017-05-03"), "990101201705031234", {"10012345678"}});
  struct Case {
    const char* text;
    bool SearchRights::* right;
  };
  using R = SearchRights;
  for (const Case& one :
       {Case{"张伟", &R::name}, Case{"zw", &R::name}, Case{"zhang wei", &R::name},
        Case{"2017", &R::birth}, Case{"1234", &R::identity_end}, Case{"031234", &R::identity_more},
        Case{"10012345678", &R::phone}, Case{"5678", &R::phone_end}, Case{"石桥", &R::village},
        Case{"希望", &R::school}}) {
    CAPTURE(one.text);
    SearchRights none;
    CHECK(ask(index, one.text, {county}, none).total == 0);
    none.*one.right = true;
    CHECK(ask(index, one.text, {county}, none).total == 1);
    SearchRights rest = all_rights;
    rest.*one.right = false;
    rest.phone_end = rest.phone_end && one.right != &R::phone;
    CHECK(ask(index, one.text, {county}, rest).total == 0);
    const std::vector<std::int64_t> it{1};
    const SearchText text = read_search(one.text);
    CHECK(index.search(text, {{county}, all_rights, rest, it, {}}, 20).total == 0);
    CHECK(index.search(text, {{county}, all_rights, all_rights, {}, it}, 20).total == 0);
    CHECK(ask(index, one.text, {township + 2}).total == 0);
  }
}

TEST_CASE("what is forgotten is found no more, and places take new names") {
  CountyIndex index;
  put(index, 1, {"张伟", township + 1, "希望小学", {}, "990101201705031234", {"10012345678"}});
  put(index, 2, {"张伟", township + 1, {}, {}, {}, {"10012345679"}});
  index.put_place(township + 1, "石桥村村民委员会");
  CHECK(ask(index, "石桥").total == 2);
  index.put_place(township + 1, "河湾村村民委员会");
  CHECK(ask(index, "石桥").total == 0);
  CHECK(ask(index, "河湾").total == 2);
  index.remove(1);
  index.remove(1);
  index.remove(99);
  CHECK(index.count() == 1);
  CHECK(ask(index, "张伟").total == 1);
  CHECK(ask(index, "希望").total == 0);
  CHECK(ask(index, "1234").total == 0);
  CHECK(ask(index, "10012345678").total == 0);
  put(index, 2, {"李娜", township + 2, {}, {}, {}, {}});
  CHECK(ask(index, "张伟").total == 0);
  CHECK(ask(index, "10012345679").total == 0);
  CHECK(ask(index, "李娜").total == 1);
  index.remove(2);
  CHECK(ask(index, "李娜").total == 0);
}

}  // namespace caregrid::registry
