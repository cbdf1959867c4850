#include "stats/table_records.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "core/check.h"
#include "core/rng.h"
#include "stats/column_values.h"

namespace caregrid::stats {
namespace {

/// What of a column a key is made of.
enum class KeyPart : std::uint8_t { whole, beginning, sound };

struct KeySpec {
  std::size_t column = 0;
  KeyPart part = KeyPart::whole;
  std::size_t other = 0;  ///< The same column: a key of one alone.
  KeyPart other_part = KeyPart::whole;
};

constexpr std::size_t keys_max = 60;
constexpr std::size_t keys_of_large = 24;
constexpr std::size_t large = 200'000;
constexpr double rarity_max = 6;

bool is_wordy(ColumnKind kind) { return kind == ColumnKind::name || kind == ColumnKind::text; }

std::uint64_t mix(std::uint64_t value) {
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31U);
}

std::uint64_t beginning_of(const ColumnValue& value) {
  std::uint64_t hash = 17;
  for (const char32_t point : value.text.substr(0, 3)) {
    hash = mix(hash ^ point);
  }
  return hash;
}

std::uint64_t part_of(const ColumnValue& value, KeyPart part) {
  switch (part) {
    case KeyPart::whole:
      return value.hash;
    case KeyPart::beginning:
      return beginning_of(value);
    case KeyPart::sound:
      return value.sound == 0 ? 0 : mix(value.sound + 91);
  }
  return 0;
}

/// What finds a record: each column alone, then pairs of columns, as far as there is room. A key
/// that says too little is left out later, by the size of its blocks.
std::vector<KeySpec> choose_keys(std::span<const TableColumn> columns, std::size_t records) {
  std::vector<KeySpec> specs;
  const std::size_t n = columns.size();
  for (std::size_t c = 0; c < n; ++c) {
    specs.push_back({c, KeyPart::whole, c, KeyPart::whole});
  }
  for (std::size_t c = 0; c < n; ++c) {
    if (!columns[c].sounds.empty()) {
      specs.push_back({c, KeyPart::sound, c, KeyPart::sound});
    }
    for (std::size_t d = c + 1; d < n; ++d) {
      specs.push_back({c, KeyPart::whole, d, KeyPart::whole});
    }
  }
  for (std::size_t c = 0; c < n; ++c) {
    for (std::size_t d = c + 1; d < n; ++d) {
      if (is_wordy(columns[c].kind) && is_wordy(columns[d].kind)) {
        specs.push_back({c, KeyPart::beginning, d, KeyPart::beginning});
      }
    }
  }
  for (std::size_t c = 0; c < n; ++c) {
    if (is_wordy(columns[c].kind) || columns[c].kind == ColumnKind::code) {
      specs.push_back({c, KeyPart::beginning, c, KeyPart::beginning});
    }
  }
  specs.resize(std::min(specs.size(), records > large ? keys_of_large : keys_max));
  return specs;
}

}  // namespace

struct TableRecords::Body {
  std::size_t records = 0;
  LinkageScheme scheme;
  std::vector<ColumnValues> columns;
  std::vector<std::optional<std::size_t>> partners;
  std::vector<KeySpec> keys;
  std::vector<std::uint32_t> sources;
  bool links_within = true;
  /// Per column and level, ln of the mean rarity among random pairs; taken off, so that rarity
  /// shifts odds between pairs of a level and not the level's own.
  std::vector<Levels> mean_rarity;
  std::vector<double> swaps;  ///< Chance of two columns swapped by accident; −1: no partner.

  [[nodiscard]] const ColumnValue& value(std::size_t column, std::uint32_t record) const {
    return columns[column].values[columns[column].of_record[record]];
  }
  [[nodiscard]] unsigned compare(std::size_t column, std::uint32_t a, std::uint32_t b) const;
  [[nodiscard]] bool is_swapped(std::size_t column, std::uint32_t a, std::uint32_t b) const;
  [[nodiscard]] double rarity(std::size_t column, std::uint32_t a, std::uint32_t b,
                              unsigned level) const;
  [[nodiscard]] std::uint64_t content(std::uint32_t record) const;
  [[nodiscard]] unsigned level_swapped_of(std::size_t column) const {
    return is_wordy(columns[column].kind) ? level_swapped : 0;
  }
  void measure_rarity();
  void measure_swaps();
};

