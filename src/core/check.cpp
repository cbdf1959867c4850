#include "core/check.h"

#include <cstdio>
#include <cstdlib>

namespace caregrid::core {

void fail_check(const std::source_location& where) {
  std::fprintf(stderr, "check failed: %s:%u in %s\n", where.file_name(),
               static_cast<unsigned>(where.line()), where.function_name());
  std::fflush(stderr);
  std::abort();
}

}  // namespace caregrid::core
