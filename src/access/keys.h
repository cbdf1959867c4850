#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "core/rng.h"
#include "core/seal.h"

namespace caregrid::access {

/// A key that wraps the keys of children and never enters the database (a KEK). Its id is drawn
/// from the key itself, so that a wrong one is known for what it is.
struct WrappingKey {
  std::int64_t id = 0;
  core::SecretKey secret;
};

WrappingKey make_wrapping_key(core::SecretKey secret);
/// The id as people see it: 12 hexadecimal digits.
std::string wrapping_key_name(std::int64_t id);
std::int64_t parse_wrapping_key_name(std::string_view name);  ///< 0 when it is none.

/// Where wrapping keys are kept: a file, the environment; later a TPM or a key service.
class KeySource {
 public:
  KeySource() = default;
  KeySource(const KeySource&) = delete;
  KeySource& operator=(const KeySource&) = delete;
  virtual ~KeySource() = default;

  /// All keys, the one in use last. Errors: unavailable "keys.missing", "keys.exposed" when others
  /// may read them, "keys.format".
  virtual core::Result<std::vector<WrappingKey>> load() = 0;
  /// Replaces what is kept. Errors: unavailable "keys.source_fixed" where it cannot be, "file.*".
  virtual core::Result<void> store(const std::vector<WrappingKey>& keys) = 0;
};

/// What a sealed value is bound to besides its key; it opens nowhere else.
struct SealedPlace {
  std::string_view column;  ///< "child|sealed"
  std::int64_t county = 0;
  std::int64_t child = 0;
  std::int64_t row = 0;      ///< Within the child.
  std::int64_t version = 1;  ///< Of the child's key.
  core::Bytes id = {};       ///< Of a record that is known by an id and not by a row.
};

/// "child|sealed 620524/17/0" for errors: names the record and nothing in it.
std::string describe(const SealedPlace& place);

/// A child's key as stored: under a wrapping key.
struct WrappedKey {
  std::int64_t wrapping_key = 0;
  std::int64_t version = 1;
  std::string bytes;
};

/// A child's key in clear, for as long as one call needs it.
struct ChildKey {
  std::int64_t child = 0;
  std::int64_t version = 1;
  core::SecretKey secret;
};

/// Seals and opens under the wrapping keys of one source. Safe from any thread as far as its
/// source of randomness is.
///
/// A wrapping key that is not known is looked for once more at the source, so that a process goes
/// on serving while another rotates keys.
class KeyRing final {
 public:
  /// A ring without keys: whatever needs one gives unavailable "keys.missing".
  KeyRing() = default;
  KeyRing(std::unique_ptr<KeySource> source, core::Rng& rng);

  [[nodiscard]] bool is_set() const { return source_ != nullptr; }

  /// Makes a key for a child. The caller stores it wrapped.
  [[nodiscard]] core::Result<ChildKey> make_key(std::int64_t child, std::int64_t version) const;
  /// Errors: unavailable "keys.missing"; else those of the source.
  core::Result<WrappedKey> wrap(std::int64_t county, const ChildKey& key);
  /// Errors: unavailable "keys.unknown" with the id of the key it needs, internal "seal.broken".
  core::Result<ChildKey> unwrap(std::int64_t county, std::int64_t child, std::int64_t wrapping_key,
                                std::int64_t version, core::Bytes wrapped);

  /// The sealed value. The place's child and version are the key's.
  [[nodiscard]] std::string seal(const ChildKey& key, SealedPlace place, core::Bytes plain) const;
  /// Errors: internal "seal.broken" naming the record when key, place or content do not fit.
  [[nodiscard]] static core::Result<std::string> open(const ChildKey& key, SealedPlace place,
                                                      core::Bytes sealed);

  /// Ids of the keys known, the one in use last.
  core::Result<std::vector<std::int64_t>> ids();
  /// Makes a new key, puts it in use and keeps the others. Its id.
  core::Result<std::int64_t> add_key();
  /// Removes a key from the source. Errors: invalid "keys.in_use" for the one in use,
  /// not_found "keys.unknown".
  core::Result<void> remove_key(std::int64_t id);

 private:
  core::Result<void> load();
  core::Result<core::SecretKey> find(std::int64_t id);

  std::unique_ptr<KeySource> source_;
  core::Rng* rng_ = nullptr;
  std::mutex mutex_;
  std::vector<WrappingKey> keys_;
};

}  // namespace caregrid::access