bool TableRecords::Body::is_swapped(std::size_t column, std::uint32_t a, std::uint32_t b) const {
  const auto& partner = partners[column];
  return partner && value(column, a).text == value(*partner, b).text &&
         value(*partner, a).text == value(column, b).text && !value(*partner, a).text.empty();
}

unsigned TableRecords::Body::compare(std::size_t column, std::uint32_t a, std::uint32_t b) const {
  const std::uint32_t of_a = columns[column].of_record[a];
  const std::uint32_t of_b = columns[column].of_record[b];
  if (of_a == 0 || of_b == 0) {
    return 0;
  }
  if (of_a == of_b) {
    return 1;
  }
  if (is_swapped(column, a, b)) {
    // One mistake, so it counts once: the partner says nothing then.
    return column < *partners[column] ? level_swapped : 0;
  }
  return compare_values(columns[column].kind, columns[column].values[of_a],
                        columns[column].values[of_b]);
}

/// ln of how much likelier one person is to have both values than two persons are, against the
/// average of the level: a slip makes a rare value of a common one, two strangers have two common
/// ones.
double TableRecords::Body::rarity(std::size_t column, std::uint32_t a, std::uint32_t b,
                                  unsigned level) const {
  const ColumnValues& all = columns[column];
  if (level == 0 || level == level_swapped_of(column) ||
      level > scheme.fields[column].person_levels || all.coincidence <= 0) {
    return 0;
  }
  const double mean =
      (1 / value(column, a).share + 1 / value(column, b).share) / 2 * all.coincidence;
  return std::log(mean) - mean_rarity[column][level];
}

std::uint64_t TableRecords::Body::content(std::uint32_t record) const {
  std::uint64_t hash = links_within || sources.empty() ? 1 : mix(sources[record] + 7);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    hash = mix(hash ^ value(c, record).hash ^ (columns[c].of_record[record] == 0 ? 1U : 0U));
  }
  return hash;
}

void TableRecords::Body::measure_rarity() {
  mean_rarity.assign(columns.size(), Levels{});
  std::vector<std::pair<std::uint64_t, std::uint32_t>> order(records);
  for (std::uint32_t i = 0; i < records; ++i) {
    order[i] = {content(i), i};
  }
  std::ranges::sort(order);
  const std::size_t draws = std::min<std::size_t>(300'000, 100 * records);
  std::vector<Levels> sums(columns.size());
  std::vector<Levels> counts(columns.size());
  core::SeededRng rng(22);
  for (std::size_t drawn = 0; drawn < draws && records > 1; ++drawn) {
    const std::uint64_t i = rng.below(records);
    const std::uint64_t j = (i + 1 + rng.below(records - 1)) % records;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const unsigned level = compare(c, order[i].second, order[j].second);
      if (level > 1 && level <= scheme.fields[c].person_levels) {
        sums[c][level] += std::exp(rarity(c, order[i].second, order[j].second, level));
        counts[c][level] += 1;
      }
    }
  }
  for (std::size_t c = 0; c < columns.size(); ++c) {
    for (unsigned level = 2; level <= scheme.fields[c].person_levels; ++level) {
      // A few pairs of average rarity keep a level that was hardly seen from going astray.
      mean_rarity[c][level] = std::log((sums[c][level] + 5) / (counts[c][level] + 5));
    }
  }
}

