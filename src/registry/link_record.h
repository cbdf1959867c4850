#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "core/date.h"
#include "registry/child.h"

namespace caregrid::registry {

/// What a row says of a child, as far as it helps to tell whether two rows are of one. Texts are
/// normalised (`normalise_name`); empty, nothing or 0: not said.
struct LinkClaim {
  std::string_view name;
  std::optional<core::Date> born_on = std::nullopt;
  Sex sex = Sex::unknown;
  std::string_view identity = {};  ///< As written; it need not be valid.
  std::string_view guardian = {};
  std::string_view phone = {};
  std::int64_t village = 0;  ///< Division code of 12 digits.
};

/// The same in 64 bytes, one line of the processor's cache, so that millions stay in memory and a
/// comparison costs one fetch. Hashes are of 32 bits; they find and compare, nothing is read back.
struct LinkRecord {
  std::uint64_t identity = 0;  ///< `pack_identity`; 0: none.
  std::uint64_t phone = 0;     ///< Its digits as a number.
  std::int64_t village = 0;
  std::array<std::uint16_t, 6> name{};  ///< Variant classes of the first characters.
  std::uint32_t name_hash = 0;          ///< Of all characters.
  std::uint32_t pinyin = 0;             ///< `letters_key` of the likeliest reading.
  std::uint32_t blurred = 0;            ///< The same of `fold_pinyin`.
  std::uint32_t born_on = 0;            ///< Year, month (4 bits), day (5 bits).
  std::uint32_t guardian = 0;           ///< Hash of the characters.
  std::uint32_t guardian_blurred = 0;
  std::uint8_t name_length = 0;
  Sex sex = Sex::unknown;
  /// The number is valid and agrees with the stated birth date and sex: it is the child's own.
  bool is_identity_own = false;
  bool is_identity_valid = false;

  bool operator==(const LinkRecord&) const = default;
};
static_assert(sizeof(LinkRecord) == 64);

/// "?" in a packed name: stands for any character.
inline constexpr std::uint16_t packed_wildcard = 1;

/// Packs claims. Holds the readings of all common characters, 700 KB; make one and keep it.
///
/// A number that belongs to somebody twelve years older or more, a parent's, is taken for none; so
/// are placeholders: phones and numbers of one digit repeated, names that say "none".
/// Cost: about half a microsecond a claim.
class LinkPacker final {
 public:
  LinkPacker();
  LinkPacker(const LinkPacker&) = delete;
  LinkPacker& operator=(const LinkPacker&) = delete;
  ~LinkPacker();

  [[nodiscard]] LinkRecord pack(const LinkClaim& claim) const;

 private:
  struct Sounds;
  std::unique_ptr<const Sounds> sounds_;
};

}  // namespace caregrid::registry
