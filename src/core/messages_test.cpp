// Shows that every reason the program can give has a sentence in both languages: it reads the
// sources for literals of the form "noun.what" and looks each one up. Also that sentences are
// filled and that both files hold the same keys.
#include "core/messages.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "core/json.h"

namespace caregrid::core {
namespace {

bool is_key_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

/// A reason is two words with a dot between; files and hosts have endings of their own.
bool is_reason(std::string_view literal) {
  const std::size_t dot = literal.find('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 2 >= literal.size() ||
      literal.find('.', dot + 1) != std::string_view::npos || literal.front() < 'a') {
    return false;
  }
  if (literal.starts_with("webauthn.")) {  // What a browser calls its two ceremonies.
    return false;
  }
  constexpr std::array<std::string_view, 12> endings{"xlsx", "csv", "json", "html", "js",  "css",
                                                     "sql",  "xml", "txt",  "db",   "svg", "rels"};
  const std::string_view ending = literal.substr(dot + 1);
  return std::find(endings.begin(), endings.end(), ending) == endings.end();
}

/// Literals of a line that look like reasons, without those of include lines.
void collect_reasons(const std::string& source, std::set<std::string>& reasons) {
  for (std::size_t open = source.find('"'); open != std::string::npos;) {
    std::size_t end = open + 1;
    while (end < source.size() && is_key_character(source[end])) {
      ++end;
    }
    const bool is_whole = end < source.size() && source[end] == '"';
    const std::string_view literal = std::string_view(source).substr(open + 1, end - open - 1);
    if (is_whole && !source.substr(open < 10 ? 0 : open - 10, 10).starts_with("#include ") &&
        is_reason(literal)) {
      reasons.emplace(literal);
    }
    open = source.find('"', end + (is_whole ? 1 : 0));
  }
}

std::set<std::string> reasons_in_sources() {
  std::set<std::string> reasons;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("src")) {
    const std::string path = entry.path().string();
    const bool is_source = path.ends_with(".cpp") || path.ends_with(".h");
    if (is_source && !path.ends_with("_test.cpp")) {
      std::ifstream file(path);
      for (std::string line; std::getline(file, line);) {
        const std::size_t begin = line.find_first_not_of(' ');
        if (begin != std::string::npos && line.compare(begin, 2, "//") != 0) {
          collect_reasons(line, reasons);
        }
      }
    }
  }
  return reasons;
}

TEST_CASE("every reason in the sources has a sentence in both languages") {
  const auto reasons = reasons_in_sources();
  CHECK(reasons.size() > 100);  // Otherwise the search itself is broken.
  for (const std::string& reason : reasons) {
    CAPTURE(reason);
    CHECK(has_message(Language::zh, reason));
    CHECK(has_message(Language::en, reason));
  }
}

TEST_CASE("the search finds a planted reason and leaves everything else") {
  std::set<std::string> reasons;
  collect_reasons(
      "#include \"core/file.h\"\nreturn invalid(\"born_on\", \"date.in_future\"); "
      "f(\"a.b.c\", \"list.csv\", \"A.b\", \"no dot\", \"x.y z\");",
      reasons);
  CHECK(reasons == std::set<std::string>{"date.in_future"});
}

TEST_CASE("both languages hold the same keys") {
  for (const EmbeddedFile& file : message_files()) {
    const auto document = json::Document::parse(file.content);
    REQUIRE(document.ok());
    document.value().root().each_member([](std::string_view key, json::View text) {
      CAPTURE(key);
      CHECK(!text.as_string().value_or("").empty());
      CHECK(has_message(Language::zh, key));
      CHECK(has_message(Language::en, key));
    });
  }
}

TEST_CASE("a key without a sentence is shown itself") {
  CHECK(message(Language::zh, "nothing.of_the_kind") == "nothing.of_the_kind");
  CHECK(message(Language::en, "table.empty").starts_with("The file is empty"));
}

TEST_CASE("the language asked for first is spoken") {
  CHECK(parse_language("") == Language::zh);
  CHECK(parse_language("zh-CN,zh;q=0.9,en;q=0.8") == Language::zh);
  CHECK(parse_language("en-GB,en;q=0.9,zh;q=0.1") == Language::en);
}

}  // namespace
}  // namespace caregrid::core
