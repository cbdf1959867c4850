// Shows that no bytes make the CSV reader misbehave: cells are valid UTF-8, rows are numbered
// upwards, failures have a reason and a place and are final. How: libFuzzer on whole files.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "support/table_fuzz.h"
#include "tabular/table_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  caregrid::support::read_whole_table(std::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}
