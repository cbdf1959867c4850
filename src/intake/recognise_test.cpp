// Shows that sheets are recognised by what their headers mean, in any order, language and layout.
// A sheet is drawn as lines of cells parted by "|"; each case says the kind, the header row and the
// field of each column ("-" for none) that must come out. The kinds are a small set of our own.
#include "intake/recognise.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace caregrid::intake {
namespace {

using Words = std::array<std::string_view, 6>;

constexpr Words name_words{"姓名", "儿童姓名", "学生姓名", "child name", "full name", "name"};
constexpr Words id_words{"身份证号", "公民身份号码", "身份证号码",
                         "证件号码", "id number",    "id no"};
constexpr Words born_words{"出生日期", "出生年月日", "出生年月", "生日", "date of birth", "dob"};
constexpr Words village_words{"现居住地", "家庭住址", "村", "所在村", "village", "户籍所在地"};
constexpr Words father_words{"父亲姓名", "父名", "父", "father", "father name", "爸爸"};
constexpr Words phone_words{"监护人电话", "联系电话", "电话", "phone", "guardian phone", "手机"};
constexpr Words sex_words{"性别", "sex", "gender", "男女", "性 别", "child sex"};
constexpr Words kind_words{"需求类型", "需求", "帮扶需求", "need", "kind of help", "服务需求"};
constexpr Words times_words{"每周次数", "次数", "每周人次", "times a week", "units", "频次"};
constexpr Words school_words{"学校名称", "学校", "校名", "school name", "school", "学校全称"};
constexpr Words stage_words{"学段", "办学类型", "stage", "level", "类别", "学校类别"};
constexpr Words place_words{"所在村代码", "区划代码",     "代码",
                            "code",       "village code", "行政区划代码"};

constexpr std::array child_fields{
    Field{"name", name_words, true},      Field{"id_number", id_words, false},
    Field{"born_on", born_words, false},  Field{"village", village_words, false},
    Field{"father", father_words, false}, Field{"phone", phone_words, false},
    Field{"sex", sex_words, false}};
constexpr std::array need_fields{
    Field{"name", name_words, false}, Field{"id_number", id_words, false},
    Field{"village", village_words, false}, Field{"kind", kind_words, true},
    Field{"units", times_words, false}};
constexpr std::array school_fields{Field{"name", school_words, true},
                                   Field{"stage", stage_words, true},
                                   Field{"village", place_words, false}};
constexpr std::array kinds{Kind{"school", school_fields}, Kind{"child", child_fields},
                           Kind{"need", need_fields}};

std::vector<HeadRow> sheet_of(std::string_view drawing) {
  std::vector<HeadRow> rows;
  std::int64_t number = 0;
  while (!drawing.empty()) {
    const std::size_t end = drawing.find(';');
    std::string_view line = drawing.substr(0, end);
    drawing = end == std::string_view::npos ? std::string_view() : drawing.substr(end + 1);
    HeadRow row{++number, {}};
    for (bool has_more = !line.empty(); has_more;) {
      const std::size_t bar = line.find('|');
      row.cells.emplace_back(line.substr(0, bar));
      has_more = bar != std::string_view::npos;
      line = has_more ? line.substr(bar + 1) : std::string_view();
    }
    if (!row.cells.empty()) {
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

std::string fields_of(const SheetMapping& mapping) {
  std::string fields;
  for (const ColumnMapping& column : mapping.columns) {
    fields += (fields.empty() ? "" : " ") + column.field.value_or("-");
  }
  return fields;
}

struct Case {
  std::string_view what;
  std::string_view sheet;
  std::string_view kind;
  std::int64_t header_row;
  std::string_view fields;
};

constexpr std::array cases{
    Case{"a plain list", "姓名|性别|身份证号|家庭住址;甲|男|1|某村", "child", 1,
         "name sex id_number village"},
    Case{"a title, a blank line and a line of notes before the header",
         "某县儿童花名册;;填表单位：民政局;序号|姓名|性别|出生日期;1|甲|男|2015-1-1", "child", 4,
         "- name sex born_on"},
    Case{"two title rows", "某县;二〇二六年秋季学期学生登记表;学生姓名|身份证号|联系电话;甲|1|2",
         "child", 3, "name id_number phone"},
    Case{"shuffled columns", "联系电话|出生年月日|性别|公民身份号码|姓名;1|2|男|3|甲", "child", 1,
         "phone born_on sex id_number name"},
    Case{"an NGO's English list",
         "child_name|name_pinyin|sex|date_of_birth|village|guardian_phone;"
         "a|b|girl|04/06/2019|v|1",
         "child", 1, "name - sex born_on village phone"},
    Case{"English in capitals, with units and stars",
         "FULL NAME *|D.O.B.|Gender (M/F)|ID No.|Village;a|b|c|d|e", "child", 1,
         "name born_on sex id_number village"},
    Case{"spaces and full-width forms inside headers", "姓　名|性 别|身份证号码（18位）;甲|男|1",
         "child", 1, "name sex id_number"},
    Case{"a header in two lines under group titles",
         "基本信息||父亲||村;姓名|性别|姓名|电话|;甲|男|乙|1|某村", "child", 2,
         "name sex father - village"},
    Case{"group titles that say nothing", "儿童情况|||监护人;姓名|性别|生日|电话;甲|男|1|2",
         "child", 2, "name sex born_on phone"},
    Case{"needs beat children where they know more",
         "儿童姓名|身份证号|所在村|需求类型|每周次数;"
         "甲|1|某村|阅读|2",
         "need", 1, "name id_number village kind units"},
    Case{"children win where needs lack what they require",
         "儿童姓名|身份证号|所在村|说明;甲|1|村|", "child", 1, "name id_number village -"},
    Case{"a list of schools", "学校名称|学段|所在村代码|缺少学科;一小|小学|6205|音乐", "school", 1,
         "name stage village -"},
    Case{"the better wording gets the field", "户籍所在地|现居住地|姓名|性别;a|b|甲|男", "child", 1,
         "- village name sex"},
    Case{"a table of something else", "file|row|child;a.csv|3|17", "", 1, "- - -"},
    Case{"a name among other things is not enough", "姓名|职务|单位|工资|备注;甲|1|2|3|4", "", 1,
         "- - - - -"},
    Case{"prose with commas", "a note|name|sex|id number;one|two|three|four|five;x|y|z|a|b|c", "",
         3, "- - - - - -"},
    Case{"no header at all", "甲|男|5;乙|女|6", "", 1, "- - -"},
    Case{"an empty sheet", "", "", 0, ""},
    Case{"a reason column is passed over", "姓名|性别|身份证号|未导入原因;甲|男|1|错", "child", 1,
         "name sex id_number -"},
    Case{"values speak where the header does not",
         "姓名|性别|号;甲|男|991073201903125066;乙|女|991073201903125066;丙|女|991073201903125066",
         "child", 1, "name sex id_number"},
};

TEST_CASE("sheets are recognised by meaning") {
  for (const Case& c : cases) {
    CAPTURE(c.what);
    const auto rows = sheet_of(c.sheet);
    const Recognition seen = recognise("名单", rows, kinds);
    CHECK(seen.mapping.kind.value_or("") == c.kind);
    CHECK(seen.mapping.header_row == c.header_row);
    CHECK(fields_of(seen.mapping) == c.fields);
  }
}

bool has_warning(const Recognition& seen, std::string_view reason, std::string_view column) {
  return std::ranges::any_of(seen.warnings, [&](const Finding& finding) {
    return finding.reason == reason && finding.column == column;
  });
}

TEST_CASE("of two equal headers the first counts, and people are told") {
  const auto rows = sheet_of("姓名|性别|身份证号|姓名;甲|男|1|乙");
  const Recognition seen = recognise("", rows, kinds);
  CHECK(fields_of(seen.mapping) == "name sex id_number -");
  CHECK(has_warning(seen, "header.duplicate", "姓名"));
}

TEST_CASE("columns that are left out are named, serial numbers are not") {
  const auto rows = sheet_of("序号|姓名|性别|身份证号|爱好;1|甲|男|1|画画");
  const Recognition seen = recognise("", rows, kinds);
  CHECK(has_warning(seen, "header.left_out", "爱好"));
  CHECK(seen.warnings.size() == 1);
}

TEST_CASE("a sheet that lacks what its kind requires says so") {
  const auto rows = sheet_of("性别|身份证号|出生日期|家庭住址;男|1|2|某村");
  const Recognition seen = recognise("", rows, kinds);
  CHECK(seen.mapping.kind == "child");
  CHECK(seen.missing_fields == std::vector<std::string>{"name"});
}

TEST_CASE("samples show up to three values below the header") {
  const auto rows = sheet_of("姓名|性别|生日;甲|男|;乙||;丙|女|;丁|男|1");
  const Recognition seen = recognise("", rows, kinds);
  REQUIRE(seen.mapping.columns.size() == 3);
  CHECK(seen.mapping.columns[0].samples == std::vector<std::string>{"甲", "乙", "丙"});
  CHECK(seen.mapping.columns[2].samples == std::vector<std::string>{"1"});
}

}  // namespace
}  // namespace caregrid::intake
