// How long a search and the check of one description take in a county of a million children, and
// how much memory its index takes. Everything is in memory. That the answers are right is shown by
// tests/properties/search_test.cpp.
//
// usage: search_bench [CHILDREN]      (default 1000000)
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "core/rng.h"
#include "registry/county_index.h"
#include "registry/duplicate_index.h"
#include "registry/edit_distance.h"
#include "registry/han.h"
#include "registry/person_name.h"
#include "support/child_register.h"

namespace {

using namespace caregrid;

/// Processor time, since others share the machine.
double now_ms() {
  timespec spent{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) * 1e3 + static_cast<double>(spent.tv_nsec) / 1e6;
}

double since_ms(double begun) { return now_ms() - begun; }

struct Figures {
  std::vector<double> times;

  void print(const char* what, const char* unit, double factor) {
    std::ranges::sort(times);
    const auto at = [&](double share) {
      return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))] *
             factor;
    };
    std::printf("%-34s p50 %7.2f  p95 %7.2f  p99 %7.2f  most %7.2f %s\n", what, at(0.5), at(0.95),
                at(0.99), at(1), unit);
  }
};

constexpr std::int64_t county = 620'524'000'000;
constexpr int townships = 18;
constexpr int villages = 16;
constexpr int schools = 220;

std::int64_t village_of(std::uint64_t draw) {
  return county + static_cast<std::int64_t>(100 + draw % townships) * 1000 +
         static_cast<std::int64_t>(1 + draw / townships % villages);
}

struct Register {
  std::vector<support::RegisterRow> rows;
  std::vector<std::string> schools;
  registry::CountyIndex index;
  registry::DuplicateIndex duplicates;
};

/// Names are made piece by piece; a village of the one county is drawn for each child.
void fill(Register& made, std::size_t count) {
  constexpr std::size_t piece = 40'000;
  core::SeededRng rng(5);
  for (int t = 0; t < townships; ++t) {
    made.index.put_place(county + (100 + t) * 1000, "第" + std::to_string(t) + "石桥镇");
    for (int v = 1; v <= villages; ++v) {
      made.index.put_place(county + (100 + t) * 1000 + v,
                           v % 3 == 0 ? "河湾村村民委员会" : "石桥沟村村民委员会");
    }
  }
  for (int i = 0; i < schools; ++i) {
    made.schools.push_back((i % 2 == 0 ? "希望小学" : "城关中心小学") + std::to_string(i));
  }
  std::int64_t number = 0;
  for (std::uint64_t seed = 0; static_cast<std::size_t>(number) < count; seed += 2) {
    support::RegisterMaker maker(77'000 + seed, support::typical_noise,
                                 std::min(piece, count - static_cast<std::size_t>(number)), seed);
    for (support::RegisterRow& row : maker.rows()) {
      row.village = village_of(rng.below(1 << 20U));
      ++number;
      registry::IndexedChild child{
          number,      row.name,     row.village, made.schools[rng.below(schools)],
          row.born_on, row.identity, {}};
      if (!row.phone.empty()) {
        child.phones.push_back(row.phone);
      }
      made.index.put(child);
      made.duplicates.put(number, row.claim());
      if (number % 1000 == 1) {
        made.rows.push_back(std::move(row));
      }
    }
    made.duplicates.settle();
  }
}

std::string letters(const std::string& name) {
  std::string all = registry::pinyin_of(name);
  std::erase(all, ' ');
  return all;
}

std::string initials(const std::string& name) {
  std::string all;
  bool begins = true;
  for (const char c : registry::pinyin_of(name)) {
    if (begins) {
      all.push_back(c);
    }
    begins = c == ' ';
  }
  return all;
}

std::string first_character(const std::string& name) {
  return name.substr(0, name.size() > 3 ? 3 : name.size());
}

std::string with_slip(std::string text) {
  if (text.size() > 4) {
    std::swap(text[2], text[3]);
  }
  return text;
}

struct Kind {
  const char* name;
  std::function<std::string(const support::RegisterRow&)> query;
};

void measure_search(const Register& made) {
  using Row = support::RegisterRow;
  const std::vector<Kind> kinds{
      {"whole name", [](const Row& row) { return row.name; }},
      {"one character", [](const Row& row) { return first_character(row.name); }},
      {"pinyin", [](const Row& row) { return letters(row.name); }},
      {"first letters of pinyin", [](const Row& row) { return letters(row.name).substr(0, 3); }},
      {"initials", [](const Row& row) { return initials(row.name); }},
      {"pinyin with a slip", [](const Row& row) { return with_slip(letters(row.name)); }},
      {"name and year",
       [](const Row& row) {
         return row.name + " " + (row.born_on ? core::to_iso(*row.born_on).substr(0, 4) : "2015");
       }},
      {"surname, village, year",
       [](const Row& row) {
         return first_character(row.name) + " 石桥 " +
                (row.born_on ? core::to_iso(*row.born_on).substr(0, 4) : "2015");
       }},
      {"end of a number",
       [](const Row& row) {
         return row.identity.size() == 18 ? row.identity.substr(14) : std::string("1234");
       }},
      {"phone", [](const Row& row) { return row.phone.empty() ? "10012345678" : row.phone; }},
      {"village alone", [](const Row&) { return std::string("河湾"); }},
      {"school and letter",
       [](const Row& row) { return "希望 " + initials(row.name).substr(0, 1); }},
  };
  const registry::SearchRights all{true, true, true, true, true, true, true, true, true};
  const registry::SearchScope scope{{county}, all, all, {}, {}};
  Figures mixed;
  std::int64_t total = 0;
  for (const Kind& kind : kinds) {
    Figures figures;
    for (std::size_t i = 0; i < made.rows.size(); i += made.rows.size() / 100 + 1) {
      const std::string query = kind.query(made.rows[i]);
      const auto begun = now_ms();
      total += made.index.search(registry::read_search(query), scope, 20).total;
      figures.times.push_back(since_ms(begun));
    }
    mixed.times.insert(mixed.times.end(), figures.times.begin(), figures.times.end());
    figures.print(kind.name, "ms", 1);
  }
  mixed.print("MIXED, all kinds alike (goal 30)", "ms", 1);
  std::printf("%lld children found in all\n", static_cast<long long>(total));
}

void measure_check(const Register& made) {
  Figures figures;
  double found = 0;
  for (const support::RegisterRow& row : made.rows) {
    const auto begun = now_ms();
    found += static_cast<double>(made.duplicates.find(row.claim(), 0.5).size());
    figures.times.push_back(since_ms(begun));
  }
  figures.print("one description checked (goal 20)", "us", 1000);
  std::printf("found %.3f each\n", found / static_cast<double>(made.rows.size()));
}

}  // namespace

int main(int count, char** arguments) {
  const std::size_t children = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 1'000'000;
  Register made;
  const auto begun = now_ms();
  fill(made, children);
  constexpr double mb = 1e6;
  std::printf("%zu children entered in %.1f s; search index %.0f MB, duplicate index %.0f MB\n",
              made.index.count(), since_ms(begun) / 1000,
              static_cast<double>(made.index.bytes()) / mb,
              static_cast<double>(made.duplicates.bytes()) / mb);
  measure_search(made);
  measure_check(made);
  return 0;
}
