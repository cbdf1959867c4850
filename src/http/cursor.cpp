#include "http/cursor.h"

#include <span>

#include "core/bytes.h"
#include "core/hash.h"

namespace caregrid::http {
namespace {

constexpr std::size_t tag_bytes = 16;

/// Equal or not, in time that does not tell where they differ.
bool same_text(std::string_view a, std::string_view b) {
  unsigned difference = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    difference |=
        static_cast<unsigned char>(a[i]) ^ static_cast<unsigned>(static_cast<unsigned char>(b[i]));
  }
  return difference == 0;
}

}  // namespace

Cursors::Cursors(core::Rng& rng) { rng.fill(key_); }

std::string Cursors::tag(std::string_view list, std::string_view place) const {
  core::Sha256 inner;
  inner.add(core::Bytes(key_));
  inner.add(list);
  inner.add(std::string_view("\0", 1));
  inner.add(place);
  const core::Digest first = inner.finish();
  core::Sha256 outer;
  outer.add(core::Bytes(key_));
  outer.add(core::Bytes(first));
  const core::Digest second = outer.finish();
  return core::to_hex(core::Bytes(second).first(tag_bytes));
}

std::string Cursors::seal(std::string_view list, std::string_view place) const {
  return tag(list, place) + core::to_hex(core::as_bytes(place));
}

core::Result<std::string> Cursors::open(std::string_view list, std::string_view cursor) const {
  const core::Error refused = core::invalid("after", "list.cursor");
  if (cursor.size() < 2 * tag_bytes || cursor.size() % 2 != 0 || cursor.size() > 4096) {
    return refused;
  }
  std::string place((cursor.size() - 2 * tag_bytes) / 2, '\0');
  if (!core::from_hex(cursor.substr(2 * tag_bytes),
                      std::as_writable_bytes(std::span(place.data(), place.size())))) {
    return refused;
  }
  if (!same_text(tag(list, place), cursor.substr(0, 2 * tag_bytes))) {
    return refused;
  }
  return place;
}

}  // namespace caregrid::http
