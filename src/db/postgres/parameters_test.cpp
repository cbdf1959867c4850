// Shows how named parameters become numbered ones, and how values are laid out for the server.
// Rows of SQL and what must come out.

#include "db/postgres/parameters.h"

#include <doctest/doctest.h>

#include <array>

namespace caregrid::db::postgres {
namespace {

struct NumberRow {
  std::string_view sql;
  NumberedText expected;
};

TEST_CASE("names become numbers outside of quotes and comments") {
  const std::vector<NumberRow> rows = {
      {"SELECT 1", {"SELECT 1", {}}},
      {"a = :a AND b = :b_2", {"a = $1 AND b = $2", {"a", "b_2"}}},
      {":b,:a,:b", {"$1,$2,$1", {"b", "a"}}},
      {"':a' || \":a\" || :a -- :b\n/* :c */", {"':a' || \":a\" || $1 -- :b\n/* :c */", {"a"}}},
      {":a::bigint", {"$1::bigint", {"a"}}},
      {"x[1: 2]", {"x[1: 2]", {}}},
      {"'it''s :a'", {"'it''s :a'", {}}},
  };
  for (const NumberRow& row : rows) {
    CAPTURE(row.sql);
    CHECK(number_parameters(row.sql) == row.expected);
  }
}

std::string reason_of(const std::vector<std::string>& names, Binds binds) {
  const auto arranged = arrange(names, binds);
  return arranged ? "" : arranged.error().detail;
}

TEST_CASE("values are put in the statement's order with their types") {
  const auto arranged = arrange(
      {"a", "b", "c", "d", "e"},
      {{"e", std::nullopt}, {"d", core::as_bytes("\x01")}, {"c", "word"}, {"b", 1.5}, {"a", 258}});
  REQUIRE(arranged.ok());
  CHECK(arranged->types == std::vector<std::uint32_t>{type::int8, type::float8, type::text,
                                                      type::bytes, type::unknown});
  CHECK(arranged->lengths == std::vector<int>{8, 8, 4, 1, -1});
  CHECK(std::string_view(arranged->values[0], 8) == std::string_view("\0\0\0\0\0\0\1\2", 8));
  CHECK(std::string_view(arranged->values[1], 2) == "\x3F\xF8");
  CHECK(arranged->values[4] == nullptr);
}

TEST_CASE("a parameter that is missing, doubled or unknown is named") {
  CHECK(reason_of({"a"}, {}) == "missing parameter :a");
  CHECK(reason_of({"a"}, {{"a", 1}, {"b", 2}}) == "unknown parameter :b");
  CHECK(reason_of({"a", "b"}, {{"a", 1}, {"a", 2}}) == "doubled parameter :a");
  CHECK(reason_of({"a"}, {{"a", 1}}) == "");
}

}  // namespace
}  // namespace caregrid::db::postgres
