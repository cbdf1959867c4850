#include <xlsxwriter.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>
#include <vector>

#include "core/date.h"
#include "tabular/partial_file.h"
#include "tabular/table_writer.h"
#include "tabular/utf8.h"
#include "tabular/xlsx_value.h"

namespace caregrid::tabular {

namespace {

constexpr lxw_color_t error_ink = 0x9C0006;
constexpr lxw_color_t error_paper = 0xFFC7CE;
constexpr lxw_color_t warning_ink = 0x7F4F00;
constexpr lxw_color_t warning_paper = 0xFFEB9C;

/// Each comment stays in memory until the end: past this many, cells keep only their colour.
constexpr std::int64_t notes_max = 20'000;
constexpr std::size_t name_characters_max = 31;
constexpr std::size_t exact_digits = 15;

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, std::max<std::size_t>(1, slash));
}

/// "name (2)", shortened to what Excel allows.
std::string name_of_part(std::string_view name, int part) {
  if (part == 1) {
    return std::string(name);
  }
  const std::string ending = " (" + std::to_string(part) + ")";
  std::size_t position = 0;
  std::size_t characters = 0;
  while (position < name.size() && characters + ending.size() < name_characters_max) {
    next_character(name, position);
    ++characters;
  }
  return std::string(name.substr(0, position)) + ending;
}

