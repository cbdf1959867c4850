// Shows that the civil-affairs form is recognised by its whole header, that each of its columns has
// a field of its own, and that a row read and written again is the same row: rows of a table.
#include "registry/civil_form.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <utility>

#include "intake/recognise.h"
#include "registry/child_fields.h"
#include "registry/child_reader.h"
#include "registry/saying.h"

namespace caregrid::registry {
namespace {

constexpr core::Date today{20'787};  // 2026-11-30.

intake::Recognition recognised() {
  std::vector<intake::HeadRow> head(1);
  head[0].number = 1;
  for (const std::string_view header : civil_form_headers()) {
    head[0].cells.emplace_back(header);
  }
  const std::array formats{intake::Format{civil_form_name, civil_form_headers()}};
  const intake::Kind kind{"child", child_fields(), true, false, formats};
  return intake::recognise("", head, std::span(&kind, 1));
}

DivisionIndex places() {
  return DivisionIndex({{990'101'100'000, "城关镇", {}},
                        {990'101'100'201, "北山村", {}},
                        {990'101'200'000, "四门镇", {}},
                        {990'101'200'201, "北山村", {}},
                        {990'101'200'202, "岗头村", {}}});
}

TEST_CASE("every column of the form is recognised, each as a field of its own, without mapping") {
  const intake::Recognition seen = recognised();
  CHECK(seen.mapping.kind == "child");
  CHECK(seen.mapping.format == civil_form_name);
  CHECK(seen.missing_fields.empty());
  std::set<std::string> fields;
  for (const intake::ColumnMapping& column : seen.mapping.columns) {
    CAPTURE(column.header);
    REQUIRE(column.field.has_value());
    fields.insert(*column.field);
  }
  CHECK(fields.size() == civil_form_columns);
}

using Row = std::vector<std::string>;

/// What the register keeps of a row of the form, written as a row again.
Row again(const Row& row) {
  const DivisionIndex divisions = places();
  const intake::Recognition seen = recognised();
  std::vector<intake::Value> values(child_field_count);
  for (const intake::ColumnMapping& column : seen.mapping.columns) {
    const auto field = std::ranges::find(child_fields(), *column.field, &intake::Field::name);
    values[static_cast<std::size_t>(field - child_fields().begin())].text =
        row[static_cast<std::size_t>(column.column)];
  }
  const intake::Record record{2, values};
  const ChildRecord read =
      ChildReader(places(), {}).read(std::span(&record, 1), {"form.csv", ""}, today).front();
  CHECK(read.problems.empty());
  FormChild child;
  child.name = read.claim.name;
  child.sex = read.claim.sex;
  child.ethnicity = read.situation.ethnicity;
  child.born_on = read.claim.born_on;
  child.identity_number = read.claim.identity ? read.claim.identity->text() : std::string_view();
  const FactOrigin origin{{"form.csv", "", 2, core::Instant{1'700'000'000'000'000}}, {}};
  child.facts = state_on(know(sayings_of({0, origin, read.facts, read.relations})), today);
  for (const StatedRelation& one : read.relations) {
    child.people.push_back(
        {one.role, one.name, one.phone, one.place, one.relation, one.identity_number});
  }
  return civil_form_cells(child, divisions);
}

Row full() {
  return {"阿依古丽·买买提",
          "女",
          "维吾尔族",
          "2015-09-03",
          "990101201509030029",
          "是",
          "四门镇岗头村",
          "城关镇北山村",
          "残疾",
          "肢体残疾二级",
          "",
          "是",
          "小学",
          "王大山",
          "1950-01-02",
          "—",
          "—",
          "李海",
          "",
          "赵花",
          "1953-12-31",
          "买买提·吐尔逊",
          "1985-03-04",
          "990101198503040010",
          "广东省东莞市",
          "10047588763",
          "古丽",
          "1986-05-06",
          "990101198605060020",
          "浙江省义乌市",
          "10047588764",
          "是",
          "否",
          "父",
          "有",
          "王大山",
          "10047588765",
          "990101195001020016",
          "祖父",
          "四门镇岗头村3组",
          "受委托监护人监护能力不足",
          "打工、种养殖",
          "低保、医疗救助",
          "张主任",
          "李复",
          "陈填"};
}

TEST_CASE("a full row comes out as it went in") {
  const Row row = full();
  const Row written = again(row);
  REQUIRE(written.size() == row.size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    CAPTURE(civil_form_headers()[i]);
    CHECK(written[i] == row[i]);
  }
}

TEST_CASE("a row that says next to nothing stays empty, and says nobody is dead") {
  Row row(civil_form_columns);
  row[0] = "王小雨";
  CHECK(again(row) == row);
}

TEST_CASE("each code of the form comes out as it went in") {
  const auto check = [](std::size_t column, std::initializer_list<const char*> words) {
    for (const char* word : words) {
      CAPTURE(word);
      Row row(civil_form_columns);
      row[0] = "王小雨";
      row[column] = word;
      CHECK(again(row)[column] == word);
    }
  };
  check(1, {"男", "女", "9"});
  check(5, {"是", "否"});
  check(6, {"四门镇岗头村", "四门镇北山村", "广东省东莞市长安镇", "四门镇岗头村5组12号"});
  check(8, {"健康", "残疾", "患病", "体弱"});
  check(9, {"视力残疾一级", "多重残疾"});
  check(12, {"未入园", "幼儿园", "小学", "初中", "高中", "中职", "辍学", "不在学", "在家自学"});
  check(33, {"父", "母", "父、母"});
  check(34, {"有", "无"});
  check(40, {"无人监护", "父或母无监护能力", "受委托监护人监护能力不足", "监护情况一般",
             "监护情况较好", "不好说"});
  check(41, {"打工", "种养殖", "政府救助", "亲朋接济", "其他", "卖药材"});
  check(42, {"低保", "临时救助", "医疗救助", "住房救助", "教育救助", "其他", "未享受",
             "孤儿基本生活费", "事实无人抚养补贴", "残疾人补贴", "特困供养"});
}

TEST_CASE("a village whose name is not enough is written by its code") {
  const DivisionIndex twice({{990'101'100'201, "北山村", {}}, {990'101'200'201, "北山村", {}}});
  FormChild child;
  DayFact fact;
  fact.id.kind = "residence";
  fact.value["division"] = "990101200201";
  child.facts.push_back(fact);
  CHECK(civil_form_cells(child, twice)[7] == "990101200201");
}

}  // namespace
}  // namespace caregrid::registry
