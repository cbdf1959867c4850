// Shows what linkage promises: likelihoods never fall, comparison is symmetric, the order of
// records changes nothing, an index finds what a batch finds, people's decisions hold, nobody is
// put together over a hard non-link. How: an invented table of persons with known truth, and small
// tables by hand.
#include "stats/linkage.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "core/rng.h"
#include "stats/column_values.h"
#include "stats/linkage_index.h"
#include "stats/table_records.h"
#include "stats/text_similarity.h"

namespace caregrid::stats {
namespace {

/// Persons with a first name, a surname, a birth date and a phone their family shares; half of them
/// twice, with slips.
struct Persons {
  std::vector<TableColumn> columns{{ColumnKind::name, {}},
                                   {ColumnKind::name, {}},
                                   {ColumnKind::date, {}},
                                   {ColumnKind::code, {}}};
  std::vector<std::uint32_t> truth;

  void add(std::uint32_t who, const std::vector<std::string>& cells) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      columns[c].values.push_back(cells[c]);
    }
    truth.push_back(who);
  }
};

std::string word(core::SeededRng& rng, std::size_t syllables) {
  static constexpr std::string_view first = "bdfgklmnprst";
  static constexpr std::string_view second = "aeiou";
  std::string text;
  for (std::size_t i = 0; i < syllables; ++i) {
    text += first[rng.below(first.size())];
    text += second[rng.below(second.size())];
  }
  return text;
}

Persons invent(std::uint64_t seed, std::size_t families) {
  core::SeededRng rng(seed);
  Persons persons;
  persons.columns[0].partner = 1;
  persons.columns[1].partner = 0;
  persons.columns[1].is_shared = true;
  persons.columns[3].is_shared = true;
  std::uint32_t who = 0;
  for (std::size_t family = 0; family < families; ++family) {
    const std::string surname = word(rng, 2);
    const std::string phone = std::to_string(10'000'000 + rng.below(90'000'000));
    for (int child = 0; child < 2; ++child, ++who) {
      const std::string date = std::to_string(2000 + rng.below(15)) + "-0" +
                               std::to_string(1 + rng.below(9)) + "-" +
                               std::to_string(10 + rng.below(18));
      const std::string name = word(rng, 3);
      persons.add(who, {name, surname, date, phone});
      if (rng.chance(0.5)) {
        std::string slipped = name;
        if (rng.chance(0.3)) {
          slipped[rng.below(slipped.size())] = 'x';
        }
        persons.add(who,
                    {slipped, surname, rng.chance(0.1) ? "" : date, rng.chance(0.2) ? "" : phone});
      }
    }
  }
  return persons;
}

Persons reordered(const Persons& persons, const std::vector<std::uint32_t>& order) {
  Persons made = persons;
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t c = 0; c < persons.columns.size(); ++c) {
      made.columns[c].values[i] = persons.columns[c].values[order[i]];
    }
    made.truth[i] = persons.truth[order[i]];
  }
  return made;
}

TEST_CASE("who is one person is found without labels, brothers and sisters stay two") {
  const Persons persons = invent(1, 200);
  const TableRecords records(persons.columns);
  const LinkageResult result = link_records(records);
  std::size_t right = 0;
  std::size_t wrong = 0;
  std::size_t missed = 0;
  for (std::uint32_t a = 0; a < records.count(); ++a) {
    for (std::uint32_t b = a + 1; b < records.count(); ++b) {
      const bool is_found = result.clusters.cluster[a] == result.clusters.cluster[b];
      const bool is_match = persons.truth[a] == persons.truth[b];
      right += is_found && is_match ? 1U : 0U;
      wrong += is_found && !is_match ? 1U : 0U;
      missed += !is_found && is_match ? 1U : 0U;
    }
  }
  CHECK(right > 170);
  CHECK(wrong <= 2);
  CHECK(missed <= 5);
  const LinkageQuality quality = estimate_quality(result, 0.5);
  CHECK(quality.precision > 0.9);
  CHECK(quality.recall > 0.9);
  CHECK(estimate_quality(result, 0.99).precision >= quality.precision);
}

