// Shows what of a URL is understood and what is refused. Rows: text → decoded, or nothing.
#include "http/url.h"

#include <doctest/doctest.h>

namespace caregrid::http {
namespace {

TEST_CASE("percent-encoding is undone or refused") {
  struct Row {
    std::string_view text;
    std::optional<std::string> decoded;
  };
  const Row rows[] = {
      {"plain", "plain"},    {"%E5%BC%A0", "张"},      {"a%2Fb", "a/b"},      {"a+b", "a b"},
      {"%", std::nullopt},   {"%4", std::nullopt},     {"%zz", std::nullopt}, {"%00", std::nullopt},
      {"%FF", std::nullopt}, {"%C0%AF", std::nullopt},  // An overlong "/".
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(decode_percent(row.text, true) == row.decoded);
  }
  CHECK(decode_percent("a+b", false) == "a+b");
}

TEST_CASE("a query is a list of pairs") {
  const auto pairs = parse_query("query=%E5%BC%A0&limit=5&&flag");
  REQUIRE(pairs.ok());
  CHECK(*pairs == QueryPairs{{"query", "张"}, {"limit", "5"}, {"flag", ""}});
  CHECK(parse_query("a=%FF").error().reason == "query.encoding");
  std::string many;
  for (int i = 0; i < 33; ++i) {
    many += "a=1&";
  }
  CHECK(parse_query(many).error().reason == "query.too_many");
}

}  // namespace
}  // namespace caregrid::http
