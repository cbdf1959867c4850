// Shows that no bytes crash the reading of a OneRoster package. How: input that starts with "PK" is
// an archive; any other is up to four pieces parted by NUL (manifest, users, roles, orgs) packed
// into a well-formed archive, so that checksums do not keep the fuzzer out.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "support/table_fuzz.h"
#include "support/zip_builder.h"
#include "tabular/table_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  if (input.starts_with("PK")) {
    caregrid::support::read_whole_table(std::string(input));
    return 0;
  }
  std::vector<caregrid::support::ZipPart> parts;
  for (const char* name : {"manifest.csv", "users.csv", "roles.csv", "orgs.csv"}) {
    const std::size_t end = std::min(input.find('\0'), input.size());
    caregrid::support::ZipPart& part = parts.emplace_back();
    part.name = name;
    part.content = input.substr(0, end);
    input.remove_prefix(std::min(end + 1, input.size()));
  }
  caregrid::support::read_whole_table(caregrid::support::build_zip(parts));
  return 0;
}
