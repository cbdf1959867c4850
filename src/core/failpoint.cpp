#include "core/failpoint.h"

#include <unistd.h>

#include <atomic>
#include <charconv>
#include <cstdlib>
#include <string>

namespace caregrid::core {
namespace {

struct Armed {
  std::string name;
  bool exits = false;
  int visit = 1;
  std::atomic<int> seen{0};
};

void arm(Armed& armed, std::string_view text) {
  const std::size_t equals = text.find('=');
  const std::size_t at = text.find('@');
  if (equals == std::string_view::npos) {
    return;
  }
  armed.name = std::string(text.substr(0, equals));
  armed.exits = text.substr(equals + 1).starts_with("exit");
  if (at != std::string_view::npos) {
    std::from_chars(text.data() + at + 1, text.data() + text.size(), armed.visit);
  }
}

/// Read once, at the first failpoint; none in production.
Armed* armed_failpoint() {
  static Armed armed;
  static const bool is_set = [] {
    const char* text = std::getenv("CAREGRID_FAILPOINT");
    if (text != nullptr) {
      arm(armed, text);
    }
    return text != nullptr;
  }();
  return is_set ? &armed : nullptr;
}

}  // namespace

Fault failpoint(std::string_view name) {
  Armed* armed = armed_failpoint();
  if (armed == nullptr || armed->name != name || armed->seen.fetch_add(1) + 1 != armed->visit) {
    return Fault::none;
  }
  if (armed->exits) {
    _exit(137);
  }
  return Fault::error;
}

}  // namespace caregrid::core
