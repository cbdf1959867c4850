#include "stats/text_similarity.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>

namespace caregrid::stats {
namespace {

constexpr std::size_t letters_max = 64;

/// Half the letters that match in one word but stand in another order in the other.
double transpositions_of(std::u32string_view a, std::u32string_view b,
                         const std::bitset<letters_max>& of_a,
                         const std::bitset<letters_max>& of_b) {
  std::size_t out_of_order = 0;
  std::size_t j = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!of_a[i]) {
      continue;
    }
    while (!of_b[j]) {
      ++j;
    }
    out_of_order += a[i] != b[j] ? 1U : 0U;
    ++j;
  }
  return static_cast<double>(out_of_order) / 2;
}

double jaro(std::u32string_view a, std::u32string_view b) {
  const std::size_t reach = std::max<std::size_t>(std::max(a.size(), b.size()) / 2, 1) - 1;
  std::bitset<letters_max> of_a;
  std::bitset<letters_max> of_b;
  std::size_t matches = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::size_t end = std::min(b.size(), i + reach + 1);
    for (std::size_t j = i > reach ? i - reach : 0; j < end; ++j) {
      if (!of_b[j] && a[i] == b[j]) {
        of_a[i] = true;
        of_b[j] = true;
        ++matches;
        break;
      }
    }
  }
  if (matches == 0) {
    return 0;
  }
  const auto m = static_cast<double>(matches);
  return (m / static_cast<double>(a.size()) + m / static_cast<double>(b.size()) +
          (m - transpositions_of(a, b, of_a, of_b)) / m) /
         3;
}

}  // namespace

double jaro_winkler(std::u32string_view a, std::u32string_view b) {
  a = a.substr(0, letters_max);
  b = b.substr(0, letters_max);
  if (a == b) {
    return 1;
  }
  // Which letter takes which partner depends on who chooses first.
  const double similarity = a < b ? jaro(a, b) : jaro(b, a);
  const auto split = std::ranges::mismatch(a, b);
  const auto common = std::min<std::ptrdiff_t>(4, split.in1 - a.begin());
  return similarity + 0.1 * static_cast<double>(common) * (1 - similarity);
}

std::size_t edits_up_to(std::u32string_view a, std::u32string_view b, std::size_t most) {
  a = a.substr(0, letters_max);
  b = b.substr(0, letters_max);
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > most) {
    return most + 1;
  }
  using Row = std::array<std::uint8_t, letters_max + 1>;
  std::array<Row, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) {
    rows[0][j] = static_cast<std::uint8_t>(j);
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    Row& row = rows[i % 3];
    const Row& above = rows[(i - 1) % 3];
    const Row& before = rows[(i + 1) % 3];
    row[0] = static_cast<std::uint8_t>(i);
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t best = above[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
      best = std::min({best, above[j] + std::size_t{1}, row[j - 1] + std::size_t{1}});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        best = std::min(best, before[j - 2] + std::size_t{1});
      }
      row[j] = static_cast<std::uint8_t>(best);
      least = std::min(least, best);
    }
    // A swap may reach back one row more, so the bound is one step looser than Levenshtein's.
    if (least > most + 1) {
      return most + 1;
    }
  }
  return std::min<std::size_t>(rows[a.size() % 3][b.size()], most + 1);
}

}  // namespace caregrid::stats
