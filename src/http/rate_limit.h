#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace caregrid::http {

/// How fast one client may ask. Source: reliability handbook 2.3 (limits).
struct Rate {
  double per_second = 0;  ///< 0: no limit.
  double burst = 50;      ///< So many at once after a pause.
};

/// Token buckets by key (an account, an address): each ask takes a token, time gives them back.
///
/// Safe from any thread. Time comes by argument. Keys whose bucket is full again are forgotten, so
/// that a stream of invented addresses cannot fill the memory.
class RateLimit final {
 public:
  explicit RateLimit(Rate rate, std::size_t keys_max = 100'000)
      : rate_(rate), keys_max_(keys_max) {}

  /// Takes a token at this moment (milliseconds of any steady clock). 0, or the whole seconds to
  /// wait before the next one. Cost: one look-up.
  int take(std::string_view key, std::int64_t now_ms);

  [[nodiscard]] std::size_t keys();

 private:
  struct Bucket {
    double tokens = 0;
    std::int64_t at_ms = 0;
  };

  [[nodiscard]] double tokens_at(const Bucket& bucket, std::int64_t now_ms) const;
  void forget_full(std::int64_t now_ms);

  Rate rate_;
  std::size_t keys_max_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace caregrid::http
