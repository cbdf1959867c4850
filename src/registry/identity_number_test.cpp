// Shows which texts are identity numbers and what they say, by the handbook's vectors (4.2), the
// standard's own examples and the forms clerks write. Student numbers (4.3) lean on the same rules.
#include "registry/identity_number.h"

#include <doctest/doctest.h>

#include <string_view>
#include <vector>

#include "registry/student_number.h"

namespace caregrid::registry {
namespace {

const core::Date today = *core::parse_iso_date("2026-09-21");

TEST_CASE("a text is an identity number or says why not") {
  struct Row {
    std::string_view text;
    IdentityCheck check;
    std::string_view normalised;
  };
  const std::vector<Row> rows{
      {"11010519491231002X", IdentityCheck::valid, "11010519491231002X"},
      {"440524188001010014", IdentityCheck::no_date, ""},  // 146 years old: read, not believed
      {"110105491231002", IdentityCheck::valid, "11010519491231002X"},
      {"990101201509030010", IdentityCheck::valid, "990101201509030010"},
      {"990101201509030029", IdentityCheck::valid, "990101201509030029"},
      {"990231200805171124", IdentityCheck::valid, "990231200805171124"},
      {"990101201402290015", IdentityCheck::no_date, ""},
      {"990101201509030011", IdentityCheck::no_check, ""},
      {"990101201509030091", IdentityCheck::no_check, ""},
      {"11010519491231002x", IdentityCheck::valid, "11010519491231002X"},
      {"'990101201509030010", IdentityCheck::valid, "990101201509030010"},
      {"\xE2\x80\x98"
       "990101201509030010",
       IdentityCheck::valid, "990101201509030010"},
      {"990101 20150903 0010", IdentityCheck::valid, "990101201509030010"},
      {"９９０１０１２０１５０９０３００１０", IdentityCheck::valid, "990101201509030010"},
      {"１１０１０５１９４９１２３１００２Ｘ", IdentityCheck::valid, "11010519491231002X"},
      {"\xE3\x80\x80"
       "990101201509030010\t",
       IdentityCheck::valid, "990101201509030010"},
      {"", IdentityCheck::no_format, ""},
      {"99010120150903001", IdentityCheck::no_format, ""},
      {"9901012015090300100", IdentityCheck::no_format, ""},
      {"9901012015090X0010", IdentityCheck::no_format, ""},
      {"99010120150903001O", IdentityCheck::no_format, ""},
      {"9.90101201509030E17", IdentityCheck::no_format, ""},
      {"11010549123100X", IdentityCheck::no_format, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const IdentityReading reading = read_identity_number(row.text, today);
    CHECK(static_cast<int>(reading.check) == static_cast<int>(row.check));
    CHECK(reading.number.has_value() == (row.check == IdentityCheck::valid));
    CHECK((reading.number ? reading.number->text() : "") == row.normalised);
  }
}

TEST_CASE("the standard's examples have the check character they should") {
  CHECK(identity_check_character("11010519491231002") == 'X');
  CHECK(identity_check_character("44052418800101001") == '4');
}

TEST_CASE("every wrong last character is caught, and every single wrong digit") {
  const std::string right = "990101201509030010";
  for (std::size_t at = 0; at < right.size(); ++at) {
    for (char c = '0'; c <= '9'; ++c) {
      std::string wrong = right;
      wrong[at] = c;
      CAPTURE(wrong);
      CHECK(read_identity_number(wrong, today).number.has_value() == (wrong == right));
    }
  }
}

TEST_CASE("a number says birth date and sex, and tomorrow's birth is not believed") {
  const auto boy = read_identity_number("990101201509030010", today).number;
  const auto girl = read_identity_number("990101201509030029", today).number;
  REQUIRE(boy);
  REQUIRE(girl);
  CHECK(core::to_iso(boy->born_on()) == "2015-09-03");
  CHECK(boy->sex() == Sex::male);
  CHECK(girl->sex() == Sex::female);
  CHECK(boy->is_synthetic());
  CHECK(read_identity_number("990101201509030010", boy->born_on()).number);
  CHECK(read_identity_number("990101201509030010", boy->born_on() + -1).check ==
        IdentityCheck::no_date);
}

TEST_CASE("keys keep everything and never meet a student number's") {
  const auto with_x = read_identity_number("11010519491231002X", today).number;
  const auto boy = read_identity_number("990101201509030010", today).number;
  const auto formal = read_student_number("G990101201509030010", today);
  const auto temporary = read_student_number("L990101201509030010", today);
  const auto built = read_student_number("J990101201509030010", today);
  REQUIRE((with_x && boy && formal && temporary && built));
  CHECK(with_x->key() == 11010519491231002LL * 11 + 10);
  const std::vector<std::int64_t> keys{with_x->key(), boy->key(), formal->key(), temporary->key(),
                                       built->key()};
  for (std::size_t i = 0; i < keys.size(); ++i) {
    CHECK(keys[i] > 0);
    for (std::size_t j = 0; j < i; ++j) {
      CHECK(keys[i] != keys[j]);
    }
  }
}

TEST_CASE("masking hides the birth date") {
  CHECK(mask_identity_number("990101201509030010") == "990101********0010");
  CHECK(mask_identity_number("990101") == "9****1");
  CHECK(mask_identity_number("").empty());
  CHECK(mask_student_number("G990101201509030010") == "G990101********0010");
}

TEST_CASE("student numbers: three kinds, and only a formal one holds an identity number") {
  struct Row {
    std::string_view text;
    bool is_number;
    bool has_identity;
  };
  const std::vector<Row> rows{
      {"G990101201509030010", true, true},    {"g990101201509030010", true, true},
      {"Ｇ990101 20150903 0010", true, true}, {"G99010120150903001X", true, false},
      {"L990101201509030010", true, false},   {"J990101201509030010", true, false},
      {"990101201509030010", false, false},   {"K990101201509030010", false, false},
      {"G9901012015090300", false, false},    {"", false, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto number = read_student_number(row.text, today);
    CHECK(number.has_value() == row.is_number);
    CHECK((number && number->identity().has_value()) == row.has_identity);
  }
}

}  // namespace
}  // namespace caregrid::registry
