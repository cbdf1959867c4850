#include "access/journal_key.h"

#include <sodium.h>

#include <algorithm>
#include <filesystem>

#include "core/check.h"
#include "core/hash.h"

namespace caregrid::access {
namespace {

constexpr std::string_view file_heading = "CAREGRID-JOURNAL-KEY-1 ";
constexpr std::byte ed25519_kind{1};  // Source: c2sp.org/signed-note, signature types.
constexpr std::int64_t file_bytes_max = 4'096;

const unsigned char* raw(const std::byte* bytes) {
  return reinterpret_cast<const unsigned char*>(bytes);
}
unsigned char* raw(std::byte* bytes) { return reinterpret_cast<unsigned char*>(bytes); }

/// A key and its public half as libsodium keeps them.
struct Pair {
  std::array<std::byte, crypto_sign_PUBLICKEYBYTES> open{};
  std::array<std::byte, crypto_sign_SECRETKEYBYTES> secret{};
};

Pair pair_of(const std::array<std::byte, 32>& seed) {
  Pair pair;
  core::check(crypto_sign_seed_keypair(raw(pair.open.data()), raw(pair.secret.data()),
                                       raw(seed.data())) == 0);
  return pair;
}

core::Error damaged() { return core::invalid("--journal-key", "journal.key_damaged"); }

std::string_view without_line_end(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r')) {
    text.remove_suffix(1);
  }
  return text;
}

}  // namespace

std::string to_base64(core::Bytes bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), raw(bytes.data()), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // The zero libsodium ends it with.
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  const int failed =
      sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL);
  if (failed != 0) {
    return std::nullopt;
  }
  bytes.resize(size);
  return bytes;
}

std::array<std::byte, 4> PublicKey::id() const {
  core::Sha256 hash;
  hash.add(journal_key_name);
  hash.add("\n");
  hash.add(core::Bytes(&ed25519_kind, 1));
  hash.add(core::Bytes(bytes));
  const core::Digest digest = hash.finish();
  std::array<std::byte, 4> id{};
  std::copy_n(digest.begin(), id.size(), id.begin());
  return id;
}

std::string PublicKey::text() const {
  std::array<std::byte, 33> typed{ed25519_kind};
  std::ranges::copy(bytes, typed.begin() + 1);
  return std::string(journal_key_name) + "+" + core::to_hex(id()) + "+" + to_base64(typed);
}

std::optional<PublicKey> PublicKey::parse(std::string_view text) {
  text = without_line_end(text);
  const std::size_t start = text.find('+');
  const std::size_t end = start == std::string_view::npos ? start : text.find('+', start + 1);
  if (end == std::string_view::npos) {
    return std::nullopt;
  }
  const auto typed = from_base64(text.substr(end + 1));
  if (!typed || typed->size() != 33 || (*typed)[0] != static_cast<char>(ed25519_kind)) {
    return std::nullopt;
  }
  PublicKey key;
  std::ranges::copy(core::as_bytes(*typed).subspan(1), key.bytes.begin());
  return key.text() == text ? std::optional(key) : std::nullopt;
}

bool PublicKey::check(std::string_view message, const Signature& signature) const {
  return crypto_sign_verify_detached(raw(signature.data()), raw(core::as_bytes(message).data()),
                                     message.size(), raw(bytes.data())) == 0;
}

JournalKey JournalKey::make(core::Rng& rng) {
  std::array<std::byte, 32> seed{};
  rng.fill(seed);
  return JournalKey(seed);
}

core::Result<JournalKey> JournalKey::parse(std::string_view text) {
  text = without_line_end(text);
  if (!text.starts_with(file_heading)) {
    return damaged();
  }
  const auto bytes = from_base64(text.substr(file_heading.size()));
  if (!bytes || bytes->size() != 32) {
    return damaged();
  }
  std::array<std::byte, 32> seed{};
  std::ranges::copy(core::as_bytes(*bytes), seed.begin());
  return JournalKey(seed);
}

std::string JournalKey::text() const { return std::string(file_heading) + to_base64(seed_) + "\n"; }

PublicKey JournalKey::public_key() const { return {pair_of(seed_).open}; }

Signature JournalKey::sign(std::string_view message) const {
  const Pair pair = pair_of(seed_);
  Signature signature{};
  core::check(crypto_sign_detached(raw(signature.data()), nullptr,
                                   raw(core::as_bytes(message).data()), message.size(),
                                   raw(pair.secret.data())) == 0);
  return signature;
}

core::Result<JournalKey> read_journal_key(core::FileSystem& files, const std::string& path) {
  const auto text = core::read_file(files, path, file_bytes_max);
  if (!text) {
    return text.error().code == core::Code::too_large ? damaged() : text.error();
  }
  return JournalKey::parse(*text);
}

core::Result<JournalKey> read_or_make_journal_key(core::FileSystem& files, const std::string& path,
                                                  core::Rng& rng) {
  if (files.exists(path)) {
    return read_journal_key(files, path);
  }
  const std::string folder = std::filesystem::path(path).parent_path().string();
  if (!folder.empty()) {
    if (const auto made = files.make_folder(folder); !made) {
      return made.error();
    }
  }
  const JournalKey key = JournalKey::make(rng);
  if (const auto written = core::write_file(files, path, core::as_bytes(key.text())); !written) {
    return written.error();
  }
  return key;
}

}  // namespace caregrid::access
