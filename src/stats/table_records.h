#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stats/linkage.h"

namespace caregrid::stats {

/// How the values of a column are compared.
enum class ColumnKind : std::uint8_t {
  name,    ///< A word that is misheard and mistyped; may be swapped with a partner column.
  text,    ///< Several words: an address, a title.
  code,    ///< A number or sign that identifies: equal, one slip, or another.
  number,  ///< A small number: a year, a house number.
  date,    ///< A day: YYYY-MM-DD, YYYYMMDD or DD/MM/YYYY.
};

/// One column of a table to be linked.
struct TableColumn {
  ColumnKind kind = ColumnKind::text;
  std::vector<std::string> values;  ///< UTF-8, one a record; empty: nothing said.
  /// What the value sounds like, one a record, or none at all: pinyin of Chinese characters.
  std::vector<std::string> sounds = {};
  /// The column its values may stand in by mistake (surname and given name), if any.
  std::optional<std::size_t> partner = std::nullopt;
  bool is_shared = false;  ///< Families share it: surname, address, phone.
};

/// Levels each kind has; see docs/models/linkage.md for what they mean.
LinkageField field_of(const TableColumn& column);

/// Records given as columns of text. Values are kept once each, however often they occur.
class TableRecords final : public LinkageRecords {
 public:
  /// Shapes: every column as long as the others and as `sources`, which says which file a record
  /// came from; empty: all of one. At most 16 columns.
  /// `links_within` false: only records of different files are compared.
  TableRecords(std::span<const TableColumn> columns, std::vector<std::uint32_t> sources = {},
               bool links_within = true);
  ~TableRecords() override;

  [[nodiscard]] const LinkageScheme& scheme() const override;
  [[nodiscard]] std::size_t count() const override;
  void write_keys(std::uint32_t record, std::span<std::uint32_t> keys) const override;
  [[nodiscard]] std::size_t key_columns() const override;
  [[nodiscard]] Comparison compare(std::uint32_t a, std::uint32_t b) const override;
  [[nodiscard]] std::uint64_t order_key(std::uint32_t record) const override;
  [[nodiscard]] double coincidence(std::size_t field, unsigned level) const override;
  [[nodiscard]] bool may_link(std::uint32_t a, std::uint32_t b) const override;

 private:
  struct Body;
  std::unique_ptr<const Body> body_;
};

}  // namespace caregrid::stats
