// Shows how a workbook's numbers become text: shortest digits, both date systems with the leap day
// of 1900, and which number formats are dates. How: table rows.

#include "tabular/xlsx_value.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace caregrid::tabular {

TEST_CASE("numbers come as their shortest exact text") {
  struct Case {
    std::string stored;
    std::optional<std::string> expected;
  };
  const std::vector<Case> cases = {
      {"0", "0"},
      {"-0", "0"},
      {"42", "42"},
      {"-7", "-7"},
      {"007", "7"},
      {"0.10000000000000001", "0.1"},
      {"3.1400000000000001", "3.14"},
      {"1.5E3", "1500"},
      {"2.5E-3", "0.0025"},
      {"13800000000", "13800000000"},
      {"996527201609178048", "996527201609178048"},
      {"9.96527201609178E+17", "996527201609178000"},
      {"-1.25E-3", "-0.00125"},
      {"1E21", "1e+21"},
      {"1E20", "100000000000000000000"},
      {"1e-8", "1e-08"},
      {"1e400", std::nullopt},
      {"abc", std::nullopt},
      {"1 ", std::nullopt},
      {"", std::nullopt},
      {"-", std::nullopt},
      {"nan", std::nullopt},
  };
  for (const Case& item : cases) {
    CAPTURE(item.stored);
    CHECK(number_text(item.stored) == item.expected);
  }
}

TEST_CASE("serial numbers become civil days") {
  struct Case {
    double serial;
    DateSystem system;
    std::optional<std::string> expected;
  };
  const std::vector<Case> cases = {
      {1, DateSystem::from_1900, "1900-01-01"},
      {59, DateSystem::from_1900, "1900-02-28"},
      {60, DateSystem::from_1900, "1900-02-29"},  // As Excel shows it; no such day.
      {61, DateSystem::from_1900, "1900-03-01"},
      {42'630, DateSystem::from_1900, "2016-09-17"},
      {42'630.9999, DateSystem::from_1900, "2016-09-17"},
      {2'958'465, DateSystem::from_1900, "9999-12-31"},
      {2'958'466, DateSystem::from_1900, std::nullopt},
      {0.5, DateSystem::from_1900, std::nullopt},
      {-1, DateSystem::from_1900, std::nullopt},
      {0, DateSystem::from_1904, "1904-01-01"},
      {41'168, DateSystem::from_1904, "2016-09-17"},
      {2'957'003, DateSystem::from_1904, "9999-12-31"},
      {2'957'004, DateSystem::from_1904, std::nullopt},
  };
  for (const Case& item : cases) {
    CAPTURE(item.serial);
    CHECK(date_text(item.serial, item.system) == item.expected);
  }
  CHECK(time_text(0.354166666666667) == "08:30");
  CHECK(time_text(0.35434027777777777) == "08:30:15");
  CHECK(time_text(0.999999) == "00:00");
}

TEST_CASE("number formats are told apart") {
  struct Case {
    std::string code;
    NumberStyle expected;
  };
  const std::vector<Case> cases = {
      {"General", NumberStyle::plain},
      {"0.00", NumberStyle::plain},
      {"#,##0;[Red]-#,##0", NumberStyle::plain},
      {"0.00E+00", NumberStyle::plain},
      {"\"day\" 0", NumberStyle::plain},
      {"0\\d", NumberStyle::plain},
      {"0_d", NumberStyle::plain},
      {"@", NumberStyle::plain},
      {"[$￥-804]#,##0.00", NumberStyle::plain},
      {"[DBNum1]General", NumberStyle::plain},
      {"yyyy-mm-dd", NumberStyle::date},
      {"YYYY/M/D", NumberStyle::date},
      {"yyyy\"年\"m\"月\"d\"日\"", NumberStyle::date},
      {"yyyy年m月d日", NumberStyle::date},
      {"[$-804]yyyy\"年\"m\"月\";@", NumberStyle::date},
      {"[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\";@", NumberStyle::date},
      {"m\"月\"d\"日\"", NumberStyle::date},
      {"[$-F800]dddd, mmmm dd, yyyy", NumberStyle::date},
      {"yyyy/m/d h:mm;@", NumberStyle::date},
      {"[$-411]ge.m.d", NumberStyle::date},
      {"mmm-yy", NumberStyle::date},
      {"h:mm:ss", NumberStyle::time},
      {"[h]:mm:ss", NumberStyle::time},
      {"上午/下午h\"时\"mm\"分\"", NumberStyle::time},
      {"\"unclosed", NumberStyle::plain},
      {"[unclosed", NumberStyle::plain},
      {"", NumberStyle::plain},
  };
  for (const Case& item : cases) {
    CAPTURE(item.code);
    CHECK(classify_format(item.code) == item.expected);
  }
  for (const int id : {14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58}) {
    CAPTURE(id);
    CHECK(classify_builtin_format(id) == NumberStyle::date);
  }
  for (const int id : {18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56}) {
    CAPTURE(id);
    CHECK(classify_builtin_format(id) == NumberStyle::time);
  }
  for (const int id : {0, 1, 2, 9, 11, 13, 23, 37, 44, 48, 49, 59, -1, 164}) {
    CAPTURE(id);
    CHECK(classify_builtin_format(id) == NumberStyle::plain);
  }
}

TEST_CASE("escaped control characters come back") {
  struct Case {
    std::string stored;
    std::string expected;
  };
  const std::vector<Case> cases = {
      {"a_x000D_b", "a\rb"},
      {"_x005F_x000D_", "_x000D_"},
      {"_x4E2D_", "中"},
      {"_x00zz_", "_x00zz_"},
      {"_x000D", "_x000D"},
      {"_x_x0041_", "_xA"},
      {"plain _ text", "plain _ text"},
      {"_xD800_", "\xEF\xBF\xBD"},
  };
  for (const Case& item : cases) {
    CAPTURE(item.stored);
    std::string text = item.stored;
    unescape_controls(text);
    CHECK(text == item.expected);
    std::string protected_text = escape_controls(item.stored);
    unescape_controls(protected_text);
    CHECK(protected_text == item.stored);
  }
}

}  // namespace caregrid::tabular
