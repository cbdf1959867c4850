// Shows that what is sealed about a child comes back as it was, and that bytes cut short or spun
// out are refused.
#include "registry/sealed.h"

#include <doctest/doctest.h>

#include <string>

namespace caregrid::registry {
namespace {

constexpr core::Date today{20'700};

ChildRecord full_record() {
  ChildRecord record;
  record.digest = -7;
  record.claim.name = "黄欢";
  record.claim.sex = Sex::female;
  record.claim.born_on = core::Date{-3};
  record.claim.identity = read_identity_number("990101201509030029", today).number;
  record.claim.student = read_student_number("G990101201509030029", today);
  record.facts = R"({"residence":{"division":620524100001}})";
  record.relations = {{RelationRole::father, "黄强", "10012345678", "浙江", "", ""},
                      {RelationRole::carer, "", "", "", "祖父母", "990101195509030021"}};
  return record;
}

void check_same(const ChildRecord& record) {
  const auto back = unpack_statement(pack(record), today);
  REQUIRE(back);
  CHECK(*back == StatementSecret{record.digest, record.claim, record.facts, record.relations});
}

}  // namespace

TEST_CASE("a statement comes back as it was packed") {
  check_same(full_record());
  check_same({});
}

TEST_CASE("a child comes back as it was packed") {
  const ChildSecret secret{"欢", "990101201509030029", "", 1};
  CHECK(unpack_child(pack(secret)) == secret);
  CHECK(unpack_child(pack(ChildSecret())) == ChildSecret());
}

TEST_CASE("bytes cut short or spun out are refused") {
  const std::string statement = pack(full_record());
  const std::string child = pack(ChildSecret{"欢", "1", "2", 3});
  for (std::size_t size = 0; size < statement.size(); ++size) {
    CHECK_FALSE(unpack_statement(statement.substr(0, size), today));
  }
  for (std::size_t size = 0; size < child.size(); ++size) {
    CHECK_FALSE(unpack_child(child.substr(0, size)));
  }
  CHECK_FALSE(unpack_child(child + "x"));
  CHECK_FALSE(unpack_statement(statement + "x", today));
}

}  // namespace caregrid::registry
