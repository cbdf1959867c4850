// Shows that no text becomes a formula on its way into a file: case by case, and over random texts
// made of everything that has fooled somebody.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/rng.h"
#include "support/scratch_folder.h"
#include "support/table_text.h"
#include "tabular/table_writer.h"

namespace caregrid::tabular {
namespace {

using namespace std::string_view_literals;

constexpr std::array triggers{"="sv,  "+"sv,  "-"sv,  "@"sv,  "\t"sv, "\r"sv,
                              "\n"sv, "＝"sv, "＋"sv, "－"sv, "＠"sv};

/// What people have put before a formula so that a check of the first character misses it.
constexpr std::array disguises{
    "\0"sv,     "\x01"sv,   "\x1F"sv,   "\x7F"sv,       "\u0085"sv,     "\u00AD"sv,    "\u180E"sv,
    "\u200B"sv, "\u200D"sv, "\u200E"sv, "\u202E"sv,     "\u2060"sv,     "\u2066"sv,    "\u2069"sv,
    "\u206A"sv, "\uFEFF"sv, "\uFFF9"sv, "\U000E0001"sv, "\U000E0041"sv, "\U000E007F"sv};

bool begins_formula(std::string_view text) {
  return std::ranges::any_of(triggers, [&](auto trigger) { return text.starts_with(trigger); });
}

TEST_CASE("a disguised formula is a formula") {
  for (const auto trigger : triggers) {
    for (const auto disguise : disguises) {
      for (const std::string& text :
           {std::string(disguise) + std::string(trigger) + "cmd|' /C'!A0",
            std::string(disguise) + std::string(disguise) + std::string(trigger) + "1"}) {
        const std::string safe = formula_safe(text);
        CAPTURE(safe);
        CHECK(safe.starts_with("'"));
        CHECK(safe.find(disguise) == std::string::npos);
      }
    }
  }
}

TEST_CASE("what is no formula stays as it is") {
  for (const char* text : {"张三", "a=b", "1+1", "x-y", "name@example", "·", "阿依古丽·买买提",
                           "𠮷\U000E0100", "3 = 4"}) {
    CHECK(formula_safe(text) == text);
  }
}

/// Texts of a few pieces each, most of them dangerous.
std::string random_text(core::SeededRng& rng) {
  constexpr std::array harmless{"张"sv, "a"sv, "1"sv, "\""sv, ","sv, ";"sv, "'"sv, " "sv, "\r\n"sv};
  std::string text;
  for (std::uint64_t left = rng.below(6); left > 0; --left) {
    const std::uint64_t kind = rng.below(3);
    text += kind == 0   ? triggers[rng.below(triggers.size())]
            : kind == 1 ? disguises[rng.below(disguises.size())]
                        : harmless[rng.below(harmless.size())];
  }
  return text;
}

TEST_CASE("no random text begins a formula, and making it safe again changes nothing") {
  core::SeededRng rng(3);
  for (int turn = 0; turn < 100'000; ++turn) {
    const std::string safe = formula_safe(random_text(rng));
    REQUIRE(!begins_formula(safe));
    REQUIRE(formula_safe(safe) == safe);
    REQUIRE(printable(safe) == safe);
  }
}

TEST_CASE("a workbook holds formulas as typed text, a CSV file behind an apostrophe") {
  const support::ScratchFolder folder;
  const std::vector<OutCell> cells{OutCell{"=1+1"}, OutCell{"\u200B=cmd|' /C calc'!A0"},
                                   OutCell{"＝SUM(A1)"}, OutCell{"a,\"b\"\r\nc"}};
  const auto written = [&](auto create) {
    auto writer = create(folder.path("t"));
    REQUIRE(writer);
    REQUIRE((*writer)->begin_sheet(SheetSpec{.name = "s", .header = {}}));
    REQUIRE((*writer)->add_row(cells));
    REQUIRE((*writer)->finish());
    return support::table_text(folder.path("t"));
  };
  const auto workbook = written([](const std::string& path) { return create_xlsx(path); });
  CHECK(workbook.find("t:=1+1 | t:=cmd|' /C calc'!A0 | t:＝SUM(A1)") != std::string::npos);
  const auto csv = written([](const std::string& path) { return create_csv(path); });
  CHECK(csv.find("t:'=1+1 | t:'=cmd|' /C calc'!A0 | t:'＝SUM(A1)") != std::string::npos);
}

}  // namespace
}  // namespace caregrid::tabular
