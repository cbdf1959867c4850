#include "http/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace caregrid::http {

double RateLimit::tokens_at(const Bucket& bucket, std::int64_t now_ms) const {
  const auto passed_ms = static_cast<double>(std::max<std::int64_t>(now_ms - bucket.at_ms, 0));
  return std::min(rate_.burst, bucket.tokens + passed_ms * rate_.per_second / 1000.0);
}

void RateLimit::forget_full(std::int64_t now_ms) {
  std::erase_if(buckets_,
                [&](const auto& entry) { return tokens_at(entry.second, now_ms) >= rate_.burst; });
  if (buckets_.size() >= keys_max_) {
    buckets_.clear();  // A flood of keys none of which rests: start over rather than grow.
  }
}

int RateLimit::take(std::string_view key, std::int64_t now_ms) {
  if (rate_.per_second <= 0) {
    return 0;
  }
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= keys_max_) {
    forget_full(now_ms);
  }
  const auto [found, is_new] = buckets_.try_emplace(std::string(key), Bucket{rate_.burst, now_ms});
  Bucket& bucket = found->second;
  bucket.tokens = is_new ? rate_.burst : tokens_at(bucket, now_ms);
  bucket.at_ms = now_ms;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return 0;
  }
  return std::max(1, static_cast<int>(std::ceil((1 - bucket.tokens) / rate_.per_second)));
}

std::size_t RateLimit::keys() {
  const std::lock_guard lock(mutex_);
  return buckets_.size();
}

}  // namespace caregrid::http
