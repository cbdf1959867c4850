// Shows the same for workbooks as csv_fuzz for CSV. How: input that starts with "PK" is an archive;
// any other is up to four pieces parted by NUL (sheet data, shared texts, styles, workbook
// settings) packed into a well-formed archive, so that checksums do not keep the fuzzer out.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "support/table_fuzz.h"
#include "support/workbook_builder.h"
#include "tabular/table_reader.h"

namespace {

std::string packed(std::string_view input) {
  std::array<std::string, 4> pieces;
  for (std::string& piece : pieces) {
    const std::size_t end = std::min(input.find('\0'), input.size());
    piece = input.substr(0, end);
    input.remove_prefix(std::min(end + 1, input.size()));
  }
  caregrid::support::WorkbookParts parts;
  parts.sheet_data = pieces[0];
  parts.shared_strings = pieces[1];
  parts.styles = pieces[2];
  parts.workbook_settings = pieces[3];
  return caregrid::support::build_workbook(parts);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  caregrid::support::read_whole_table(input.starts_with("PK") ? std::string(input) : packed(input));
  return 0;
}
