#include "access/keys.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace caregrid::access {
namespace {

constexpr std::string_view wrapped_column = "data_key|wrapped";
constexpr std::size_t id_bytes = 6;

core::Error no_keys() { return core::failure(core::Code::unavailable, "keys.missing"); }

core::Error broken(const SealedPlace& place) {
  return core::failure(core::Code::internal, "seal.broken", describe(place));
}

void append(std::string& text, std::int64_t value) {
  auto bits = static_cast<std::uint64_t>(value);
  for (int i = 0; i < 8; ++i) {
    text.push_back(static_cast<char>(bits & 0xFFU));
    bits >>= 8U;
  }
}

/// The place as bytes that no other place has: integers of one width, the column behind them, then
/// the id behind a byte that no column holds.
std::string about(const SealedPlace& place) {
  std::string text;
  text.reserve(33 + place.column.size() + place.id.size());
  append(text, place.county);
  append(text, place.child);
  append(text, place.row);
  append(text, place.version);
  text += place.column;
  if (!place.id.empty()) {
    text.push_back('\0');
    text.append(reinterpret_cast<const char*>(place.id.data()), place.id.size());
  }
  return text;
}

/// The wrapping key is part of the place, by its row: a wrapped key cannot be passed off as one of
/// another child or of another wrapping key.
SealedPlace place_of_key(std::int64_t county, std::int64_t child, std::int64_t wrapping_key,
                         std::int64_t version) {
  return {wrapped_column, county, child, wrapping_key, version};
}

}  // namespace

WrappingKey make_wrapping_key(core::SecretKey secret) {
  const core::SecretKey name = core::derive_key(secret, "caregrid wrapping key id");
  std::int64_t id = 0;
  for (std::size_t i = 0; i < id_bytes; ++i) {
    id = id << 8 | static_cast<std::int64_t>(name.view()[i]);
  }
  return {id, std::move(secret)};
}

std::string wrapping_key_name(std::int64_t id) {
  std::array<std::byte, id_bytes> bytes{};
  for (std::size_t i = 0; i < id_bytes; ++i) {
    bytes[i] = static_cast<std::byte>(id >> (8 * (id_bytes - 1 - i)));
  }
  return core::to_hex(bytes);
}

std::int64_t parse_wrapping_key_name(std::string_view name) {
  std::int64_t id = 0;
  const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), id, 16);
  const bool is_whole = failed == std::errc{} && end == name.data() + name.size();
  return is_whole && name.size() == 2 * id_bytes ? id : 0;
}

std::string describe(const SealedPlace& place) {
  return std::string(place.column) + " " + std::to_string(place.county) + "/" +
         std::to_string(place.child) + "/" +
         (place.id.empty() ? std::to_string(place.row) : core::to_hex(place.id));
}

KeyRing::KeyRing(std::unique_ptr<KeySource> source, core::Rng& rng)
    : source_(std::move(source)), rng_(&rng) {}

core::Result<void> KeyRing::load() {
  if (!source_) {
    return no_keys();
  }
  auto keys = source_->load();
  if (!keys) {
    return keys.error();
  }
  if (keys->empty()) {
    return no_keys();
  }
  keys_ = std::move(*keys);
  return {};
}

core::Result<core::SecretKey> KeyRing::find(std::int64_t id) {
  const std::lock_guard lock(mutex_);
  const auto known = [&] { return std::ranges::find(keys_, id, &WrappingKey::id); };
  if (known() == keys_.end()) {
    if (const auto loaded = load(); !loaded) {
      return loaded.error();
    }
  }
  const auto found = known();
  if (found == keys_.end()) {
    return core::failure(core::Code::unavailable, "keys.unknown", wrapping_key_name(id));
  }
  return found->secret.clone();
}

core::Result<ChildKey> KeyRing::make_key(std::int64_t child, std::int64_t version) const {
  if (rng_ == nullptr) {
    return no_keys();
  }
  return ChildKey{child, version, core::SecretKey::make(*rng_)};
}

core::Result<WrappedKey> KeyRing::wrap(std::int64_t county, const ChildKey& key) {
  const std::lock_guard lock(mutex_);
  if (keys_.empty()) {
    if (const auto loaded = load(); !loaded) {
      return loaded.error();
    }
  }
  const WrappingKey& current = keys_.back();
  const SealedPlace place = place_of_key(county, key.child, current.id, key.version);
  return WrappedKey{current.id, key.version,
                    core::seal(current.secret, *rng_, about(place), key.secret.view())};
}

core::Result<ChildKey> KeyRing::unwrap(std::int64_t county, std::int64_t child,
                                       std::int64_t wrapping_key, std::int64_t version,
                                       core::Bytes wrapped) {
  const auto wrapping = find(wrapping_key);
  if (!wrapping) {
    return wrapping.error();
  }
  const SealedPlace place = place_of_key(county, child, wrapping_key, version);
  auto plain = core::open_sealed(*wrapping, about(place), wrapped);
  auto secret = plain ? core::SecretKey::from(core::as_bytes(*plain)) : std::nullopt;
  if (plain) {
    core::wipe(*plain);
  }
  return secret ? core::Result<ChildKey>(ChildKey{child, version, std::move(*secret)})
                : core::Result<ChildKey>(broken(place));
}

std::string KeyRing::seal(const ChildKey& key, SealedPlace place, core::Bytes plain) const {
  place.child = key.child;
  place.version = key.version;
  return core::seal(key.secret, *rng_, about(place), plain);
}

core::Result<std::string> KeyRing::open(const ChildKey& key, SealedPlace place,
                                        core::Bytes sealed) {
  place.child = key.child;
  place.version = key.version;
  auto plain = core::open_sealed(key.secret, about(place), sealed);
  return plain ? core::Result<std::string>(std::move(*plain))
               : core::Result<std::string>(broken(place));
}

core::Result<std::vector<std::int64_t>> KeyRing::ids() {
  const std::lock_guard lock(mutex_);
  if (const auto loaded = load(); !loaded) {
    return loaded.error();
  }
  std::vector<std::int64_t> ids;
  for (const WrappingKey& key : keys_) {
    ids.push_back(key.id);
  }
  return ids;
}

core::Result<std::int64_t> KeyRing::add_key() {
  const std::lock_guard lock(mutex_);
  if (const auto loaded = load(); !loaded) {
    return loaded.error();
  }
  keys_.push_back(make_wrapping_key(core::SecretKey::make(*rng_)));
  const std::int64_t id = keys_.back().id;
  if (const auto stored = source_->store(keys_); !stored) {
    keys_.pop_back();
    return stored.error();
  }
  return id;
}

core::Result<void> KeyRing::remove_key(std::int64_t id) {
  const std::lock_guard lock(mutex_);
  if (const auto loaded = load(); !loaded) {
    return loaded;
  }
  if (keys_.back().id == id) {
    return core::invalid("key", "keys.in_use", wrapping_key_name(id));
  }
  if (std::erase_if(keys_, [&](const WrappingKey& key) { return key.id == id; }) == 0) {
    return core::failure(core::Code::not_found, "keys.unknown", wrapping_key_name(id));
  }
  return source_->store(keys_);
}

}  // namespace caregrid::access
