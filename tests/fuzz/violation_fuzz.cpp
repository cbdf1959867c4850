// Any bytes as a browser's report: refused, or two words of closed lists; nothing of the report
// itself.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/check.h"
#include "http/violation.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace caregrid;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = http::read_violation(text, "county.example");
  if (!read) {
    return 0;
  }
  for (const std::string_view word : {read->directive, read->blocked}) {
    core::check(!word.empty() && word.size() < 32);
    core::check(word.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string_view::npos);
    // A constant of the program, not a piece of the input.
    core::check(word.data() < text.data() || word.data() >= text.data() + text.size());
  }
  return 0;
}
