#include "core/id.h"

#include "core/hash.h"

namespace caregrid::core {
namespace {

void set_version(IdBytes& bytes, unsigned version) {
  bytes[6] = (bytes[6] & std::byte{0x0f}) | static_cast<std::byte>(version << 4U);
  bytes[8] = (bytes[8] & std::byte{0x3f}) | std::byte{0x80};
}

}  // namespace

IdBytes make_id_bytes(Instant now, Rng& rng) {
  IdBytes bytes;
  rng.fill(bytes);
  const auto millis = static_cast<std::uint64_t>(now.micros / 1000);
  for (std::size_t i = 0; i < 6; ++i) {
    bytes[i] = static_cast<std::byte>(millis >> (40U - 8U * i));
  }
  set_version(bytes, 7);
  return bytes;
}

IdBytes derive_id_bytes(std::string_view name) {
  const Digest digest = sha256(as_bytes(name));
  IdBytes bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = digest[i];
  }
  set_version(bytes, 8);
  return bytes;
}

std::string to_text(const IdBytes& bytes) {
  std::string hex = to_hex(bytes);
  for (const std::size_t at : {std::size_t{8}, std::size_t{13}, std::size_t{18}, std::size_t{23}}) {
    hex.insert(at, 1, '-');
  }
  return hex;
}

std::optional<IdBytes> parse_id_bytes(std::string_view text) {
  if (text.size() != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' ||
      text[23] != '-') {
    return std::nullopt;
  }
  std::string hex(text);
  std::erase(hex, '-');
  IdBytes bytes;
  if (!from_hex(hex, bytes)) {
    return std::nullopt;
  }
  return bytes;
}

}  // namespace caregrid::core
