// Shows what headers are compared as. Each row is a header as offices write it, and what it
// becomes.
#include "intake/header.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

namespace caregrid::intake {
namespace {

TEST_CASE("headers are compared without what does not matter") {
  struct Row {
    std::string_view header;
    std::string_view normal;
  };
  constexpr std::array rows{
      Row{"姓名", "姓名"},
      Row{" 姓  名 ", "姓名"},
      Row{"姓　名", "姓名"},
      Row{"服务半径(公里)", "服务半径"},
      Row{"服务半径（公里）", "服务半径"},
      Row{"【必填】身份证号", "身份证号"},
      Row{"（出生日期）", "出生日期"},
      Row{"Date of Birth", "dateofbirth"},
      Row{"date_of_birth*", "dateofbirth"},
      Row{"ＩＤ　Ｎｏ．", "idno"},
      Row{"監護人電話", "监护人电话"},
      Row{"出生\n日期", "出生日期"},
      Row{"父亲/姓名：", "父亲姓名"},
      Row{"", ""},
      Row{"---", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.header);
    CHECK(normalise_header(row.header) == row.normal);
  }
}

TEST_CASE("a header may be looked up as several things, never as another person's") {
  struct Row {
    std::string_view header;
    std::string_view reading;
    bool is_there;
  };
  constexpr std::array rows{
      Row{"学生姓名", "姓名", true},
      Row{"姓名（父亲）", "父亲姓名", true},
      Row{"姓名（父亲）", "姓名", false},
      Row{"母亲姓名", "姓名", false},
      Row{"姓名（必填）", "姓名", true},
      Row{"基本信息\n姓名", "姓名", true},
      Row{"武山县留守儿童花名册\n姓名", "姓名", true},
      Row{"父亲\n姓名", "父亲姓名", true},
      Row{"父亲\n姓名", "姓名", false},
      Row{"学校\n名称", "名称", false},
      Row{"Child's name (required)", "name", true},
      Row{"Student Name", "name", true},
      Row{"School name", "name", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.header);
    const auto readings = header_readings(row.header);
    CHECK((std::ranges::find(readings, row.reading) != readings.end()) == row.is_there);
  }
}

TEST_CASE("sums and lines about the form are told from records") {
  for (const std::string_view sum : {"合计", "合 计", "总计：", "小计", "合计：4221人", "Total",
                                     "GRAND TOTAL", "sub-total", "共计423名"}) {
    CAPTURE(sum);
    CHECK(is_total_word(sum));
  }
  for (const std::string_view other : {"计小明", "总部小学", "1", "Totalidad", "", "数学"}) {
    CAPTURE(other);
    CHECK_FALSE(is_total_word(other));
  }
  CHECK(is_form_note("填表人：王某　　审核人："));
  CHECK(is_form_note("注: 此表一式两份"));
  CHECK(is_form_note("Prepared by: the office"));
  CHECK_FALSE(is_form_note("注小明"));
  CHECK_FALSE(is_form_note("08:30"));
}

TEST_CASE("the column of reasons is known by its header in both languages") {
  CHECK(is_reason_header("未导入原因"));
  CHECK(is_reason_header("Reason not imported"));
  CHECK_FALSE(is_reason_header("原因"));
}

}  // namespace
}  // namespace caregrid::intake
