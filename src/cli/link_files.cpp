#include "cli/link_files.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "registry/text.h"
#include "tabular/table_reader.h"
#include "tabular/table_writer.h"

namespace caregrid::cli {
namespace {

constexpr double probability_default = 0.5;
constexpr double auto_default = 0.99;

std::string cleaned(std::string_view cell) {
  return registry::is_placeholder(registry::tidy(cell)) ? std::string() : registry::tidy(cell);
}

/// Where the columns of one file go in the table of all.
std::vector<std::size_t> place_header(std::span<const tabular::Cell> cells, LinkTable& table) {
  std::vector<std::size_t> places;
  for (const tabular::Cell& cell : cells) {
    const std::string name = registry::tidy(cell.text);
    std::size_t place = table.find(name).value_or(table.header.size());
    // A second column of one name in one file is a column of its own.
    if (std::ranges::find(places, place) != places.end()) {
      place = table.header.size();
    }
    if (place == table.header.size()) {
      table.header.push_back(name);
      table.columns.emplace_back(table.count());
    }
    places.push_back(place);
  }
  return places;
}

core::Result<void> read_one(const std::string& path, std::uint32_t file, const Console& console,
                            LinkTable& table) {
  const auto opened = tabular::open_table(path);
  if (!opened) {
    return opened.error();
  }
  tabular::TableReader& reader = **opened;
  if (const auto sheet = reader.next_sheet(); !sheet) {
    return sheet.error();
  }
  ProgressBar progress(console, path);
  std::vector<std::size_t> places;
  tabular::RowView row;
  auto more = reader.next_row(row);
  if (more && *more) {
    places = place_header(row.cells, table);
    more = reader.next_row(row);
  }
  const std::size_t before = table.count();
  for (; more && *more; more = reader.next_row(row)) {
    for (std::vector<std::string>& column : table.columns) {
      column.emplace_back();
    }
    for (std::size_t c = 0; c < std::min(places.size(), row.cells.size()); ++c) {
      table.columns[places[c]].back() = cleaned(row.cells[c].text);
    }
    table.files.push_back(file);
    table.rows.push_back(row.number);
    progress.show(reader.bytes_done(), reader.bytes_total());
  }
  if (!more) {
    return more.error();
  }
  return table.count() == before ? core::Result<void>(core::invalid(path, "link.no_rows"))
                                 : core::Result<void>();
}

std::string decimal(double value, int digits) {
  std::array<char, 32> text{};
  const int size = std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  return {text.data(), static_cast<std::size_t>(std::clamp(size, 0, 31))};
}

/// "surname 3 +2.1; dob 1 +9.8; rarity +0.4; prior -12.2"
std::string why(const LinkedTable& linked, const stats::LinkageEdge& edge) {
  const stats::Comparison comparison = linked.records.compare(edge.a, edge.b);
  const stats::PairExplanation explained = stats::explain(
      linked.result.fit.model, comparison.pattern, static_cast<double>(comparison.rarity));
  const auto sign = [](double weight) { return (weight < 0 ? "" : "+") + decimal(weight, 1); };
  std::string text;
  for (std::size_t f = 0; f < explained.fields.size(); ++f) {
    const auto& [level, weight] = explained.fields[f];
    if (level != 0) {
      text +=
          linked.config.columns[f].name + " " + std::to_string(level) + " " + sign(weight) + "; ";
    }
  }
  text += "rarity " + sign(explained.rarity) + "; prior " + sign(explained.prior);
  return explained.household < -0.05 ? text + "; household " + sign(explained.household) : text;
}

std::string id_of(const LinkedTable& linked, std::uint32_t record) {
  const auto at = linked.config.id ? linked.table.find(*linked.config.id) : std::nullopt;
  return at ? linked.table.columns[*at][record] : std::string();
}

core::Result<void> add_texts(tabular::TableWriter& writer, const std::vector<std::string>& texts) {
  std::vector<tabular::OutCell> cells;
  for (const std::string& text : texts) {
    cells.push_back({text});
  }
  return writer.add_row(cells);
}

}  // namespace

core::Result<LinkTable> read_link_tables(std::span<const std::string> paths,
                                         const Console& console) {
  LinkTable table;
  for (std::uint32_t file = 0; file < paths.size(); ++file) {
    if (const auto done = read_one(paths[file], file, console, table); !done) {
      return done.error();
    }
  }
  return table;
}

core::Result<std::int64_t> write_pairs(const LinkedTable& linked, const std::string& path) {
  const auto created = tabular::create_csv(path);
  if (!created) {
    return created.error();
  }
  tabular::TableWriter& writer = **created;
  constexpr std::array<std::string_view, 10> header{
      "file_a", "row_a",       "id_a",     "file_b",       "row_b",
      "id_b",   "probability", "decision", "same_cluster", "why"};
  if (const auto begun = writer.begin_sheet({"pairs", header}); !begun) {
    return begun.error();
  }
  const double least = linked.config.probability.value_or(probability_default);
  const double sure = linked.config.auto_probability.value_or(auto_default);
  std::int64_t count = 0;
  for (const stats::LinkageEdge& edge : linked.result.pairs) {
    const double probability = stats::probability_of(static_cast<double>(edge.log_odds));
    if (probability < least) {
      continue;
    }
    const auto& cluster = linked.result.clusters.cluster;
    const bool is_together = cluster[edge.a] == cluster[edge.b];
    const auto added = add_texts(
        writer,
        {linked.paths[linked.table.files[edge.a]], std::to_string(linked.table.rows[edge.a]),
         id_of(linked, edge.a), linked.paths[linked.table.files[edge.b]],
         std::to_string(linked.table.rows[edge.b]), id_of(linked, edge.b), decimal(probability, 6),
         probability >= sure && is_together ? "match" : "review", is_together ? "yes" : "no",
         why(linked, edge)});
    if (!added) {
      return added.error();
    }
    ++count;
  }
  const auto finished = writer.finish();
  return finished ? core::Result<std::int64_t>(count)
                  : core::Result<std::int64_t>(finished.error());
}

core::Result<void> write_clusters(const LinkedTable& linked, const std::string& path) {
  const auto created = tabular::create_csv(path);
  if (!created) {
    return created.error();
  }
  tabular::TableWriter& writer = **created;
  constexpr std::array<std::string_view, 4> header{"file", "row", "id", "cluster"};
  if (const auto begun = writer.begin_sheet({"clusters", header}); !begun) {
    return begun;
  }
  for (std::uint32_t record = 0; record < linked.table.count(); ++record) {
    const auto added = add_texts(
        writer, {linked.paths[linked.table.files[record]],
                 std::to_string(linked.table.rows[record]), id_of(linked, record),
                 std::to_string(linked.result.clusters.cluster[record] + std::uint64_t{1})});
    if (!added) {
      return added;
    }
  }
  return writer.finish();
}

}  // namespace caregrid::cli
