// Shows that one description writes JSON, reads it back, names the faulty field by its path, and
// gives the schema. Each row of the reading table is an input and the error it must produce.
#include "core/json_codec.h"

#include <doctest/doctest.h>

#include "core/json_schema.h"

namespace caregrid::core {
namespace {

enum class Shape { round, square };
struct Hole {
  Shape shape = Shape::round;
  std::optional<int> width_cm;
  bool operator==(const Hole&) const = default;
};
struct Board {
  std::string name;
  std::vector<Hole> holes;
  Date made_on;
  bool operator==(const Board&) const = default;
};

}  // namespace

template <>
struct Describe<Shape> {
  static constexpr std::string_view name = "Shape";
  static constexpr std::array values = {ValueOf{Shape::round, "round"},
                                        ValueOf{Shape::square, "square"}};
};
template <>
struct Describe<Hole> {
  static constexpr std::string_view name = "Hole";
  static constexpr auto fields =
      std::tuple{field("shape", &Hole::shape), field("width_cm", &Hole::width_cm, "Widest way")};
};
template <>
struct Describe<Board> {
  static constexpr std::string_view name = "Board";
  static constexpr auto fields =
      std::tuple{field("name", &Board::name), field("holes", &Board::holes),
                 field("made_on", &Board::made_on)};
};

namespace {

constexpr std::string_view whole = R"({"name":"a\"b","holes":[{"shape":"square","width_cm":3},)"
                                   R"({"shape":"round","width_cm":null}],"made_on":"2026-09-21"})";

TEST_CASE("a described value survives writing and reading") {
  const auto board = from_json<Board>(whole);
  REQUIRE(board.ok());
  CHECK(board->holes.size() == 2);
  CHECK(to_json(*board) == whole);
}

TEST_CASE("a fault is named by the path to its field") {
  struct Row {
    std::string_view input;
    std::string_view field;
    std::string_view reason;
  };
  const Row rows[] = {
      {R"({)", "", "json.syntax"},
      {R"([])", "", "json.type"},
      {R"({"holes":[],"made_on":"2026-09-21"})", "name", "json.missing"},
      {R"({"name":1,"holes":[],"made_on":"2026-09-21"})", "name", "json.type"},
      {R"({"name":"","holes":[{"shape":"oval"}],"made_on":"2026-09-21"})", "holes[0].shape",
       "json.value"},
      {R"({"name":"","holes":[{"shape":"round","width_cm":9999999999}],"made_on":"2026-09-21"})",
       "holes[0].width_cm", "json.range"},
      {R"({"name":"","holes":[],"made_on":"2026-02-30"})", "made_on", "json.type"},
      {R"({"name":"","holes":[{"shape":"round","depth":1}],"made_on":"2026-09-21"})",
       "holes[0].depth", "json.unknown"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.input);
    const auto read = from_json<Board>(row.input);
    REQUIRE(!read.ok());
    CHECK(read.error().field == row.field);
    CHECK(read.error().reason == row.reason);
  }
}

TEST_CASE("the schema refers to named parts and keeps descriptions") {
  SchemaBook book;
  CHECK(schema_of<std::vector<Board>>(book) ==
        R"({"type":"array","items":{"$ref":"#/components/schemas/Board"}})");
  REQUIRE(book.text.size() == 3);
  CHECK(book.text["Shape"] == R"({"type":"string","enum":["round","square"]})");
  CHECK(book.text["Hole"].find(R"("description":"Widest way")") != std::string::npos);
}

}  // namespace
}  // namespace caregrid::core
