#include "tabular/xlsx_reader.h"

#include <utility>

#include "tabular/place.h"

namespace caregrid::tabular {

namespace {

constexpr std::size_t piece_bytes = std::size_t{64} << 10U;

}  // namespace

XlsxReader::XlsxReader(std::unique_ptr<ZipPackage> package, const Limits& limits)
    : package_(std::move(package)), limits_(limits), piece_(piece_bytes) {}

core::Result<std::unique_ptr<XlsxReader>> XlsxReader::open(const std::string& path,
                                                           const Limits& limits) {
  auto package = ZipPackage::open(path, limits);
  if (!package) {
    return package.error();
  }
  auto reader = std::make_unique<XlsxReader>(std::move(*package), limits);
  if (const auto loaded = reader->load(); !loaded) {
    return loaded.error();
  }
  return reader;
}

core::Result<void> XlsxReader::load() {
  auto workbook = read_workbook(*package_);
  if (!workbook) {
    return workbook.error();
  }
  workbook_ = std::move(*workbook);
  for (const SheetPart& sheet : workbook_.sheets) {
    bytes_total_ += package_->find_size_bytes(sheet.part).value_or(0);
  }
  const std::string& strings = workbook_.shared_strings_part;
  return strings.empty() || !package_->find_size_bytes(strings)
             ? core::Result<void>()
             : read_shared_strings(*package_, strings, limits_, strings_);
}

core::Error XlsxReader::fail(core::Error error) {
  if (error.field.empty() && sheets_opened_ > 0) {
    error.field = to_field(Place{workbook_.sheets[sheets_opened_ - 1].info.name, 0, 0});
  }
  failed_ = error;
  return error;
}

core::Result<std::optional<SheetInfo>> XlsxReader::next_sheet() {
  if (failed_) {
    return *failed_;
  }
  if (sheet_.entry != nullptr) {
    bytes_before_ += sheet_.entry->size_bytes();
    sheet_done_ = 0;
    sheet_ = OpenSheet{};
  }
  if (sheets_opened_ == workbook_.sheets.size()) {
    return std::optional<SheetInfo>();
  }
  ++sheets_opened_;
  if (const auto opened = open_sheet(); !opened) {
    return fail(opened.error());
  }
  return std::optional<SheetInfo>(workbook_.sheets[sheets_opened_ - 1].info);
}

core::Result<void> XlsxReader::open_sheet() {
  const SheetPart& part = workbook_.sheets[sheets_opened_ - 1];
  auto entry = package_->open_entry(part.part);
  if (!entry) {
    return entry.error();
  }
  sheet_.entry = std::move(*entry);
  sheet_.handler =
      std::make_unique<SheetHandler>(SheetContext{part.info.name, workbook_, strings_, limits_});
  sheet_.parser = std::make_unique<XmlParser>(*sheet_.handler);
  return {};
}

core::Result<bool> XlsxReader::next_row(RowView& row) {
  if (failed_) {
    return *failed_;
  }
  if (sheet_.entry == nullptr) {
    core::check(sheets_opened_ > 0);
    return false;
  }
  while (sheet_.next_row == sheet_.handler->rows().size()) {
    if (sheet_.at_end) {
      return false;
    }
    if (const auto read = read_piece(); !read) {
      return fail(read.error());
    }
  }
  const SheetHandler::Row& found = sheet_.handler->rows()[sheet_.next_row++];
  sheet_.handler->lay_out(found, cells_);
  row = RowView{found.number, cells_};
  return true;
}

core::Result<void> XlsxReader::read_piece() {
  sheet_.handler->clear();
  sheet_.next_row = 0;
  const auto count = sheet_.entry->read(piece_);
  if (!count) {
    return count.error();
  }
  sheet_done_ += static_cast<std::int64_t>(*count);
  sheet_.at_end = *count == 0;
  return sheet_.parser->feed(std::string_view(piece_.data(), *count), sheet_.at_end);
}

}  // namespace caregrid::tabular