TEST_CASE("likelihoods never fall, shares add up, the household keeps to its bound") {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const Persons persons = invent(seed, 60);
    const TableRecords records(persons.columns);
    const LinkageResult result = link_records(records);
    const std::vector<double>& all = result.fit.likelihoods;
    REQUIRE(all.size() >= 2);
    for (std::size_t i = 1; i < all.size(); ++i) {
      CHECK(all[i] >= all[i - 1] - 1e-7 * std::abs(all[i - 1]));
    }
    const LinkageScheme& scheme = records.scheme();
    for (std::size_t f = 0; f < scheme.fields.size(); ++f) {
      const FieldModel& model = result.fit.model.fields[f];
      const auto sum = [](const Levels& levels, unsigned last) {
        return std::accumulate(levels.begin() + 1, levels.begin() + 1 + last, 0.0);
      };
      const LinkageField& field = scheme.fields[f];
      CHECK(sum(model.match, field.levels) == doctest::Approx(1));
      CHECK(sum(model.rest, field.levels) == doctest::Approx(1));
      CHECK(sum(model.household, field.levels) == doctest::Approx(1));
      CHECK(sum(model.household, field.person_levels) <= field.household_max + 1e-9);
    }
  }
}

TEST_CASE("the order of the records changes nothing but their numbers") {
  const Persons persons = invent(5, 60);
  const auto clusters_of = [](const Persons& some) {
    const TableRecords records(some.columns);
    return link_records(records);
  };
  const LinkageResult plain = clusters_of(persons);
  core::SeededRng rng(6);
  for (int round = 0; round < 2; ++round) {
    std::vector<std::uint32_t> order(persons.truth.size());
    std::iota(order.begin(), order.end(), 0U);
    for (std::size_t i = order.size(); i > 1; --i) {
      std::swap(order[i - 1], order[rng.below(i)]);
    }
    const LinkageResult mixed = clusters_of(reordered(persons, order));
    CHECK(mixed.fit == plain.fit);
    std::map<std::uint32_t, std::set<std::uint32_t>> left;
    std::map<std::uint32_t, std::set<std::uint32_t>> right;
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      left[plain.clusters.cluster[i]].insert(i);
      right[mixed.clusters.cluster[i]].insert(order[i]);
    }
    std::set<std::set<std::uint32_t>> left_sets;
    std::set<std::set<std::uint32_t>> right_sets;
    for (const auto& [name, members] : left) {
      left_sets.insert(members);
    }
    for (const auto& [name, members] : right) {
      right_sets.insert(members);
    }
    CHECK(left_sets == right_sets);
  }
}

TEST_CASE("comparison is symmetric") {
  const Persons persons = invent(7, 30);
  const TableRecords records(persons.columns);
  for (std::uint32_t a = 0; a < records.count(); ++a) {
    for (std::uint32_t b = 0; b < a; ++b) {
      REQUIRE(records.compare(a, b) == records.compare(b, a));
    }
  }
}

TEST_CASE("an index finds for the last record what a batch compares it with") {
  const Persons persons = invent(8, 60);
  const TableRecords records(persons.columns);
  const LinkageResult result = link_records(records);
  const LinkageOdds odds(result.fit.model);
  std::vector<std::uint32_t> keys(records.key_columns());
  for (const std::size_t block_max : {std::size_t{60}, std::size_t{3}}) {
    LinkageIndex index(records.key_columns(), records.count(), block_max);
    BlockingKeys all(records.count(), records.key_columns());
    for (std::uint32_t i = 0; i < records.count(); ++i) {
      records.write_keys(i, keys);
      std::ranges::copy(keys, all.of(i).begin());
      if (i + 1 < records.count()) {
        index.add(keys);
      }
    }
    const auto last = static_cast<std::uint32_t>(records.count() - 1);
    std::set<std::uint32_t> in_batch;
    visit_candidates(all, block_max, [&](std::uint32_t a, std::uint32_t b) {
      CHECK(a < b);
      if (b == last) {
        CHECK(in_batch.insert(a).second);
      }
    });
    const std::vector<std::uint32_t> found = index.candidates(keys);
    CHECK(std::set<std::uint32_t>(found.begin(), found.end()) == in_batch);
    for (const LinkageEdge& link : find_links(index, records, odds, last)) {
      CHECK(static_cast<double>(link.log_odds) ==
            doctest::Approx(log_odds_of(records, odds, last, link.b)));
    }
  }
}