void TableRecords::Body::measure_swaps() {
  swaps.assign(columns.size(), -1);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (!partners[c] || *partners[c] <= c) {
      continue;
    }
    std::unordered_map<std::uint64_t, double> shares;
    for (const ColumnValue& value : columns[c].values) {
      shares[value.hash] = value.share;
    }
    double both = 0;
    for (const ColumnValue& value : columns[*partners[c]].values) {
      const auto found = shares.find(value.hash);
      both += found == shares.end() ? 0 : found->second * value.share;
    }
    swaps[c] = both * both;
  }
}

LinkageField field_of(const TableColumn& column) {
  LinkageField field;
  switch (column.kind) {
    case ColumnKind::name:
    case ColumnKind::text:
      field = {6, 4, 0.05};
      break;
    case ColumnKind::code:
      field = {5, 3, 0.01};
      break;
    case ColumnKind::number:
      field = {3, 1, 0.3};
      break;
    case ColumnKind::date:
      field = {5, 2, 0.1};
      break;
  }
  if (column.is_shared) {
    field.household_max = 1;
  }
  return field;
}

TableRecords::TableRecords(std::span<const TableColumn> columns, std::vector<std::uint32_t> sources,
                           bool links_within) {
  core::check(!columns.empty() && columns.size() <= linkage_fields_max);
  auto body = std::make_unique<Body>();
  body->records = columns.front().values.size();
  for (const TableColumn& column : columns) {
    core::check(column.values.size() == body->records);
    body->scheme.fields.push_back(field_of(column));
    body->scheme.has_household = body->scheme.has_household || column.is_shared;
    body->columns.push_back(collect_values(column));
    body->partners.push_back(column.partner);
  }
  core::check(sources.empty() || sources.size() == body->records);
  body->keys = choose_keys(columns, body->records);
  body->sources = std::move(sources);
  body->links_within = links_within;
  body->measure_rarity();
  body->measure_swaps();
  body_ = std::move(body);
}

TableRecords::~TableRecords() = default;

const LinkageScheme& TableRecords::scheme() const { return body_->scheme; }

std::size_t TableRecords::count() const { return body_->records; }

std::size_t TableRecords::key_columns() const { return body_->keys.size(); }

void TableRecords::write_keys(std::uint32_t record, std::span<std::uint32_t> keys) const {
  for (std::size_t k = 0; k < keys.size(); ++k) {
    const KeySpec& spec = body_->keys[k];
    const bool is_silent = body_->columns[spec.column].of_record[record] == 0 ||
                           body_->columns[spec.other].of_record[record] == 0;
    const std::uint64_t first = part_of(body_->value(spec.column, record), spec.part);
    const std::uint64_t second = part_of(body_->value(spec.other, record), spec.other_part);
    // A sum for partners, so that swapped names meet; order matters to the others.
    const bool is_partner = body_->partners[spec.column] == spec.other;
    const std::uint64_t joined = is_partner ? first + second : first ^ mix(second);
    const auto key = static_cast<std::uint32_t>(mix(joined) >> 32U);
    keys[k] = is_silent || first == 0 ? 0 : std::max(key, 1U);
  }
}

Comparison TableRecords::compare(std::uint32_t a, std::uint32_t b) const {
  Comparison comparison;
  double rarity = 0;
  for (std::size_t c = 0; c < body_->columns.size(); ++c) {
    const unsigned level = body_->compare(c, a, b);
    comparison.pattern |= level_at(c, level);
    rarity += body_->rarity(c, a, b, level);
  }
  comparison.rarity = static_cast<float>(std::clamp(rarity, -rarity_max, rarity_max));
  return comparison;
}

std::uint64_t TableRecords::order_key(std::uint32_t record) const { return body_->content(record); }

double TableRecords::coincidence(std::size_t field, unsigned level) const {
  if (level == 1) {
    return body_->columns[field].coincidence;
  }
  return level == level_swapped ? body_->swaps[field] : -1;
}

bool TableRecords::may_link(std::uint32_t a, std::uint32_t b) const {
  return body_->links_within || body_->sources.empty() || body_->sources[a] != body_->sources[b];
}

}  // namespace caregrid::stats
