#include "access/lockout.h"

#include <algorithm>

#include "access/session_store.h"

namespace caregrid::access {
namespace {

constexpr std::int64_t micros_per_second = 1'000'000;
constexpr std::int64_t seconds_per_minute = 60;
constexpr std::int64_t wait_max_s = 15 * 60;
constexpr int tries_per_minute_max = 20;

core::Error wait(std::int64_t seconds) {
  return core::failure(core::Code::limited, "session.wait", std::to_string(seconds));
}

/// Seconds this bucket still has to wait; 0 when it may try.
std::int64_t seconds_to_wait(const Attempts& attempts, core::Instant now) {
  if (attempts.failures == 0) {
    return 0;
  }
  const auto doublings = std::min<std::int64_t>(attempts.failures - 1, 10);
  const std::int64_t wait_s = std::min(std::int64_t{1} << doublings, wait_max_s);
  const std::int64_t left = wait_s * micros_per_second - (now.micros - attempts.last_at.micros);
  return left > 0 ? (left + micros_per_second - 1) / micros_per_second : 0;
}

}  // namespace

std::string network_of(std::string_view address) {
  const bool is_ipv6 = address.find(':') != std::string_view::npos;
  const char separator = is_ipv6 ? ':' : '.';
  std::size_t end = 0;
  for (int groups = 0; groups < 3; ++groups) {
    const std::size_t next = address.find(separator, end);
    if (next == std::string_view::npos) {
      return std::string(address);
    }
    end = next + 1;
  }
  return std::string(address.substr(0, end));
}

core::Result<Attempts> begin_attempt(db::Transaction& transaction, const core::Digest& bucket,
                                     core::Instant now) {
  const auto attempts = find_attempts(transaction, bucket);
  if (!attempts) {
    return attempts.error();
  }
  if (const auto seconds = seconds_to_wait(*attempts, now); seconds > 0) {
    return wait(seconds);
  }
  const auto counted = upsert_attempts(transaction, bucket, {attempts->failures + 1, now});
  return counted ? attempts : core::Result<Attempts>(counted.error());
}

core::Result<void> AddressLimit::take(std::string_view address, core::Instant now) {
  if (address.empty()) {
    return {};
  }
  const std::int64_t second = now.micros / micros_per_second;
  const std::lock_guard lock(mutex_);
  if (second / seconds_per_minute != minute_) {
    minute_ = second / seconds_per_minute;
    counts_.clear();
  }
  int& count = counts_.try_emplace(std::string(address), 0).first->second;
  if (count >= tries_per_minute_max) {
    return wait(seconds_per_minute - second % seconds_per_minute);
  }
  ++count;
  return {};
}

void AddressLimit::give_back(std::string_view address) {
  const std::lock_guard lock(mutex_);
  if (const auto found = counts_.find(address); found != counts_.end() && found->second > 0) {
    --found->second;
  }
}

}  // namespace caregrid::access
