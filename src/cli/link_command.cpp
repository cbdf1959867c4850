#include <sys/resource.h>

#include <algorithm>
#include <cmath>

#include "cli/commands.h"
#include "cli/link_config.h"
#include "cli/link_files.h"
#include "core/file.h"
#include "core/json.h"

namespace caregrid::cli {
namespace {

constexpr std::int64_t config_bytes_max = std::int64_t{1} << 20U;

/// What the command tells at its end.
struct Summary {
  std::size_t rows = 0;
  std::size_t clusters = 0;
  std::size_t refused = 0;
  std::int64_t pairs = 0;
  double candidates = 0;
  double matches = 0;
  double auto_probability = 0.99;
  stats::LinkageQuality at_half{};
  stats::LinkageQuality at_auto{};
  std::int64_t memory_mib = 0;
};

core::Result<LinkConfig> config_for(const LinkOptions& options, const LinkTable& table) {
  if (options.config.empty()) {
    return guess_link_config(table);
  }
  core::RealFileSystem files;
  const auto text = core::read_file(files, options.config, config_bytes_max);
  return text ? read_link_config(*text) : core::Result<LinkConfig>(text.error());
}

std::size_t clusters_in(const stats::LinkageResult& result) {
  std::size_t count = 0;
  for (std::uint32_t i = 0; i < result.clusters.cluster.size(); ++i) {
    count += result.clusters.cluster[i] == i ? 1U : 0U;
  }
  return count;
}

stats::LinkageOptions engine_options(const LinkConfig& config) {
  stats::LinkageOptions engine;
  engine.block_max = static_cast<std::size_t>(config.block_max.value_or(60));
  const double least = std::clamp(config.probability.value_or(0.5), 1e-4, 0.5);
  engine.keep_min = static_cast<float>(std::log(least / (1 - least))) - 1;
  return engine;
}

core::Result<Summary> link_all(const LinkOptions& options, Console& console) {
  const auto table = read_link_tables(options.files, console);
  if (!table) {
    return table.error();
  }
  const auto config = config_for(options, *table);
  if (!config) {
    return config.error();
  }
  const auto columns = columns_of(*config, *table);
  if (!columns) {
    return columns.error();
  }
  console.errors << "columns: " << to_json(*config) << '\n';
  const stats::TableRecords records(*columns, table->files, config->within_files.value_or(true));
  stats::LinkageResult result;
  {
    ProgressBar progress(console, "link");
    result = stats::link_records(
        records, engine_options(*config),
        [&](std::int64_t done, std::int64_t total) { progress.show(done, total); });
  }
  const LinkedTable linked{*table, *config, options.files, records, result};
  const auto pairs = write_pairs(linked, options.out);
  if (!pairs) {
    return pairs.error();
  }
  if (!options.clusters.empty()) {
    if (const auto written = write_clusters(linked, options.clusters); !written) {
      return written.error();
    }
  }
  Summary summary{
      table->count(),    clusters_in(result),      result.clusters.refused.size(),         *pairs,
      result.candidates, result.fit.model.matches, config->auto_probability.value_or(0.99)};
  summary.at_half = stats::estimate_quality(result, 0.5);
  summary.at_auto = stats::estimate_quality(result, summary.auto_probability);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  summary.memory_mib = usage.ru_maxrss / 1024;
  return summary;
}

void print_json(const Summary& summary, Console& console) {
  core::json::Writer writer;
  const auto quality = [&](std::string_view name, double from, const stats::LinkageQuality& of) {
    writer.key(name).begin_object().key("probability").number(from);
    writer.member("pairs", static_cast<std::int64_t>(of.pairs));
    writer.key("precision").number(of.precision).key("recall").number(of.recall).end_object();
  };
  writer.begin_object().member("rows", static_cast<std::int64_t>(summary.rows));
  writer.member("clusters", static_cast<std::int64_t>(summary.clusters));
  writer.member("pairs_written", summary.pairs);
  writer.member("refused", static_cast<std::int64_t>(summary.refused));
  writer.member("candidates", static_cast<std::int64_t>(summary.candidates));
  writer.key("matches_estimated").number(summary.matches);
  quality("at_half", 0.5, summary.at_half);
  quality("at_auto", summary.auto_probability, summary.at_auto);
  writer.member("memory_mib", summary.memory_mib).end_object();
  console.out << writer.text() << '\n';
}

std::string rounded(double value) {
  const std::string digits = std::to_string(std::lround(value * 10'000) + 10'000);
  return (value >= 1 ? "1." : "0.") + digits.substr(1);
}

void print(const Summary& summary, Console& console) {
  const auto whole = [](double value) { return std::to_string(std::llround(value)); };
  console.out << align({{"rows", std::to_string(summary.rows)},
                        {"compared pairs", whole(summary.candidates)},
                        {"matches estimated", whole(summary.matches)},
                        {"clusters", std::to_string(summary.clusters)},
                        {"pairs written", std::to_string(summary.pairs)},
                        {"matches kept apart", std::to_string(summary.refused)},
                        {"memory, MiB", std::to_string(summary.memory_mib)}})
              << align({{"probability from", "pairs", "precision", "recall"},
                        {"0.5", whole(summary.at_half.pairs), rounded(summary.at_half.precision),
                         rounded(summary.at_half.recall)},
                        {rounded(summary.auto_probability), whole(summary.at_auto.pairs),
                         rounded(summary.at_auto.precision), rounded(summary.at_auto.recall)}})
              << "Precision and recall are the model's own estimates.\n";
}

}  // namespace

ExitCode link_tables(const LinkOptions& options, Console& console) {
  const auto summary = link_all(options, console);
  if (!summary) {
    tell(console, summary.error());
    return exit_code_of(summary.error());
  }
  console.is_json ? print_json(*summary, console) : print(*summary, console);
  return ExitCode::done;
}

}  // namespace caregrid::cli
