// Shows what is written, what is read, and what is refused before anything is built. Rows: a text,
// and the kind of failure or none.
#include "core/json.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

namespace caregrid::core::json {
namespace {

TEST_CASE("the writer sets commas and escapes") {
  Writer writer;
  writer.begin_object().member("name", "木\"\\\n\x01").member("age", std::int64_t{-7});
  writer.key("list").begin_array().integer(1).number(0.5).boolean(true).null().end_array();
  writer.key("empty").begin_object().end_object().key("raw").raw("[2]").end_object();
  CHECK(writer.text() ==
        R"({"name":"木\"\\\n\u0001","age":-7,"list":[1,0.5,true,null],"empty":{},"raw":[2]})");
}

TEST_CASE("what is written is read again") {
  Writer writer;
  std::string text;
  for (int c = 1; c < 128; ++c) {
    text.push_back(static_cast<char>(c));
  }
  writer.begin_array().string(text).integer(INT64_MAX).integer(INT64_MIN).number(1e-300);
  writer.end_array();
  const auto document = Document::parse(writer.text());
  REQUIRE(document.ok());
  const View root = document.value().root();
  REQUIRE(root.size() == 4);
  CHECK(root.at(0).as_string() == text);
  CHECK(root.at(1).as_integer() == INT64_MAX);
  CHECK(root.at(2).as_integer() == INT64_MIN);
  CHECK(root.at(3).as_number() == 1e-300);
}

TEST_CASE("an object may have ten thousand members, colons in texts are none") {
  const auto object_of = [](int members) {
    std::string text = "{";
    for (int i = 0; i < members; ++i) {
      text += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + R"(":":\":")";
    }
    return text + "}";
  };
  CHECK(Document::parse(object_of(10'000)).ok());
  CHECK(Document::parse(object_of(10'001)).error().reason == "json.too_many");
  CHECK(Document::parse("[\"" + std::string(20'000, ':') + "\"]").ok());
}

TEST_CASE("only JSON within the limits is read") {
  struct Row {
    std::string text;
    std::string_view reason;
  };
  const std::array rows = {
      Row{"{}", ""},
      Row{" [1, 2.5, -3e2] \n", ""},
      Row{"\"\\u6728\\ud83d\\ude00\"", ""},
      Row{std::string(32, '[') + std::string(32, ']'), ""},
      Row{std::string(33, '[') + std::string(33, ']'), "json.syntax"},
      Row{std::string((1U << 20U) + 1, ' '), "json.too_large"},
      Row{"", "json.syntax"},
      Row{"{", "json.syntax"},
      Row{"{} {}", "json.syntax"},
      Row{"[1,]", "json.syntax"},
      Row{"{'a':1}", "json.syntax"},
      Row{"// note\n1", "json.syntax"},
      Row{"NaN", "json.syntax"},
      Row{"01", "json.syntax"},
      Row{"\"\x01\"", "json.syntax"},
      Row{"\"\xff\"", "json.syntax"},
      Row{"\"\xc0\xaf\"", "json.syntax"},
      Row{"\"\\ud83d\"", "json.syntax"},
      Row{"\xef\xbb\xbf{}", "json.syntax"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text.substr(0, 40));
    const auto document = Document::parse(row.text);
    REQUIRE(document.ok() == row.reason.empty());
    if (!document) {
      CHECK(document.error().reason == row.reason);
    }
  }
}

TEST_CASE("a value is given only as what it is") {
  const auto document = Document::parse(R"({"text":"7","whole":7,"part":7.5,
      "big":18446744073709551615,"huge":1e999,"yes":true,"no":null})");
  REQUIRE(document.ok());
  const View root = document.value().root();
  struct Row {
    std::string_view name;
    Kind kind;
    std::optional<std::int64_t> integer;
    std::optional<double> number;
    std::optional<bool> boolean;
  };
  const std::array rows = {
      Row{"text", Kind::string, {}, {}, {}},  Row{"whole", Kind::number, 7, 7.0, {}},
      Row{"part", Kind::number, {}, 7.5, {}}, Row{"big", Kind::number, {}, 0x1p64, {}},
      Row{"huge", Kind::number, {}, {}, {}},  Row{"yes", Kind::boolean, {}, {}, true},
      Row{"no", Kind::null, {}, {}, {}},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto value = root.find(row.name);
    REQUIRE(value.has_value());
    CHECK(value->kind() == row.kind);
    CHECK(value->as_integer() == row.integer);
    CHECK(value->as_number() == row.number);
    CHECK(value->as_bool() == row.boolean);
    CHECK(value->as_string().has_value() == (row.kind == Kind::string));
    CHECK(value->size() == 0);
  }
  CHECK_FALSE(root.find("absent").has_value());
  CHECK_FALSE(root.find("text")->find("inside").has_value());
}

TEST_CASE("members are visited in their order, the last of two namesakes wins") {
  const auto document = Document::parse(R"({"b":1,"a":2,"c":3})");
  REQUIRE(document.ok());
  std::string order;
  document.value().root().each_member([&](std::string_view name, View) { order += name; });
  CHECK(order == "bac");
  const auto twice = Document::parse(R"({"a":1,"a":2})");
  REQUIRE(twice.ok());
  CHECK(twice.value().root().find("a")->as_integer() == 2);
}

TEST_CASE("an error names the byte") {
  const auto document = Document::parse(R"({"a":1,})");
  REQUIRE_FALSE(document.ok());
  CHECK(document.error() == invalid("", "json.syntax", "byte 7"));
}

}  // namespace
}  // namespace caregrid::core::json
