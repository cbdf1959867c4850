#include <utility>

#include "tabular/encoding.h"
#include "tabular/partial_file.h"
#include "tabular/table_writer.h"
#include "tabular/utf8.h"
#include "tabular/xlsx_value.h"

namespace caregrid::tabular {

namespace {

constexpr std::size_t buffer_bytes = std::size_t{256} << 10U;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

class CsvWriter final : public TableWriter {
 public:
  CsvWriter(const std::string& path, const CsvFormat& format)
      : file_(path), delimiter_(format.delimiter), encoder_(format.encoding) {
    // GB18030 could write a byte order mark too, but nobody does.
    if (format.encoding != Encoding::gb18030) {
      buffer_ = byte_order_mark;
    }
    row_begin_ = buffer_.size();
  }

  core::Result<void> open() { return file_.create(); }

  core::Result<void> begin_sheet(const SheetSpec& sheet) override {
    if (started_) {
      return core::invalid({}, "table.one_sheet_only", "a CSV file holds one table");
    }
    started_ = true;
    if (sheet.header.empty()) {
      return {};
    }
    for (const std::string_view name : sheet.header) {
      add_cell(formula_safe(name));
    }
    return end_row(sheet.header.size());
  }

  core::Result<void> add_row(std::span<const OutCell> cells) override {
    core::check(started_);
    for (const OutCell& cell : cells) {
      if (count_characters(cell.text) > static_cast<std::size_t>(Limits{}.cell_characters_max)) {
        return core::failure(core::Code::too_large, "table.cell_too_long");
      }
      const bool number = cell.kind == CellKind::number && number_text(cell.text);
      add_cell(number ? std::string(cell.text) : formula_safe(cell.text));
    }
    return end_row(cells.size());
  }

  core::Result<void> finish() override {
    const auto written = flush();
    return written ? file_.put_in_place() : written;
  }

 private:
  void add_cell(std::string_view text) {
    if (in_row_++ > 0) {
      buffer_.push_back(delimiter_);
    }
    // Tab and semicolon too: a program that guesses the delimiter then finds only commas.
    if (text.find_first_of(",;\t\"\n") == std::string_view::npos) {
      buffer_.append(text);
      return;
    }
    buffer_.push_back('"');
    for (const char letter : text) {
      buffer_.append(letter == '"' ? 2 : 1, letter);
    }
    buffer_.push_back('"');
  }

  core::Result<void> end_row(std::size_t cells) {
    in_row_ = 0;
    // A row of one empty cell would read back as a blank line.
    if (cells == 1 && buffer_.size() == row_begin_) {
      buffer_.append("\"\"");
    }
    buffer_.append("\r\n");
    row_begin_ = buffer_.size();
    return buffer_.size() < buffer_bytes ? core::Result<void>() : flush();
  }

  core::Result<void> flush() {
    encoded_.clear();
    if (const auto encoded = encoder_.append(buffer_, encoded_); !encoded) {
      return encoded;
    }
    buffer_.clear();
    row_begin_ = 0;
    return file_.append(encoded_);
  }

  PartialFile file_;
  char delimiter_;
  TextEncoder encoder_;
  std::string buffer_;
  std::string encoded_;
  std::size_t row_begin_ = 0;  ///< Of the row under way, in `buffer_`.
  std::size_t in_row_ = 0;
  bool started_ = false;
};

}  // namespace

core::Result<std::unique_ptr<TableWriter>> create_csv(const std::string& path,
                                                      const CsvFormat& format) {
  auto writer = std::make_unique<CsvWriter>(path, format);
  if (const auto opened = writer->open(); !opened) {
    return opened.error();
  }
  return std::unique_ptr<TableWriter>(std::move(writer));
}

}  // namespace caregrid::tabular
