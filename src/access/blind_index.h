#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "access/call.h"
#include "core/result.h"
#include "core/seal.h"

namespace caregrid::access {

/// Finds sealed values again without opening them: a keyed hash (HMAC-SHA-256) of each, under a key
/// for its purpose and county.
///
/// It shows which values are equal and how often, nothing else. Phones are few and guessable, so
/// theirs is cut to 32 bits: a match must be held against the record. There is none for anything
/// of a few values (sex, a diagnosis).
/// Source: reliability handbook 2.3.
class BlindIndex final {
 public:
  explicit BlindIndex(const core::SecretKey& master);

  /// 64 bits; `packed` is the number with its kind as one integer.
  [[nodiscard]] std::int64_t official_number(std::int64_t packed) const;
  /// 64 bits, of a digest of a row's content.
  [[nodiscard]] std::int64_t source_row(std::int64_t digest) const;
  /// 32 bits.
  [[nodiscard]] std::int64_t phone(std::string_view digits) const;

 private:
  core::KeyedHash number_;
  core::KeyedHash row_;
  core::KeyedHash phone_;
};

/// The county's index; none before its first import.
/// Cost: one row and one unwrapping. Errors: as `KeyRing::unwrap`.
core::Result<std::optional<BlindIndex>> find_blind_index(const Call& call);
/// The county's index, its key made when there is none. For writes.
core::Result<BlindIndex> ensure_blind_index(const Call& call);

}  // namespace caregrid::access
