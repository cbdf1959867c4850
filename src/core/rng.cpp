#include "core/rng.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>

#include "core/check.h"

namespace caregrid::core {

void SystemRng::fill(std::span<std::byte> bytes) {
  check(sodium_init() >= 0);
  randombytes_buf(bytes.data(), bytes.size());
}

void SeededRng::fill(std::span<std::byte> bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::uint64_t word = next();
    const std::size_t count = std::min(sizeof word, bytes.size() - at);
    std::memcpy(bytes.data() + at, &word, count);
    at += count;
  }
}

std::uint64_t SeededRng::next() {
  state_ += 0x9e3779b97f4a7c15ULL;
  std::uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebULL;
  return mixed ^ (mixed >> 31U);
}

std::uint64_t SeededRng::below(std::uint64_t bound) {
  check(bound > 0);
  return next() % bound;
}

double SeededRng::unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }

}  // namespace caregrid::core
