#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tabular/table_reader.h"
#include "tabular/zip_package.h"

namespace caregrid::tabular {

/// A record of a CSV text; cells are copied.
using TextRow = std::vector<std::string>;

/// Takes a whole CSV text apart as RFC 4180 writes it; a byte order mark is passed over.
/// Errors: invalid "table.quote_open", "table.encoding" (no UTF-8). Cost: a copy of the text.
core::Result<std::vector<TextRow>> split_csv(std::string_view text);

/// What the manifest of a OneRoster package says of itself. Source: 1EdTech OneRoster 1.2, CSV.
struct OneRosterManifest {
  std::string version;                       ///< "1.2"
  std::map<std::string, std::string> files;  ///< "users" -> "bulk", "delta", "absent".

  bool operator==(const OneRosterManifest&) const = default;
};

/// Errors: invalid "oneroster.manifest" for a text that is none, "oneroster.version" for one before
/// 1.1, "oneroster.no_users" for a package that brings nobody.
core::Result<OneRosterManifest> read_manifest(std::string_view text);

/// Reads a OneRoster package as two sheets a person could have sent: schools, then pupils with
/// their school, grade and class joined from roles, enrollments and classes.
///
/// Only users of role student become rows; their row numbers are those of users.csv. A record
/// "tobedeleted" is a pupil who left the school on that day. A reference the package does not
/// answer becomes an error cell, so that the row comes back with its reason. Not a stream: a
/// package is held whole, within `Limits::inflated_bytes_max`.
class OneRosterReader final : public TableReader {
 public:
  /// Whether a package is one: it has a manifest at its top.
  static bool is_package(const ZipPackage& package);
  /// Errors: those of `read_manifest`; invalid "oneroster.file_missing" for a file the manifest
  /// promises, "oneroster.columns" for one without the columns that are read.
  static core::Result<std::unique_ptr<OneRosterReader>> open(std::unique_ptr<ZipPackage> package,
                                                             const Limits& limits);

  core::Result<std::optional<SheetInfo>> next_sheet() override;
  core::Result<bool> next_row(RowView& row) override;
  [[nodiscard]] std::int64_t bytes_done() const override { return done_; }
  [[nodiscard]] std::int64_t bytes_total() const override { return total_; }

  struct OutRow {
    std::int64_t number = 0;
    TextRow cells;
    std::vector<bool> is_error;
  };
  struct OutSheet {
    std::string name;
    std::vector<OutRow> rows;
  };

  explicit OneRosterReader(std::vector<OutSheet> sheets);

 private:
  std::vector<OutSheet> sheets_;
  std::size_t next_sheet_ = 0;
  std::size_t next_row_ = 0;
  std::vector<Cell> cells_;
  std::int64_t done_ = 0;
  std::int64_t total_ = 0;
};

}  // namespace caregrid::tabular
