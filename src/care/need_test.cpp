// The words of a list of needs: kinds in codes, Chinese and English, urgency, wishes; and the place
// where a page of a list ends.
#include "care/need.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "care/page_key.h"
#include "care/words.h"

namespace caregrid::care {
namespace {

TEST_CASE("kinds by code, Chinese name and English name") {
  struct Row {
    std::string_view text;
    std::string_view kind;  ///< Empty: not understood.
  };
  constexpr Row rows[] = {
      {"tutoring_math", "tutoring_math"},
      {"Tutoring Math", "tutoring_math"},
      {"数学辅导", "tutoring_math"},
      {"Math tutoring", "tutoring_math"},
      {" 数学 辅导 ", "tutoring_math"},
      {"maths-tutoring", "tutoring_math"},
      {"课后托管", "after_school_place"},
      {"心理支持", "mental_support"},
      {"冬衣", "winter_clothes"},
      {"ｍｅｎｔｏｒ", "mentor"},
      {"户口", "hukou"},
      {"在线科学", "online_subject_science"},
      {"", ""},
      {"洗车", ""},
      {"tutoring", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto kind = parse_need_kind(row.text);
    CHECK((kind ? core::name_of(*kind) : std::string_view()) == row.kind);
  }
}

TEST_CASE("each kind has one code, at the position that is stored") {
  std::set<std::string_view> names;
  int position = 0;
  for (const auto& described : core::Describe<NeedKind>::values) {
    CHECK(static_cast<int>(described.value) == position++);
    CHECK(parse_need_kind(described.name) == described.value);
    names.insert(described.name);
  }
  CHECK(names.size() == need_kind_count);
  CHECK(static_cast<int>(NeedKind::tutoring_zh) == 10);  // stored: may never move
  CHECK(static_cast<int>(NeedKind::medical_grant) == 30);
}

TEST_CASE("urgency, wishes and languages") {
  CHECK(parse_tier("特急") == 1);
  CHECK(parse_tier("紧急") == 2);
  CHECK(parse_tier("一般") == 3);
  CHECK(parse_tier("可缓") == 4);
  CHECK(parse_tier("Urgent") == 2);
  CHECK(parse_tier("３") == 3);
  CHECK_FALSE(parse_tier("5"));
  CHECK_FALSE(parse_tier(""));
  CHECK(parse_sex_rule("女") == SexRule::female);
  CHECK(parse_sex_rule("") == SexRule::any);
  CHECK(parse_sex_rule("Male") == SexRule::male);
  CHECK_FALSE(parse_sex_rule("either or"));
  CHECK(parse_language("藏语") == "bo");
  CHECK(parse_language("Uyghur") == "ug");
  CHECK(parse_language("") == "");
  CHECK_FALSE(parse_language("Klingon"));
}

TEST_CASE("only open, matched and served needs want help") {
  std::string wanting;
  for (const auto& described : core::Describe<NeedStatus>::values) {
    wanting += wants_help(described.value) ? std::string(described.name) + " " : "";
  }
  CHECK(wanting == "open matched in_service ");
  CHECK(is_one_to_one(NeedKind::mentor));
  CHECK_FALSE(is_one_to_one(NeedKind::winter_clothes));
}

TEST_CASE("lists are split at every sign people use") {
  const std::vector<std::string> parts{"a", "b", "c", "d", "e f"};
  CHECK(split_list("a、b，c;d／ e f ") == parts);
  CHECK(split_list(" 、，;").empty());
}

TEST_CASE("where a page ends survives being written down") {
  const PageKey key{3, -7, core::derive_id_bytes("x")};
  CHECK(parse_page_key(to_text(key)) == key);
  CHECK(parse_page_key("") == PageKey{});
  CHECK(parse_page_key(to_text(PageKey{})) == PageKey{});
  for (const std::string_view bad :
       {"3", "3.4", "3.4.nonsense", "x.4.", ".", "3..",
        "99999999999999999999.1.00000000-0000-0000-0000-000000000000"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_page_key(bad));
  }
}

}  // namespace
}  // namespace caregrid::care
