#include "core/fast_sha256.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

#include <array>
#include <cstdint>
#include <cstring>

namespace caregrid::core {
namespace {

constexpr std::size_t block_size = 64;

// Source: FIPS 180-4, 4.2.2 and 5.3.3.
constexpr std::array<std::uint32_t, 64> round_constants{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

constexpr std::array<std::uint32_t, 8> start_state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                                   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

bool has_sha_instructions() {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  constexpr unsigned sse4_1 = 1U << 19U;
  constexpr unsigned sha = 1U << 29U;
  const bool has_sse = __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & sse4_1) != 0;
  return has_sse && __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & sha) != 0;
}

/// The eight words in the order the instructions want them: ABEF and CDGH.
struct State {
  __m128i abef;
  __m128i cdgh;
};

__m128i load(const void* at) { return _mm_loadu_si128(static_cast<const __m128i*>(at)); }

__attribute__((target("sha,sse4.1"))) State begin() {
  const __m128i cdab = _mm_shuffle_epi32(load(start_state.data()), 0xB1);
  const __m128i efgh = _mm_shuffle_epi32(load(start_state.data() + 4), 0x1B);
  return {_mm_alignr_epi8(cdab, efgh, 8), _mm_blend_epi16(efgh, cdab, 0xF0)};
}

/// Four rounds for each of the sixteen groups of words; a group is replaced by the one sixteen
/// words later once it was used.
__attribute__((target("sha,sse4.1"))) void add_block(State& state, const std::byte* block) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i words[4];  // NOLINT(modernize-avoid-c-arrays): std::array drops a vector's alignment.
  for (std::size_t i = 0; i < 4; ++i) {
    words[i] = _mm_shuffle_epi8(load(block + 16 * i), big_endian);
  }
  State next = state;
  for (std::size_t group = 0; group < 16; ++group) {
    __m128i& own = words[group % 4];
    const __m128i in = _mm_add_epi32(own, load(round_constants.data() + 4 * group));
    next.cdgh = _mm_sha256rnds2_epu32(next.cdgh, next.abef, in);
    next.abef = _mm_sha256rnds2_epu32(next.abef, next.cdgh, _mm_shuffle_epi32(in, 0x0E));
    const __m128i newest = words[(group + 3) % 4];
    const __m128i seven_back = _mm_alignr_epi8(newest, words[(group + 2) % 4], 4);
    const __m128i partial =
        _mm_add_epi32(_mm_sha256msg1_epu32(own, words[(group + 1) % 4]), seven_back);
    own = _mm_sha256msg2_epu32(partial, newest);
  }
  state.abef = _mm_add_epi32(state.abef, next.abef);
  state.cdgh = _mm_add_epi32(state.cdgh, next.cdgh);
}

__attribute__((target("sha,sse4.1"))) Digest finish(const State& state) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  const __m128i feba = _mm_shuffle_epi32(state.abef, 0x1B);
  const __m128i dchg = _mm_shuffle_epi32(state.cdgh, 0xB1);
  const __m128i abcd = _mm_blend_epi16(feba, dchg, 0xF0);
  const __m128i efgh = _mm_alignr_epi8(dchg, feba, 8);
  Digest digest;
  _mm_storeu_si128(reinterpret_cast<__m128i*>(digest.data()), _mm_shuffle_epi8(abcd, big_endian));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(digest.data() + 16),
                   _mm_shuffle_epi8(efgh, big_endian));
  return digest;
}

}  // namespace

std::optional<Digest> fast_sha256(Bytes bytes) {
  static const bool is_able = has_sha_instructions();
  if (!is_able) {
    return std::nullopt;
  }
  State state = begin();
  const std::size_t whole = bytes.size() / block_size;
  for (std::size_t i = 0; i < whole; ++i) {
    add_block(state, bytes.data() + i * block_size);
  }
  // The rest, a one bit, zeros, and the length in bits at the end of the last block.
  std::array<std::byte, 2 * block_size> last{};
  const std::size_t rest = bytes.size() % block_size;
  if (rest > 0) {
    std::memcpy(last.data(), bytes.data() + whole * block_size, rest);
  }
  last[rest] = std::byte{0x80};
  const std::size_t size = rest < block_size - 8 ? block_size : 2 * block_size;
  const std::uint64_t bits = std::uint64_t{8} * bytes.size();
  for (std::size_t i = 0; i < 8; ++i) {
    last[size - 1 - i] = static_cast<std::byte>(bits >> (8 * i));
  }
  for (std::size_t at = 0; at < size; at += block_size) {
    add_block(state, last.data() + at);
  }
  return finish(state);
}

}  // namespace caregrid::core

#else

namespace caregrid::core {

std::optional<Digest> fast_sha256(Bytes /*bytes*/) { return std::nullopt; }

}  // namespace caregrid::core

#endif
