#include "tabular/xlsx_sheet.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "tabular/place.h"
#include "tabular/utf8.h"
#include "tabular/xlsx_value.h"

namespace caregrid::tabular {

namespace {

template <class Number>
std::optional<Number> read_number(std::string_view text) {
  Number number{};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc() && read.ptr == text.data() + text.size()
             ? std::optional<Number>(number)
             : std::nullopt;
}

/// "AB12" -> 27, from 0; none when no letters lead.
std::optional<std::size_t> column_of(std::string_view reference) {
  constexpr std::size_t letters_max = 4;
  std::size_t column = 0;
  std::size_t letters = 0;
  while (letters < reference.size() && letters < letters_max && reference[letters] >= 'A' &&
         reference[letters] <= 'Z') {
    column = column * 26 + static_cast<std::size_t>(reference[letters] - 'A') + 1;
    ++letters;
  }
  return letters == 0 ? std::nullopt : std::optional<std::size_t>(column - 1);
}

}  // namespace

core::Error SheetHandler::damaged(std::string_view what) const {
  return core::invalid(to_field(Place{context_.sheet, row_, 0}), "table.damaged",
                       "the workbook is damaged (" + std::string(what) + ")");
}

core::Error SheetHandler::too_large(std::string reason, std::string detail) const {
  const Place place{context_.sheet, row_, static_cast<std::int64_t>(next_column_)};
  return core::Error{core::Code::too_large, to_field(place), std::move(reason), std::move(detail)};
}

core::Result<void> SheetHandler::on_start(std::string_view name, const XmlAttributes& attributes) {
  if (inside_cell_) {
    if (name == "v") {
      inside_value_ = true;
    } else if (name == "f") {
      has_formula_ = true;
    } else if (name == "is") {
      inside_inline_ = true;
      inline_text_.begin();
    } else if (inside_inline_) {
      inline_text_.on_start(name);
    }
    return {};
  }
  if (name == "c" && inside_row_) {
    return start_cell(attributes);
  }
  return name == "row" ? start_row(attributes) : core::Result<void>();
}

core::Result<void> SheetHandler::on_end(std::string_view name) {
  if (name == "v") {
    inside_value_ = false;
  } else if (name == "is") {
    inside_inline_ = false;
  } else if (inside_inline_) {
    inline_text_.on_end(name);
  } else if (name == "c" && inside_cell_) {
    return end_cell();
  } else if (name == "row" && inside_row_) {
    return end_row();
  }
  return {};
}

core::Result<void> SheetHandler::on_text(std::string_view text) {
  if (!inside_value_ && !inside_inline_) {
    return {};
  }
  if (inside_value_) {
    value_.append(text);
  } else {
    inline_text_.on_text(text);
  }
  row_bytes_ += static_cast<std::int64_t>(text.size());
  return row_bytes_ > context_.limits.row_bytes_max
             ? too_large("table.row_too_long", "the row is longer than " +
                                                   std::to_string(context_.limits.row_bytes_max) +
                                                   " bytes")
             : core::Result<void>();
}

core::Result<void> SheetHandler::start_row(const XmlAttributes& attributes) {
  const std::int64_t before = row_;
  ++row_;
  if (const auto number = attributes.find("r")) {
    const auto value = read_number<std::int64_t>(*number);
    if (!value || *value <= before) {
      return damaged("rows out of order");
    }
    row_ = *value;
  }
  next_column_ = 0;
  row_bytes_ = 0;
  if (row_ > context_.limits.rows_max) {
    return too_large("table.too_many_rows",
                     "more than " + std::to_string(context_.limits.rows_max) + " rows");
  }
  inside_row_ = true;
  row_begin_ = cells_.size();
  return {};
}

core::Result<void> SheetHandler::start_cell(const XmlAttributes& attributes) {
  if (const auto reference = attributes.find("r")) {
    const auto column = column_of(*reference);
    if (!column) {
      return damaged("a cell without a column");
    }
    next_column_ = *column;
  }
  ++next_column_;
  if (static_cast<std::int64_t>(next_column_) > context_.limits.columns_max) {
    return too_large("table.too_many_columns",
                     "more than " + std::to_string(context_.limits.columns_max) + " columns");
  }
  if (static_cast<std::int64_t>(cells_.size() - row_begin_) >= context_.limits.columns_max) {
    return damaged("a cell given twice");
  }
  inside_cell_ = true;
  has_formula_ = false;
  value_.clear();
  inline_text_.begin();
  type_ = attributes.find("t").value_or("");
  style_ = read_number<std::size_t>(attributes.find("s").value_or("0")).value_or(0);
  return {};
}

core::Result<void> SheetHandler::end_cell() {
  inside_cell_ = false;
  inside_value_ = false;
  const CellKind text_kind = has_formula_ ? CellKind::formula : CellKind::text;
  if (type_ == "s") {
    return store_shared();
  }
  if (type_ == "inlineStr") {
    store(inline_text_.finish(), text_kind);
  } else if (type_ == "str") {
    unescape_controls(value_);
    store(value_, text_kind);
  } else if (type_ == "e") {
    store(value_, CellKind::error);
  } else if (type_ == "b") {
    store(value_.empty()                       ? ""
          : value_ == "0" || value_ == "false" ? "FALSE"
                                               : "TRUE",
          has_formula_ ? CellKind::formula : CellKind::boolean);
  } else if (type_ == "d") {
    store(std::string_view(value_).substr(0, value_.find('T')),
          has_formula_ ? CellKind::formula : CellKind::date);
  } else {
    store_number();
  }
  const bool long_cell =
      cells_.size() > row_begin_ &&
      static_cast<std::int64_t>(cells_.back().length) > context_.limits.cell_characters_max &&
      static_cast<std::int64_t>(count_characters(std::string_view(text_).substr(
          cells_.back().begin))) > context_.limits.cell_characters_max;
  return long_cell ? too_large("table.cell_too_long",
                               "more than " + std::to_string(context_.limits.cell_characters_max) +
                                   " characters")
                   : core::Result<void>();
}

core::Result<void> SheetHandler::store_shared() {
  if (value_.empty()) {
    return {};
  }
  const auto index = read_number<std::size_t>(value_);
  if (!index || *index >= context_.strings.size()) {
    return damaged("a text that does not exist");
  }
  const std::string_view shared = context_.strings.at(*index);
  if (!shared.empty()) {
    cells_.push_back(
        Stored{next_column_ - 1, has_formula_ ? CellKind::formula : CellKind::text, shared, 0, 0});
  }
  return {};
}

void SheetHandler::store_number() {
  const auto text = number_text(value_);
  if (!text) {
    // Not a number after all: keep what stands there for the importer to complain about.
    store(value_, has_formula_ ? CellKind::formula : CellKind::text);
    return;
  }
  const auto& styles = context_.workbook.styles;
  const NumberStyle style = style_ < styles.size() ? styles[style_] : NumberStyle::plain;
  const double serial = read_number<double>(value_).value_or(-1);
  if (style != NumberStyle::plain) {
    if (const auto date = date_text(serial, context_.workbook.date_system);
        date && (serial >= 1 || style == NumberStyle::date)) {
      store(*date, has_formula_ ? CellKind::formula : CellKind::date);
      return;
    }
    if (serial >= 0 && serial < 1) {
      store(time_text(serial), has_formula_ ? CellKind::formula : CellKind::text);
      return;
    }
  }
  store(*text, has_formula_ ? CellKind::formula : CellKind::number);
}

void SheetHandler::store(std::string_view text, CellKind kind) {
  if (!text.empty()) {
    cells_.push_back(Stored{next_column_ - 1, kind, {}, text_.size(), text.size()});
    text_.append(text);
  }
}

core::Result<void> SheetHandler::end_row() {
  inside_row_ = false;
  if (cells_.size() == row_begin_) {
    return {};
  }
  rows_.push_back(Row{row_, row_begin_, cells_.size()});
  row_begin_ = cells_.size();
  // One cell in the last column of every row would cost a whole sheet of empty cells.
  cells_laid_ += static_cast<std::int64_t>(next_column_);
  return cells_laid_ > context_.limits.cells_max
             ? too_large("table.too_many_cells",
                         "more than " + std::to_string(context_.limits.cells_max) + " cells")
             : core::Result<void>();
}

void SheetHandler::lay_out(const Row& row, std::vector<Cell>& into) const {
  into.clear();
  for (std::size_t i = row.begin; i < row.end; ++i) {
    const Stored& stored = cells_[i];
    if (into.size() <= stored.column) {
      into.resize(stored.column + 1);
    }
    const std::string_view text = stored.shared.empty()
                                      ? std::string_view(text_).substr(stored.begin, stored.length)
                                      : stored.shared;
    into[stored.column] = Cell{text, stored.kind};
  }
}

void SheetHandler::clear() {
  // A row may be under way: what belongs to it stays.
  rows_.clear();
  const std::vector<Stored> kept(cells_.begin() + static_cast<std::ptrdiff_t>(row_begin_),
                                 cells_.end());
  std::string kept_text;
  cells_.clear();
  for (Stored cell : kept) {
    const std::string_view text = std::string_view(text_).substr(cell.begin, cell.length);
    cell.begin = kept_text.size();
    kept_text.append(text);
    cells_.push_back(cell);
  }
  text_ = std::move(kept_text);
  row_begin_ = 0;
}

}  // namespace caregrid::tabular
