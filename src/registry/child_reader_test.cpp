// Shows what becomes of one row: claims, problems, warnings and facts, as a table of rows; and
// which existing child a row is taken for, and what a child's record says when its sources
// disagree.
#include "registry/child_reader.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "registry/matching.h"
#include "registry/summary.h"

namespace caregrid::registry {
namespace {

const core::Date today = *core::parse_iso_date("2026-09-21");

using Cells = std::map<std::string_view, std::string_view>;

ChildReader small_reader() {
  School school;
  school.name = "嘴头小学";
  return ChildReader(DivisionIndex({{620524104000, "四门镇", {}},
                                    {620524104200, "岗头村民委员会", {}},
                                    {620524202000, "嘴头乡", {}},
                                    {620524202200, "白湾村民委员会", {}}}),
                     {school});
}

std::vector<ChildRecord> read_rows(ChildReader& reader, const std::vector<Cells>& rows,
                                   std::string_view sheet = "s") {
  std::vector<std::array<intake::Value, child_field_count>> values(rows.size());
  std::vector<intake::Record> records(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t f = 0; f < child_field_count; ++f) {
      const auto cell = rows[i].find(child_fields()[f].name);
      values[i][f].text = cell == rows[i].end() ? std::string_view{} : cell->second;
    }
    records[i] = {static_cast<std::int64_t>(i) + 2, values[i], {}};
  }
  return reader.read(records, {"f.csv", sheet}, today);
}

ChildRecord read_row(const Cells& row) {
  ChildReader reader = small_reader();
  return std::move(read_rows(reader, {row}).front());
}

std::string reasons(const std::vector<intake::Issue>& issues) {
  std::string joined;
  for (const intake::Issue& issue : issues) {
    joined += (joined.empty() ? "" : " ") + issue.reason;
  }
  return joined;
}

TEST_CASE("name and pinyin in each other's columns, and a parent's number given for a child") {
  const ChildRecord swapped = read_row({{"name", "Wang Xiaoyu"}, {"name_pinyin", "王小雨"}});
  CHECK(swapped.claim.name == "王小雨");
  CHECK(reasons(swapped.warnings).find("name.swapped_pinyin") != std::string::npos);
  const ChildRecord as_it_is = read_row({{"name", "王小雨"}, {"name_pinyin", "Wang Xiaoyu"}});
  CHECK(as_it_is.claim.name == "王小雨");
  CHECK(reasons(as_it_is.warnings).find("name.swapped_pinyin") == std::string::npos);

  const std::string_view parents = "990101198503040010";
  const ChildRecord older =
      read_row({{"name", "王小雨"}, {"born_on", "2015-09-03"}, {"identity_number", parents}});
  CHECK_FALSE(older.claim.identity.has_value());
  CHECK(older.claim.born_on == core::parse_iso_date("2015-09-03"));
  CHECK(older.conflicts.empty());
  CHECK(reasons(older.warnings).find("id_number.of_parent") != std::string::npos);
  const ChildRecord named = read_row(
      {{"name", "王小雨"}, {"identity_number", parents}, {"father_identity_number", parents}});
  CHECK_FALSE(named.claim.identity.has_value());
  // The child's own number in a parent's column stays the child's.
  const std::string_view own = "990101201509030010";
  const ChildRecord copied = read_row({{"name", "王小雨"},
                                       {"born_on", "2015-09-03"},
                                       {"identity_number", own},
                                       {"father_identity_number", own}});
  CHECK(copied.claim.identity.has_value());
}

TEST_CASE("each row is accepted or says what is wrong with which cell") {
  struct Row {
    Cells cells;
    std::string_view problems;
    std::string_view warnings;
  };
  const std::string_view id = "990101201509030010";
  const std::vector<Row> rows{
      {{{"name", "黄欢"}, {"identity_number", id}, {"village", "岗头村"}}, "", ""},
      {{{"name", "黄欢"}, {"born_on", "2015-09-03"}, {"village", "岗头村"}}, "", ""},
      {{{"name_pinyin", "Huang Huan"}, {"identity_number", id}, {"village", "岗头村"}},
       "",
       "name.from_pinyin"},
      {{{"identity_number", id}, {"village", "岗头村"}}, "name.missing", ""},
      {{{"name", "黄欢"},
        {"identity_number", "990101201509030011"},
        {"born_on", "2015-9-3"},
        {"village", "岗头村"}},
       "id_number.check_digit",
       ""},
      {{{"name", "黄欢"}, {"identity_number", "无"}, {"born_on", "2015.9.3"}, {"village", "岗头"}},
       "",
       ""},
      {{{"name", "黄欢"}, {"identity_number", id}, {"born_on", "2015-09-04"}, {"village", "岗头"}},
       "",
       "born_on.disagrees_id"},
      {{{"name", "黄欢"}, {"identity_number", id}, {"sex", "女"}, {"village", "岗头"}},
       "",
       "sex.disagrees_id"},
      {{{"name", "黄欢"}, {"identity_number", id}, {"sex", "雄"}, {"village", "岗头"}},
       "",
       "sex.unknown_word"},
      {{{"name", "黄欢"}, {"born_on", "2027-01-01"}, {"village", "岗头"}}, "date.in_future", ""},
      {{{"name", "黄欢"}, {"born_on", "1900-01-01"}, {"village", "岗头"}}, "date.too_old", ""},
      {{{"name", "黄欢"}, {"born_on", "04/06/2019"}, {"village", "岗头"}}, "date.ambiguous", ""},
      {{{"name", "黄欢"}, {"identity_number", id}}, "", "village.missing"},
      {{{"name", "黄欢"}, {"identity_number", id}, {"village", "岗尾村"}}, "village.unknown", ""},
      {{{"name", "黄欢"}, {"identity_number", id}, {"township", "四门镇"}, {"village", "岗头"}},
       "",
       ""},
      {{{"name", "黄欢"}, {"identity_number", id}, {"township", "四门镇"}},
       "",
       "village.larger_only"},
      {{{"name", "黄欢"}, {"student_number", "G990101201509030010"}, {"village", "岗头"}},
       "",
       "id_number.from_student_number"},
      {{{"name", "黄欢"},
        {"identity_number", id},
        {"student_number", "G990101201509030029"},
        {"village", "岗头"}},
       "",
       "student_number.disagrees_id"},
      {{{"name", "黄欢"}, {"identity_number", id}, {"village", "岗头"}, {"school", "某小学"}},
       "",
       "school.unknown"},
      {{{"name", "黄欢"}, {"identity_number", id}, {"village", "岗头"}, {"father_phone", "12"}},
       "",
       "phone.format"},
  };
  for (const Row& row : rows) {
    const ChildRecord record = read_row(row.cells);
    CAPTURE(record.facts);
    CHECK(reasons(record.problems) == row.problems);
    if (row.problems.empty()) {
      CHECK(reasons(record.warnings) == row.warnings);
    }
  }
}

TEST_CASE("facts keep what a row says, understood or not") {
  const ChildRecord record = read_row({{"name", "黄 欢"},
                                       {"identity_number", "990101201509030010"},
                                       {"village", "岗头村三组"},
                                       {"hukou", "四川省某县"},
                                       {"grade", "二年级"},
                                       {"boarding", "是"},
                                       {"health", "健康"},
                                       {"both_out", "是"},
                                       {"guardianship_type", "监护情况一般"},
                                       {"assistance", "低保、别的"},
                                       {"has_carer", "大概"},
                                       {"since", "2024"},
                                       {"programme", "Mentorship"},
                                       {"father_name", "黄鑫笑"},
                                       {"father_place", "福建省泉州市"}});
  CHECK(record.problems.empty());
  CHECK(record.claim.name == "黄欢");
  CHECK(record.situation.division == 620524104200);
  CHECK(record.facts == R"({"residence":{"division":620524104200,"text":"岗头村三组"},)"
                        R"("hukou":{"text":"四川省某县"},)"
                        R"("schooling":{"stage":"primary","grade":"二年级","boarding":true},)"
                        R"("health":{"state":"healthy"},)"
                        R"("guardianship":{"type":"fair","both_out":true},)"
                        R"("assistance":{"kinds":["dibao"],"text":"低保、别的"},)"
                        R"("programme":{"name":"Mentorship","since":"2024"},)"
                        R"("written_name":{"text":"黄 欢"},"unread":{"has_carer":"大概"}})");
  REQUIRE(record.relations.size() == 1);
  CHECK(record.relations[0].place == "福建省泉州市");
  CHECK(situation_of(record.facts) == record.situation);
}

TEST_CASE("a sheet's day order is learnt from its first rows and kept for that sheet") {
  ChildReader reader = small_reader();
  const Cells clear{{"name", "黄欢"}, {"born_on", "23/04/2014"}, {"village", "岗头"}};
  const Cells open{{"name", "李强"}, {"born_on", "04/06/2019"}, {"village", "岗头"}};
  CHECK(core::to_iso(*read_rows(reader, {open, clear})[0].claim.born_on) == "2019-06-04");
  CHECK(core::to_iso(*read_rows(reader, {open})[0].claim.born_on) == "2019-06-04");
  CHECK(reasons(read_rows(reader, {open}, "other sheet")[0].problems) == "date.ambiguous");
}

TEST_CASE("equal rows have equal digests, whatever the serial number and spacing") {
  const Cells row{{"name", "黄欢"}, {"born_on", "2015-09-03"}, {"village", "岗头村"}};
  Cells other = row;
  other["serial"] = "7";
  other["born_on"] = "2015年9月3日";
  CHECK(read_row(row).digest == read_row(other).digest);
  other["village"] = "白湾村";
  CHECK(read_row(row).digest != read_row(other).digest);
}

Claim claim_of(std::string_view name, std::string_view born_on, Sex sex = Sex::male) {
  Claim claim;
  claim.name = name;
  claim.born_on = core::parse_iso_date(born_on);
  claim.sex = sex;
  return claim;
}

TEST_CASE("of those who own a number, the one whose name fits") {
  const std::vector<Candidate> owners{{1, claim_of("黄建国", "1985-01-01")},
                                      {2, claim_of("黄欢", "2015-09-03")},
                                      {3, claim_of("黄环", "2015-09-03")}};
  struct Row {
    Claim stated;
    std::optional<std::size_t> index;
  };
  const std::vector<Row> rows{
      {claim_of("黄欢", "2015-09-03"), 1},   {claim_of("黄欢", "2014-09-03"), 1},
      {claim_of("黄环", "2015-09-03"), 2},   {claim_of("李大强", "2015-09-03"), std::nullopt},
      {claim_of("黄君悦", "2015-09-03"), 1}, {claim_of("黄君悦", "2013-01-01"), std::nullopt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.stated.name);
    CHECK(match_child(row.stated, owners).index == row.index);
  }
}

Statement statement(std::int64_t source, std::string_view name, std::string_view born_on,
                    std::int64_t division) {
  Statement one;
  one.ordinal = source;
  one.source = source;
  one.digest = source * 31;
  one.file = std::to_string(source);
  one.claim = claim_of(name, born_on);
  one.situation.division = division;
  return one;
}

TEST_CASE("the record follows the many in who, the newest in where, in any order") {
  std::vector<Statement> all{statement(1, "黄欢", "2015-09-03", 620524104200),
                             statement(2, "黄环", "2015-03-09", 620524202200),
                             statement(3, "黄欢", "2015-09-03", 0)};
  const Summary summary = summarise(all);
  CHECK(summary.claim.name == "黄欢");
  CHECK(core::to_iso(*summary.claim.born_on) == "2015-09-03");
  CHECK(summary.situation.division == 620524202200);
  CHECK(summary.conflicts == std::vector<std::string_view>{"born_on"});
  std::ranges::sort(all, {}, &Statement::digest);
  do {
    CHECK(summarise(all) == summary);
  } while (std::ranges::next_permutation(all, {}, &Statement::digest).found);
}

TEST_CASE("a township never hides the village inside it") {
  const std::vector<Statement> all{statement(1, "黄欢", "2015-09-03", 620524104200),
                                   statement(2, "黄欢", "2015-09-03", 620524104000)};
  CHECK(summarise(all).situation.division == 620524104200);
}

TEST_CASE("an old row is news only from another sheet and after a move") {
  std::vector<Statement> all{statement(1, "黄欢", "2015-09-03", 620524104200)};
  ChildRecord record;
  record.digest = all[0].digest;
  CHECK(is_known(all, record, "1", ""));
  CHECK(is_known(all, record, "renamed", ""));
  all.push_back(statement(2, "黄欢", "2015-09-03", 620524202200));
  CHECK(is_known(all, record, "1", ""));
  CHECK_FALSE(is_known(all, record, "renamed", ""));
  record.digest = 5;
  CHECK_FALSE(is_known(all, record, "1", ""));
}

}  // namespace
}  // namespace caregrid::registry
