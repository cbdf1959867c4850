#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tabular/xlsx_strings.h"
#include "tabular/xlsx_workbook.h"
#include "tabular/xml_parser.h"

namespace caregrid::tabular {

/// What the cells of a sheet refer to; all of it outlives the handler.
struct SheetContext {
  std::string_view sheet;  ///< The name on the tab, for errors.
  const Workbook& workbook;
  const SharedStrings& strings;
  const Limits& limits;
};

/// Turns the markup of one worksheet into rows, gathered until they are taken.
///
/// The parser pushes, readers pull: between the two stand the rows of one piece of markup, sparse,
/// so that a cell in the last column costs no more than one in the first.
/// Errors: with the place, "sheets[名单].rows[12].cells[3]"; which, see `open_table`.
/// Source: ECMA-376 part 1, 18.3.1.
class SheetHandler final : public XmlHandler {
 public:
  /// A row that is complete; its cells are `cells_[begin, end)`.
  struct Row {
    std::int64_t number = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  explicit SheetHandler(const SheetContext& context) : context_(context) {}

  core::Result<void> on_start(std::string_view name, const XmlAttributes& attributes) override;
  core::Result<void> on_end(std::string_view name) override;
  core::Result<void> on_text(std::string_view text) override;

  /// Rows complete and not cleared yet, in the order of the sheet; blank ones are left out.
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }

  /// Lays the cells of a row out from the first column on, gaps as empty cells.
  void lay_out(const Row& row, std::vector<Cell>& into) const;

  /// Forgets the rows that are complete; their cells' texts are gone.
  void clear();

 private:
  /// A cell with content. Its text stands in the shared strings or in `text_`.
  struct Stored {
    std::size_t column = 0;  ///< From 0.
    CellKind kind = CellKind::text;
    std::string_view shared;
    std::size_t begin = 0;
    std::size_t length = 0;
  };

  core::Result<void> start_row(const XmlAttributes& attributes);
  core::Result<void> start_cell(const XmlAttributes& attributes);
  core::Result<void> end_cell();
  core::Result<void> store_shared();
  void store_number();
  void store(std::string_view text, CellKind kind);
  core::Result<void> end_row();
  [[nodiscard]] core::Error damaged(std::string_view what) const;
  [[nodiscard]] core::Error too_large(std::string reason, std::string detail) const;

  SheetContext context_;
  std::vector<Row> rows_;
  std::vector<Stored> cells_;
  std::string text_;
  std::size_t row_begin_ = 0;   ///< First cell of the row being read.
  std::int64_t row_bytes_ = 0;  ///< Text of that row so far, against a row without end.
  std::int64_t row_ = 0;
  std::int64_t cells_laid_ = 0;  ///< Of all rows, gaps counted.
  std::size_t next_column_ = 0;  ///< For a cell that does not say where it stands.
  bool inside_row_ = false;
  bool inside_cell_ = false;
  bool inside_value_ = false;
  bool inside_inline_ = false;
  bool has_formula_ = false;
  std::string type_;  ///< The `t` of the cell; empty means number.
  std::size_t style_ = 0;
  std::string value_;
  RichText inline_text_;
};

}  // namespace caregrid::tabular
