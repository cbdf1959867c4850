#include "access/stored_entry.h"

#include <algorithm>
#include <array>

namespace caregrid::access {
namespace {

/// The canonical text of an entry: numbers of eight bytes, ids and hashes as they are, texts behind
/// their length, so that no two entries share one. Small enough to be hashed in one go.
class Canonical final {
 public:
  /// An id or a hash; one of another length than it must have stands behind that length.
  void add(core::Bytes bytes, std::size_t size) {
    if (bytes.size() == size) {
      put(bytes);
    } else {
      add(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
    }
  }

  void add(std::int64_t number) {
    std::array<std::byte, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = static_cast<std::byte>(static_cast<std::uint64_t>(number) >> (56U - 8U * i));
    }
    put(bytes);
  }

  /// A text longer than any word we write stands as its hash: it can only be a forgery.
  void add(std::string_view text) {
    constexpr std::size_t whole_max = 40;
    constexpr std::byte hashed{0xFF};
    const std::byte mark = text.size() <= whole_max ? static_cast<std::byte>(text.size()) : hashed;
    put(core::Bytes(&mark, 1));
    if (mark == hashed) {
      put(core::sha256(core::as_bytes(text)));
    } else {
      put(core::as_bytes(text));
    }
  }

  [[nodiscard]] core::Digest hash() const {
    return core::sha256(core::Bytes(bytes_.data(), size_));
  }

 private:
  void put(core::Bytes bytes) {
    std::ranges::copy(bytes, bytes_.begin() + static_cast<std::ptrdiff_t>(size_));
    size_ += bytes.size();
  }

  std::array<std::byte, 512> bytes_;  // 32 + 4 * 8 + 2 * 16 + 2 * 32 + 16 + 5 * 41 at most.
  std::size_t size_ = 0;
};

}  // namespace

StoredEntry view_of(const JournalEntry& entry) {
  return {.county = entry.county,
          .seq = entry.seq,
          .at = entry.at.micros,
          .account = entry.account.view(),
          .role = entry.role,
          .command = entry.command.view(),
          .kind = entry.kind,
          .payload_hash = entry.payload_hash,
          .changes_hash = entry.changes_hash,
          .hash = entry.hash,
          .event = entry.event,
          .purpose = entry.purpose,
          .field_class = entry.field_class,
          .policy = entry.policy,
          .session = entry.session};
}

core::Digest stored_hash(core::Bytes previous, const StoredEntry& entry) {
  constexpr std::size_t id_size = 16;
  constexpr std::size_t hash_size = 32;
  Canonical canonical;
  canonical.add(previous, hash_size);
  canonical.add(entry.county);
  canonical.add(entry.seq);
  canonical.add(entry.at);
  canonical.add(entry.account, id_size);
  canonical.add(entry.role);
  canonical.add(entry.command, id_size);
  canonical.add(entry.kind);
  canonical.add(entry.payload_hash, hash_size);
  canonical.add(entry.changes_hash, hash_size);
  canonical.add(entry.event);
  canonical.add(entry.purpose);
  canonical.add(entry.field_class);
  canonical.add(entry.policy);
  canonical.add(entry.session, id_size);
  return canonical.hash();
}

void add_touched(std::vector<std::byte>& into, char mark, const IdGroup& group) {
  const core::Bytes kind = core::as_bytes(group.kind);
  into.push_back(static_cast<std::byte>(mark));
  for (const std::size_t size : {kind.size(), group.ids.size()}) {
    for (unsigned shift = 0; shift < 32; shift += 8) {
      into.push_back(static_cast<std::byte>(size >> shift));
    }
  }
  into.insert(into.end(), kind.begin(), kind.end());
  into.insert(into.end(), group.ids.begin(), group.ids.end());
}

}  // namespace caregrid::access
