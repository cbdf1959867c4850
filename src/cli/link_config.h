#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/describe.h"
#include "core/result.h"
#include "stats/table_records.h"

namespace caregrid::cli {

/// One column of the tables to be linked, as the configuration describes it.
struct LinkColumn {
  std::string name;  ///< As the header has it.
  stats::ColumnKind kind = stats::ColumnKind::text;
  std::optional<std::string> swapped_with;  ///< The column its values may stand in by mistake.
  std::optional<bool> shared;               ///< Families share it.

  bool operator==(const LinkColumn&) const = default;
};

/// How tables are linked; docs/models/linkage.md explains each.
struct LinkConfig {
  std::vector<LinkColumn> columns;
  std::optional<std::string> id;           ///< A column that names the row; only written back.
  std::optional<bool> within_files;        ///< Whether a file may hold somebody twice; true.
  std::optional<double> probability;       ///< Pairs written from here on; 0.5.
  std::optional<double> auto_probability;  ///< Pairs called "match" from here on; 0.99.
  std::optional<std::int64_t> block_max;   ///< A key of more records finds nothing; 60.

  bool operator==(const LinkConfig&) const = default;
};

/// A table with a header, by columns.
struct LinkTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> columns;  ///< As many as the header; all equally long.
  std::vector<std::uint32_t> files;               ///< Of each row, which input.
  std::vector<std::int64_t> rows;                 ///< Of each row, its number in its file.

  [[nodiscard]] std::size_t count() const { return files.size(); }
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;
};

/// Reads a configuration. Errors: as `core::from_json`; invalid "link.columns" without columns or
/// with more than 16, "link.probability" outside 0 … 1, "link.block_max" outside 2 … 10,000.
core::Result<LinkConfig> read_link_config(std::string_view json);

/// A configuration from headers in English or Chinese and from what the cells look like.
/// Errors: invalid "link.columns" when no column says anything.
core::Result<LinkConfig> guess_link_config(const LinkTable& table);

/// The configuration as JSON, to be kept and changed.
std::string to_json(const LinkConfig& config);

/// The columns for the engine, with sounds where names are in Chinese characters.
/// Errors: invalid "link.no_column" with the column in `field`.
core::Result<std::vector<stats::TableColumn>> columns_of(const LinkConfig& config,
                                                         const LinkTable& table);

}  // namespace caregrid::cli

template <>
struct caregrid::core::Describe<caregrid::stats::ColumnKind> {
  static constexpr std::string_view name = "ColumnKind";
  using Kind = stats::ColumnKind;
  static constexpr std::array values{
      ValueOf<Kind>{Kind::name, "name"}, ValueOf<Kind>{Kind::text, "text"},
      ValueOf<Kind>{Kind::code, "code"}, ValueOf<Kind>{Kind::number, "number"},
      ValueOf<Kind>{Kind::date, "date"}};
};

template <>
struct caregrid::core::Describe<caregrid::cli::LinkColumn> {
  static constexpr std::string_view name = "LinkColumn";
  static constexpr auto fields =
      std::tuple{field("name", &cli::LinkColumn::name), field("kind", &cli::LinkColumn::kind),
                 field("swapped_with", &cli::LinkColumn::swapped_with),
                 field("shared", &cli::LinkColumn::shared)};
};

template <>
struct caregrid::core::Describe<caregrid::cli::LinkConfig> {
  static constexpr std::string_view name = "LinkConfig";
  static constexpr auto fields =
      std::tuple{field("columns", &cli::LinkConfig::columns),
                 field("id", &cli::LinkConfig::id),
                 field("within_files", &cli::LinkConfig::within_files),
                 field("probability", &cli::LinkConfig::probability),
                 field("auto_probability", &cli::LinkConfig::auto_probability),
                 field("block_max", &cli::LinkConfig::block_max)};
};