/// A number that a spreadsheet keeps as it is; more digits must stay text.
std::optional<double> exact_number(std::string_view text) {
  const auto digits = std::count_if(text.begin(), text.end(),
                                    [](char letter) { return letter >= '0' && letter <= '9'; });
  if (number_text(text) != text || digits > static_cast<std::ptrdiff_t>(exact_digits)) {
    return std::nullopt;
  }
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

class XlsxWriter final : public TableWriter {
 public:
  explicit XlsxWriter(const std::string& path) : file_(path), folder_(folder_of(path)) {}
  XlsxWriter(const XlsxWriter&) = delete;
  XlsxWriter& operator=(const XlsxWriter&) = delete;
  ~XlsxWriter() override {
    if (workbook_ != nullptr) {
      lxw_workbook_free(workbook_);
    }
  }

  core::Result<void> open() {
    // Creating it first finds a folder that cannot be written before any work is done.
    if (const auto created = file_.create(); !created) {
      return created;
    }
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.tmpdir = folder_.data();
    workbook_ = workbook_new_opt(file_.part_path().c_str(), &options);
    if (workbook_ == nullptr) {
      return core::failure(core::Code::unavailable, "table.write");
    }
    header_format_ = workbook_add_format(workbook_);
    format_set_bold(header_format_);
    return {};
  }

  core::Result<void> begin_sheet(const SheetSpec& sheet) override {
    name_ = sheet.name;
    header_.assign(sheet.header.begin(), sheet.header.end());
    widths_.assign(sheet.widths_characters.begin(), sheet.widths_characters.end());
    part_ = 1;
    return start_part();
  }

  core::Result<void> add_row(std::span<const OutCell> cells) override {
    core::check(worksheet_ != nullptr);
    if (next_row_ == LXW_ROW_MAX) {
      ++part_;
      if (const auto started = start_part(); !started) {
        return started;
      }
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto written = write_cell(static_cast<lxw_col_t>(i), cells[i]);
      if (written != LXW_NO_ERROR) {
        return failure_of(written);
      }
    }
    ++next_row_;
    return {};
  }

  core::Result<void> finish() override {
    if (worksheet_ == nullptr) {
      workbook_add_worksheet(workbook_, nullptr);
    }
    const lxw_error closed = workbook_close(std::exchange(workbook_, nullptr));
    return closed == LXW_NO_ERROR ? file_.put_in_place() : failure_of(closed);
  }

 private:
  static core::Error failure_of(lxw_error error) {
    if (error == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED) {
      return core::failure(core::Code::too_large, "table.cell_too_long");
    }
    if (error == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE) {
      return core::failure(core::Code::too_large, "table.too_many_columns");
    }
    return core::failure(core::Code::unavailable, "table.write", lxw_strerror(error));
  }

  core::Result<void> start_part() {
    const std::string name = name_of_part(name_, part_);
    if (workbook_validate_sheet_name(workbook_, name.c_str()) != LXW_NO_ERROR) {
      return core::invalid({}, "table.sheet_name", "Excel does not take this name: " + name);
    }
    worksheet_ = workbook_add_worksheet(workbook_, name.c_str());
    next_row_ = 0;
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      const auto column = static_cast<lxw_col_t>(i);
      worksheet_set_column(worksheet_, column, column, widths_[i], nullptr);
    }
    for (std::size_t i = 0; i < header_.size(); ++i) {
      const auto written =
          worksheet_write_string(worksheet_, 0, static_cast<lxw_col_t>(i),
                                 escape_controls(printable(header_[i])).c_str(), header_format_);
      if (written != LXW_NO_ERROR) {
        return failure_of(written);
      }
    }
    if (!header_.empty()) {
      worksheet_freeze_panes(worksheet_, 1, 0);
      next_row_ = 1;
    }
    return {};
  }

  lxw_error write_cell(lxw_col_t column, const OutCell& cell) {
    const lxw_error written = write_value(column, cell);
    if (written != LXW_NO_ERROR || cell.note.empty() || notes_ == notes_max) {
      return written;
    }
    ++notes_;
    return worksheet_write_comment(worksheet_, next_row_, column, printable(cell.note).c_str());
  }

  lxw_error write_value(lxw_col_t column, const OutCell& cell) {
    if (cell.kind == CellKind::number) {
      if (const auto value = exact_number(cell.text)) {
        return worksheet_write_number(worksheet_, next_row_, column, *value,
                                      format_of(cell.highlight, false));
      }
    }
    if (cell.kind == CellKind::date) {
      const auto date = core::parse_iso_date(cell.text);
      if (date && core::parts_of(*date).year >= 1900) {
        const auto parts = core::parts_of(*date);
        lxw_datetime value{parts.year, parts.month, parts.day, 0, 0, 0};
        return worksheet_write_datetime(worksheet_, next_row_, column, &value,
                                        format_of(cell.highlight, true));
      }
    }
    lxw_format* const format = format_of(cell.highlight, false);
    if (cell.kind == CellKind::boolean && (cell.text == "TRUE" || cell.text == "FALSE")) {
      return worksheet_write_boolean(worksheet_, next_row_, column, cell.text == "TRUE", format);
    }
    return write_text(column, escape_controls(printable(cell.text)), format);
  }

  lxw_error write_text(lxw_col_t column, const std::string& text, lxw_format* format) {
    if (!text.empty()) {
      return worksheet_write_string(worksheet_, next_row_, column, text.c_str(), format);
    }
    // An empty cell is written only to carry a colour.
    return format == nullptr ? LXW_NO_ERROR
                             : worksheet_write_blank(worksheet_, next_row_, column, format);
  }

  /// The format for a highlight, made when first needed; null for a plain cell.
  lxw_format* format_of(Highlight highlight, bool date) {
    if (highlight == Highlight::none && !date) {
      return nullptr;
    }
    lxw_format*& format = formats_[{highlight, date}];
    if (format == nullptr) {
      format = workbook_add_format(workbook_);
      if (date) {
        format_set_num_format(format, "yyyy-mm-dd");
      }
      if (highlight != Highlight::none) {
        const bool error = highlight == Highlight::error;
        format_set_bg_color(format, error ? error_paper : warning_paper);
        format_set_font_color(format, error ? error_ink : warning_ink);
      }
    }
    return format;
  }

  PartialFile file_;
  std::string folder_;  ///< The library keeps a pointer to it.
  lxw_workbook* workbook_ = nullptr;
  lxw_worksheet* worksheet_ = nullptr;
  lxw_format* header_format_ = nullptr;
  std::map<std::pair<Highlight, bool>, lxw_format*> formats_;
  std::string name_;
  std::vector<std::string> header_;
  std::vector<int> widths_;
  int part_ = 1;
  lxw_row_t next_row_ = 0;
  std::int64_t notes_ = 0;
};

}  // namespace

core::Result<std::unique_ptr<TableWriter>> create_xlsx(const std::string& path) {
  auto writer = std::make_unique<XlsxWriter>(path);
  if (const auto opened = writer->open(); !opened) {
    return opened.error();
  }
  return std::unique_ptr<TableWriter>(std::move(writer));
}

}  // namespace caregrid::tabular