TEST_CASE("blocking visits each pair of a common key once, and no pair of a key too common") {
  core::SeededRng rng(9);
  for (int round = 0; round < 20; ++round) {
    BlockingKeys keys(30, 3);
    for (std::uint32_t& key : keys.keys) {
      key = static_cast<std::uint32_t>(rng.below(8)) * 0x10203u;
    }
    std::set<std::pair<std::uint32_t, std::uint32_t>> expected;
    for (std::uint32_t a = 0; a < 30; ++a) {
      for (std::uint32_t b = a + 1; b < 30; ++b) {
        for (std::size_t column = 0; column < 3; ++column) {
          std::array<std::uint32_t, 30> of_column{};
          for (std::size_t record = 0; record < of_column.size(); ++record) {
            of_column[record] = keys.at(column, record);
          }
          if (of_column[a] != 0 && of_column[a] == of_column[b] &&
              std::ranges::count(of_column, of_column[a]) <= 5) {
            expected.insert({a, b});
          }
        }
      }
    }
    std::vector<std::pair<std::uint32_t, std::uint32_t>> seen;
    visit_candidates(keys, 5, [&](std::uint32_t a, std::uint32_t b) { seen.emplace_back(a, b); });
    CHECK(seen.size() == expected.size());
    CHECK(std::set(seen.begin(), seen.end()) == expected);
  }
}

TEST_CASE("clusters heed decisions and hard non-links, and merge by all their pairs") {
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> odds;
  const auto cluster = [&](const std::vector<LinkageEdge>& edges,
                           const LinkageDecisions& decisions) {
    for (const LinkageEdge& edge : edges) {
      odds[{edge.a, edge.b}] = static_cast<double>(edge.log_odds);
    }
    return cluster_records(5, edges, decisions, {},
                           [&](std::uint32_t a, std::uint32_t b) {
                             const auto found = odds.find({a, b});
                             return found == odds.end() ? -8.0 : found->second;
                           })
        .cluster;
  };
  using List = std::vector<std::uint32_t>;
  CHECK(cluster({{0, 1, 5}, {2, 3, 4}}, {}) == List{0, 0, 2, 2, 4});
  // A chain does not hold where its ends speak against one another.
  CHECK(cluster({{0, 1, 5}, {1, 2, 4}}, {}) == List{0, 0, 2, 3, 4});
  odds.clear();
  CHECK(cluster({{0, 1, 5}, {1, 2, 4}, {0, 2, -1}}, {}) == List{0, 0, 0, 3, 4});
  CHECK(cluster({{0, 1, 5}, {1, 2, 4}, {0, 2, -2e6F}}, {}) == List{0, 0, 2, 3, 4});
  odds.clear();
  CHECK(cluster({{0, 1, 5}}, {{}, {{1, 0}}}) == List{0, 1, 2, 3, 4});
  CHECK(cluster({{0, 1, 5}}, {{{3, 4}}, {}}) == List{0, 0, 2, 3, 3});
  CHECK(cluster({{0, 1, 5}, {1, 2, 5}, {0, 2, 5}}, {{}, {{0, 2}}}) == List{0, 0, 2, 3, 4});
  // People's "must" is stronger than odds and hard non-links, and weaker than their own "cannot".
  CHECK(cluster({{0, 1, -2e6F}}, {{{0, 1}}, {}}) == List{0, 0, 2, 3, 4});
  CHECK(cluster({}, {{{0, 1}, {1, 2}}, {{0, 2}}}) == List{0, 0, 2, 3, 4});
}

