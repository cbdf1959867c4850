// Shows that no configuration and no table make linking misbehave: the first line is a
// configuration, or no JSON, and then one is guessed; the rest is a CSV file. Clusters are named by
// their smallest row, probabilities lie between 0 and 1. How: libFuzzer.
#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "cli/link_config.h"
#include "cli/link_files.h"
#include "core/check.h"
#include "stats/linkage.h"
#include "support/memory_path.h"

namespace {

using namespace caregrid;

void link(const cli::LinkConfig& config, const cli::LinkTable& table) {
  const auto columns = cli::columns_of(config, table);
  if (!columns) {
    core::check(columns.error().reason == "link.no_column");
    return;
  }
  const stats::TableRecords records(*columns, table.files, config.within_files.value_or(true));
  stats::LinkageOptions options;
  options.sample = 2000;
  const stats::LinkageResult result = stats::link_records(records, options);
  core::check(result.clusters.cluster.size() == table.count());
  for (std::uint32_t i = 0; i < table.count(); ++i) {
    const std::uint32_t cluster = result.clusters.cluster[i];
    core::check(cluster <= i && result.clusters.cluster[cluster] == cluster);
  }
  for (const stats::LinkageEdge& edge : result.pairs) {
    const double p = stats::probability_of(static_cast<double>(edge.log_odds));
    core::check(edge.a < edge.b && p >= 0 && p <= 1);
    core::check(records.compare(edge.a, edge.b) == records.compare(edge.b, edge.a));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t end = all.find('\n');
  if (size > 20'000 || end == std::string_view::npos) {
    return 0;
  }
  const support::MemoryPath file(all.substr(end + 1));
  std::ostringstream out;
  cli::Console console{out, out};
  const std::vector<std::string> paths{file.path()};
  const auto table = cli::read_link_tables(paths, console);
  if (!table || table->count() > 200) {
    return 0;
  }
  auto config = cli::read_link_config(all.substr(0, end));
  if (!config) {
    config = cli::guess_link_config(*table);
  }
  if (config) {
    link(*config, *table);
  }
  return 0;
}
