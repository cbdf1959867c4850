// Statuses of a million children under every scheme that ships, from what lists state: each child's
// statements are parsed, drawn together as facts, handed to the rules and asked, in blocks of
// 50,000, on one core. Target: 2 s for the asking; reading statements is told for itself, and so
// is what opening their seals would add (bench/seal_bench). The answers of 300 children are first
// held against the step-by-step reference.
#include <array>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "core/rng.h"
#include "registry/child_status.h"
#include "registry/rule_book.h"
#include "rules/program.h"

namespace {

using namespace caregrid;
using namespace caregrid::registry;

constexpr std::size_t children = 1'000'000;
constexpr std::size_t block = 50'000;
constexpr std::size_t checked = 300;
constexpr core::Date today{20514};  // 2026-03-02
constexpr std::int64_t county = 620524000000;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// What the rows of one list, or of two, say of a child.
std::vector<FactStatement> invent(core::SeededRng& rng) {
  constexpr std::array<std::string_view, 5> places{"广东省东莞市", "上海市", "在家", "", "浙江省"};
  constexpr std::array<std::string_view, 4> cares{"grandparents_paternal", "one_parent",
                                                  "relatives", "alone"};
  std::vector<FactStatement> statements;
  const std::uint64_t count = 1 + rng.below(2);
  for (std::uint64_t i = 0; i < count; ++i) {
    FactStatement& statement = statements.emplace_back();
    statement.ordinal = static_cast<std::int64_t>(i);
    statement.origin.row = {
        "list.csv", "", 2,
        core::Instant{1'740'000'000'000'000 + static_cast<std::int64_t>(i) * 20'000'000'000'000}};
    const std::string village = std::to_string(620524102200 + static_cast<int>(rng.below(90)));
    statement.facts =
        R"({"residence":{"division":)" + village + R"(},"hukou":{"kind":")" +
        (rng.chance(0.8) ? "rural" : "urban") + R"(","division":)" + village +
        R"(},"schooling":{"stage":"primary","boarding":)" + (rng.chance(0.3) ? "true" : "false") +
        R"(},"health":{"state":"healthy"},"guardianship":{"type":"fair","care_type":")" +
        std::string(cares.at(rng.below(cares.size()))) + R"("},"assistance":{"kinds":[")" +
        (rng.chance(0.2) ? "dibao" : "none") + R"("]}})";
    for (const RelationRole role : {RelationRole::father, RelationRole::mother}) {
      StatedRelation relation;
      relation.role = role;
      relation.name = "王建国";
      relation.place = places.at(rng.below(places.size()));
      statement.relations.push_back(relation);
    }
  }
  return statements;
}

struct Times {
  double reading = 0;
  double asking = 0;
};

bool agrees(const RuleBook& book, const rules::FactTable& table,
            const std::vector<rules::SchemeColumn>& columns) {
  for (std::size_t child = 0; child < checked; ++child) {
    for (std::size_t s = 0; s < book.book.schemes.size(); ++s) {
      const rules::Circumstance circumstance{table.of(child), today, county};
      const rules::Truth expected =
          rules::answer(book.book, book.vocabulary, circumstance, book.book.schemes[s])
              .finding.truth;
      if (columns[s].of(child) != expected) {
        std::printf("child %zu, %s: not what the reference says\n", child,
                    columns[s].scheme.c_str());
        return false;
      }
    }
  }
  return true;
}

}  // namespace

int main() {
  const RuleBooks books;
  const RuleBook& book = books.shipped();
  const rules::Program program(book.book, book.vocabulary, today);
  core::SeededRng rng(1);
  Times times;
  std::size_t facts = 0;
  std::int64_t unknown = 0;
  for (std::size_t first = 0; first < children; first += block) {
    std::vector<std::vector<FactStatement>> stated;
    for (std::size_t i = 0; i < block; ++i) {
      stated.push_back(invent(rng));
    }
    rules::FactTable table;
    auto begun = std::chrono::steady_clock::now();
    for (const auto& statements : stated) {
      std::vector<Saying> sayings;
      for (const FactStatement& statement : statements) {
        for (Saying& saying : sayings_of(statement)) {
          sayings.push_back(std::move(saying));
        }
      }
      table.add(book.facts.read(know(std::move(sayings)), today + -3'000));
    }
    times.reading += seconds_since(begun);
    facts += table.facts.size();
    const std::vector<std::int64_t> places(block, county);
    begun = std::chrono::steady_clock::now();
    const auto columns = program.run(table, places);
    times.asking += seconds_since(begun);
    if (first == 0 && !agrees(book, table, columns)) {
      return 1;
    }
    for (std::size_t i = 0; i < block; ++i) {
      unknown += columns.front().of(i) == rules::Truth::unknown ? 1 : 0;
    }
  }
  std::printf("%zu children, %zu schemes, %.1f facts each; %.1f %% unknown under the first\n",
              children, book.book.schemes.size(),
              static_cast<double>(facts) / static_cast<double>(children),
              100.0 * static_cast<double>(unknown) / static_cast<double>(children));
  std::printf("asking every scheme       %7.3f s (target 2 s)\n", times.asking);
  std::printf("statements read as facts  %7.3f s (%.1f us a child, without opening seals)\n",
              times.reading, times.reading);
  return 0;
}
