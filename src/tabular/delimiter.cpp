#include "tabular/delimiter.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

namespace caregrid::tabular {

namespace {

constexpr std::array candidates = {',', '\t', ';'};
constexpr std::size_t rows_judged = 50;

/// Separators per row, outside quotes. A row without any says nothing and is left out.
std::vector<std::size_t> count_per_row(std::string_view head, char delimiter) {
  std::vector<std::size_t> counts;
  std::size_t in_row = 0;
  std::size_t rows = 0;
  bool quoted = false;
  for (const char byte : head) {
    quoted ^= byte == '"';
    if (quoted) {
      continue;
    }
    in_row += byte == delimiter ? 1U : 0U;
    if (byte == '\n' || byte == '\r') {
      if (in_row > 0) {
        counts.push_back(in_row);
      }
      in_row = 0;
      if (++rows == rows_judged) {
        return counts;
      }
    }
  }
  if (in_row > 0) {
    counts.push_back(in_row);
  }
  return counts;
}

/// Rows that agree on the commonest count, then that count.
std::pair<std::size_t, std::size_t> agreement(std::string_view head, char delimiter) {
  std::map<std::size_t, std::size_t> rows_with;
  for (const std::size_t count : count_per_row(head, delimiter)) {
    ++rows_with[count];
  }
  std::pair<std::size_t, std::size_t> best{0, 0};
  for (const auto& [count, rows] : rows_with) {
    best = std::max(best, {rows, count});
  }
  return best;
}

}  // namespace

Dialect sniff_dialect(std::string_view head) {
  if (head.starts_with("sep=") && head.size() > 5 && (head[5] == '\n' || head[5] == '\r')) {
    const std::size_t line_end = head.substr(5).starts_with("\r\n") ? 7 : 6;
    return Dialect{head[4], line_end};
  }
  Dialect dialect;
  std::pair<std::size_t, std::size_t> best{0, 0};
  for (const char candidate : candidates) {
    const auto found = agreement(head, candidate);
    if (found > best) {
      best = found;
      dialect.delimiter = candidate;
    }
  }
  return dialect;
}

}  // namespace caregrid::tabular
