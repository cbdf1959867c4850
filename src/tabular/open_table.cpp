#include <string>
#include <utility>
#include <vector>

#include "tabular/csv_reader.h"
#include "tabular/encoding.h"
#include "tabular/file_kind.h"
#include "tabular/one_roster.h"
#include "tabular/table_reader.h"
#include "tabular/xlsx_reader.h"

namespace caregrid::tabular {

namespace {

constexpr std::size_t head_bytes = std::size_t{4} << 10U;

/// The directory of a compound file names an encrypted workbook so, in UTF-16.
bool names_encrypted_package(const ByteFile& file) {
  constexpr std::size_t searched_bytes = std::size_t{256} << 10U;
  std::string wide;
  for (const char letter : std::string_view("EncryptedPackage")) {
    wide.push_back(letter);
    wide.push_back('\0');
  }
  std::vector<char> bytes(searched_bytes);
  for (const std::int64_t begin :
       {std::int64_t{0}, file.size_bytes() - static_cast<std::int64_t>(searched_bytes)}) {
    const auto count = file.read_at(std::max<std::int64_t>(0, begin), bytes);
    if (count && std::string_view(bytes.data(), *count).find(wide) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

core::Error refuse(FileKind kind, const ByteFile& file) {
  if (kind == FileKind::compound) {
    return names_encrypted_package(file)
               ? core::invalid({}, "table.encrypted", "save the workbook without a password")
               : core::invalid({}, "table.old_excel",
                               "a file of Excel 97 to 2003; save it as .xlsx");
  }
  std::string detail = "neither an Excel workbook nor CSV";
  if (kind == FileKind::web_page) {
    detail = "a web page, whatever its name says; open it in Excel and save it as .xlsx";
  } else if (kind == FileKind::xml) {
    detail = "an XML file; open it in Excel and save it as .xlsx";
  }
  return core::invalid({}, "table.not_a_spreadsheet", std::move(detail));
}

core::Result<std::unique_ptr<TableReader>> open_csv(std::unique_ptr<ByteFile> file,
                                                    const Limits& limits) {
  const auto sniffed = sniff_encoding(*file);
  if (!sniffed) {
    return sniffed.error();
  }
  auto reader = CsvReader::open(std::make_unique<TextSource>(std::move(file), *sniffed), limits);
  if (!reader) {
    return reader.error();
  }
  return std::unique_ptr<TableReader>(std::move(*reader));
}

}  // namespace

core::Result<std::unique_ptr<TableReader>> open_table(const std::string& path,
                                                      const Limits& limits) {
  auto file = ByteFile::open(path);
  if (!file) {
    return file.error();
  }
  std::vector<char> head(head_bytes);
  const auto count = (*file)->read_at(0, head);
  if (!count) {
    return count.error();
  }
  const FileKind kind = detect_file_kind(std::string_view(head.data(), *count));
  if (kind == FileKind::text) {
    return open_csv(std::move(*file), limits);
  }
  if (kind != FileKind::zip) {
    return refuse(kind, **file);
  }
  auto package = ZipPackage::open(path, limits);
  if (!package) {
    return package.error();
  }
  if (OneRosterReader::is_package(**package)) {
    auto roster = OneRosterReader::open(std::move(*package), limits);
    return roster ? core::Result<std::unique_ptr<TableReader>>(std::move(*roster))
                  : core::Result<std::unique_ptr<TableReader>>(roster.error());
  }
  auto reader = XlsxReader::open(path, limits);
  if (!reader) {
    return reader.error();
  }
  return std::unique_ptr<TableReader>(std::move(*reader));
}

}  // namespace caregrid::tabular