TEST_CASE("an explanation adds up to the odds") {
  const Persons persons = invent(10, 60);
  const TableRecords records(persons.columns);
  const LinkageResult result = link_records(records);
  REQUIRE(!result.pairs.empty());
  for (const LinkageEdge& edge : result.pairs) {
    const Comparison comparison = records.compare(edge.a, edge.b);
    const PairExplanation why =
        explain(result.fit.model, comparison.pattern, static_cast<double>(comparison.rarity));
    double sum = why.prior + why.rarity + why.household;
    for (const FieldEvidence& field : why.fields) {
      sum += field.weight;
    }
    CHECK(sum == doctest::Approx(why.log_odds));
    CHECK(why.log_odds == doctest::Approx(static_cast<double>(edge.log_odds)).epsilon(1e-4));
    CHECK(why.household <= 0);
  }
}

TEST_CASE("words, codes and days are compared by level") {
  struct Row {
    ColumnKind kind;
    std::string a;
    std::string b;
    unsigned level;
  };
  using enum ColumnKind;
  for (const Row& row : std::vector<Row>{{name, "Smith", "SMITH", 1},
                                         {name, "smith", "smiht", 3},
                                         {name, "smith", "smyth", 3},
                                         {name, "mary ann", "ann mary", 2},
                                         {name, "robert", "rob", 5},
                                         {name, "smith", "jones", 6},
                                         {name, "", "jones", 0},
                                         {code, "6988048", "6988048", 1},
                                         {code, "6988048", "6988084", 2},
                                         {code, "6988048", "1234567", 5},
                                         {number, "1967", "1976", 2},
                                         {number, "1967", "1980", 3},
                                         {date, "1971-05-24", "1971-05-24", 1},
                                         {date, "1971-05-04", "1971-04-05", 2},
                                         {date, "19710524", "19710624", 2},
                                         {date, "1971-05-24", "24/05/1971", 2},
                                         {date, "1971-05-24", "1985-05-24", 3},
                                         {date, "1971-05-24", "2003-11-09", 5}}) {
    CAPTURE(row.a);
    CAPTURE(row.b);
    const TableRecords records(std::vector<TableColumn>{{row.kind, {row.a, row.b}}});
    CHECK(level_of(records.compare(0, 1).pattern, 0) == row.level);
  }
  CHECK(jaro_winkler(U"martha", U"marhta") == doctest::Approx(0.9611).epsilon(0.001));
  CHECK(jaro_winkler(U"dixon", U"dicksonx") == doctest::Approx(0.8133).epsilon(0.001));
  CHECK(jaro_winkler(U"", U"a") == 0);
  CHECK(edits_up_to(U"kitten", U"sitting", 5) == 3);
  CHECK(edits_up_to(U"ab", U"ba", 5) == 1);
  CHECK(edits_up_to(U"abcdef", U"uvwxyz", 2) == 3);
}

TEST_CASE("swapped names agree, records of one file can be kept apart, nothing links nothing") {
  std::vector<TableColumn> columns{{ColumnKind::name, {"anna", "lena", "anna"}},
                                   {ColumnKind::name, {"lena", "anna", "berg"}}};
  columns[0].partner = 1;
  columns[1].partner = 0;
  const TableRecords records(columns, {0, 1, 0}, false);
  const Comparison swapped = records.compare(0, 1);
  CHECK(level_of(swapped.pattern, 0) == level_swapped);
  CHECK(level_of(swapped.pattern, 1) == 0);
  CHECK(records.may_link(0, 1));
  CHECK_FALSE(records.may_link(0, 2));
  const TableRecords nobody(std::vector<TableColumn>{{ColumnKind::name, {}}});
  CHECK(link_records(nobody).clusters.cluster.empty());
  const TableRecords one(std::vector<TableColumn>{{ColumnKind::name, {"anna"}}});
  CHECK(link_records(one).clusters.cluster == std::vector<std::uint32_t>{0});
  const TableRecords silent(std::vector<TableColumn>{{ColumnKind::name, {"", "", ""}}});
  CHECK(link_records(silent).clusters.cluster == std::vector<std::uint32_t>{0, 1, 2});
}

}  // namespace
}  // namespace caregrid::stats
