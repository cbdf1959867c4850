// Shows how small values are read: sex, yes and no, numbers, phones, ethnic groups, and the words
// of the vocabulary.
#include "registry/reading.h"

#include <doctest/doctest.h>

#include <vector>

#include "registry/vocabulary.h"

namespace caregrid::registry {
namespace {

TEST_CASE("sex in Chinese, English and codes") {
  for (const char* text : {"男", "M", "m", "boy", "1", " 男 ", "１", "Male"}) {
    CAPTURE(text);
    CHECK(read_sex(text) == Sex::male);
  }
  for (const char* text : {"女", "F", "girl", "2", "２", "female"}) {
    CAPTURE(text);
    CHECK(read_sex(text) == Sex::female);
  }
  CHECK(read_sex("") == Sex::unknown);
  CHECK(read_sex("9") == Sex::unspecified);
  CHECK_FALSE(read_sex("3"));
  CHECK_FALSE(read_sex("男女"));
}

TEST_CASE("yes and no") {
  for (const char* text : {"是", "有", "Y", "yes", "true", "TRUE", "1", "√"}) {
    CAPTURE(text);
    CHECK(read_yes_no(text) == true);
  }
  for (const char* text : {"否", "无", "N", "no", "false", "0", "×"}) {
    CAPTURE(text);
    CHECK(read_yes_no(text) == false);
  }
  CHECK_FALSE(read_yes_no(""));
  CHECK_FALSE(read_yes_no("也许"));
}

TEST_CASE("whole numbers") {
  CHECK(read_integer("12") == 12);
  CHECK(read_integer("１２") == 12);
  CHECK(read_integer("3次") == 3);
  CHECK(read_integer("4.0") == 4);
  CHECK_FALSE(read_integer("4.5"));
  CHECK_FALSE(read_integer("三"));
  CHECK_FALSE(read_integer("1,234"));
  CHECK_FALSE(read_integer("99999999999999999999"));
  CHECK(read_decimal("３４．５") == 34.5);
  CHECK_FALSE(read_decimal("34.5N"));
}

TEST_CASE("phones keep their digits only") {
  struct Row {
    std::string_view text;
    std::string_view digits;
  };
  const std::vector<Row> rows{
      {"10021008673", "10021008673"},
      {"100-2100-8673", "10021008673"},
      {"+86 100 2100 8673", "10021008673"},
      {"0086 10021008673", "10021008673"},
      {"１００２１００８６７３", "10021008673"},
      {"0938-3221234", "09383221234"},
      {"'10021008673", "10021008673"},
      {"1002100867", ""},
      {"100210086733", ""},
      {"无", ""},
      {"10021008673、10021008674", ""},
      {"", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(read_phone(row.text).value_or("") == row.digits);
  }
  CHECK(mask_phone("10021008673") == "100******73");
  CHECK(mask_phone("见备注") == "******");
  CHECK(mask_phone("").empty());
}

TEST_CASE("ethnic groups by name and code") {
  CHECK(read_ethnicity("汉族") == 1);
  CHECK(read_ethnicity("汉") == 1);
  CHECK(read_ethnicity("01") == 1);
  CHECK(read_ethnicity("Uyghur") == 5);
  CHECK(read_ethnicity("基诺族") == 56);
  CHECK(read_ethnicity("其他") == 97);
  CHECK_FALSE(read_ethnicity("57"));
  CHECK_FALSE(read_ethnicity("火星族"));
  CHECK(ethnicity_name(3) == "回族");
  CHECK(ethnicity_name(0).empty());
}

TEST_CASE("words of lists") {
  CHECK(schooling_code("小学") == "primary");
  CHECK(schooling_code("初级中学") == "junior");
  CHECK(schooling_code("县职业高中") == "vocational");
  CHECK(schooling_code("县第一高级中学") == "senior");
  CHECK(schooling_code("辍学") == "dropout");
  CHECK(schooling_code("Primary School") == "primary");
  CHECK(schooling_code("").empty());
  CHECK(stage_of_grade("二年级") == "primary");
  CHECK(stage_of_grade("八年级") == "junior");
  CHECK(stage_of_grade("初二") == "junior");
  CHECK(stage_of_grade("Grade 10") == "senior");
  CHECK(stage_of_grade("3") == "primary");
  CHECK(guardianship_code("受委托监护人监护能力不足") == "carer_insufficient");
  CHECK(guardianship_code("父或母无监护能力") == "parent_incapable");
  CHECK(health_code("患病") == "ill");
  CHECK(care_type_code("外祖父母") == "grandparents_maternal");
  CHECK(assistance_code("城乡低保") == "dibao");
  CHECK(split_list("低保、医疗救助; 其他") == std::vector<std::string>{"低保", "医疗救助", "其他"});
}

}  // namespace
}  // namespace caregrid::registry
