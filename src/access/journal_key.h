#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/file.h"
#include "core/result.h"
#include "core/rng.h"

namespace caregrid::access {

/// An Ed25519 signature. Source: RFC 8032, by libsodium.
using Signature = std::array<std::byte, 64>;

/// What checks signatures of the journal; shown to people as
/// "caregrid-journal+1a2b3c4d+BASE64": name, key id, kind and key. Source: c2sp.org/signed-note.
struct PublicKey {
  std::array<std::byte, 32> bytes{};

  /// The first four bytes of SHA-256(name | line feed | kind | key).
  [[nodiscard]] std::array<std::byte, 4> id() const;
  [[nodiscard]] std::string text() const;
  static std::optional<PublicKey> parse(std::string_view text);

  [[nodiscard]] bool check(std::string_view message, const Signature& signature) const;

  bool operator==(const PublicKey&) const = default;
};

/// The name every journal key signs under.
inline constexpr std::string_view journal_key_name = "caregrid-journal";

/// The secret that signs the journal's roots. It lies in a file outside the database, readable by
/// its owner only: whoever has it and the database can rewrite the past up to the last anchor.
class JournalKey final {
 public:
  static JournalKey make(core::Rng& rng);
  /// Errors: invalid "journal.key_damaged".
  static core::Result<JournalKey> parse(std::string_view text);

  /// The key file's content: one line.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] PublicKey public_key() const;
  [[nodiscard]] Signature sign(std::string_view message) const;

 private:
  explicit JournalKey(const std::array<std::byte, 32>& seed) : seed_(seed) {}

  std::array<std::byte, 32> seed_;
};

/// Reads the key of a file. Errors: not_found "file.not_found"; invalid "journal.key_damaged".
core::Result<JournalKey> read_journal_key(core::FileSystem& files, const std::string& path);

/// Reads the key of a file, or makes one and its file when there is none; never replaces one.
/// Errors: as `read_journal_key` and `core::write_file`.
core::Result<JournalKey> read_or_make_journal_key(core::FileSystem& files, const std::string& path,
                                                  core::Rng& rng);

/// Base64 with padding, as signed notes use it. Source: RFC 4648 section 4.
std::string to_base64(core::Bytes bytes);
std::optional<std::string> from_base64(std::string_view text);

}  // namespace caregrid::access
