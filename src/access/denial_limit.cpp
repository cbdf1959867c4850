#include "access/denial_limit.h"

namespace caregrid::access {

Denial DenialLimit::note(const AccountId& account, core::Instant now) {
  const auto is_over = [&](const Window& window) {
    return now.micros - window.start.micros >= window_micros || now < window.start;
  };
  const std::lock_guard lock(mutex_);
  if (windows_.size() >= accounts_max && !windows_.contains(account)) {
    std::erase_if(windows_, [&](const auto& entry) { return is_over(entry.second); });
    if (windows_.size() >= accounts_max) {
      return Denial::dropped;
    }
  }
  Window& window = windows_.try_emplace(account, Window{now}).first->second;
  if (is_over(window)) {
    window = {now};
  }
  if (window.noted >= noted_max) {
    return Denial::dropped;
  }
  ++window.noted;
  return window.noted == noted_max ? Denial::last : Denial::noted;
}

}  // namespace caregrid::access
