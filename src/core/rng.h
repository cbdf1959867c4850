#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace caregrid::core {

/// Where randomness comes from: the kernel in production, a seed in tests.
class Rng {
 public:
  Rng() = default;
  Rng(const Rng&) = delete;
  Rng& operator=(const Rng&) = delete;
  virtual ~Rng() = default;

  virtual void fill(std::span<std::byte> bytes) = 0;
};

/// Cryptographically strong bytes from libsodium.
class SystemRng final : public Rng {
 public:
  void fill(std::span<std::byte> bytes) override;
};

/// A seeded generator (SplitMix64, Steele, Lea and Flood 2014): same seed, same sequence, on
/// every machine. Never for secrets.
class SeededRng final : public Rng {
 public:
  explicit SeededRng(std::uint64_t seed) : state_(seed) {}

  void fill(std::span<std::byte> bytes) override;

  std::uint64_t next();
  /// Uniform in [0, bound); bound > 0. Bias below 2^-32 for the bounds used here.
  std::uint64_t below(std::uint64_t bound);
  /// Uniform in [0, 1).
  double unit();
  bool chance(double probability) { return unit() < probability; }

 private:
  std::uint64_t state_;
};

}  // namespace caregrid::core
