#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "access/call.h"
#include "access/journal_key.h"
#include "core/bytes.h"
#include "core/id.h"
#include "core/result.h"
#include "core/seal.h"

namespace caregrid::access {

/// The row of the key a county signs and opens letters with.
inline constexpr std::int64_t letter_key_number = -3;

/// The open halves of a county's keys: who has them can write to it and knows its hand.
struct CountyCard {
  std::int64_t county = 0;
  PublicKey signing;                    ///< Ed25519.
  std::array<std::byte, 32> sealing{};  ///< X25519.

  /// As people exchange it: "caregrid-county+620524+BASE64+1a2b3c4d"; the last part shows typing
  /// errors and is what two offices read to each other on the phone.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::string fingerprint() const;
  static std::optional<CountyCard> parse(std::string_view text);

  bool operator==(const CountyCard&) const = default;
};

/// A county's own keys, both drawn from the one that lies wrapped in `data_key`.
class CountyKeys final {
 public:
  CountyKeys(std::int64_t county, const core::SecretKey& secret);

  [[nodiscard]] CountyCard card() const;
  [[nodiscard]] Signature sign(std::string_view message) const;
  /// None for what was sealed to somebody else, or altered.
  [[nodiscard]] std::optional<std::string> open(core::Bytes sealed) const;

 private:
  std::int64_t county_;
  core::SecretKey signing_;
  core::SecretKey sealing_;
};

/// The county's keys, made when there are none; for writes.
core::Result<CountyKeys> ensure_county_keys(const Call& call);
/// None before the first use. Errors: as `KeyRing::unwrap`.
core::Result<std::optional<CountyKeys>> find_county_keys(const Call& call);

/// What the outside of a letter says; everybody on its way may read it.
struct LetterHead {
  core::IdBytes letter{};
  core::IdBytes handover{};
  std::string kind;
  std::int64_t from = 0;
  std::int64_t to = 0;

  bool operator==(const LetterHead&) const = default;
};

/// A letter in four lines of text: what it is, its head as JSON, the sealed rest, the signature
/// over all before it. Only the addressee opens it. Cost: some 100 us and 1 us a kilobyte.
/// Source: libsodium's sealed boxes (X25519, XSalsa20-Poly1305); RFC 8032.
std::string write_letter(const CountyKeys& sender, const CountyCard& addressee,
                         const LetterHead& head, std::string_view body);

/// The head alone, to know whose card is needed; nothing in it is to be believed yet.
/// Errors: invalid "parcel.format".
core::Result<LetterHead> read_letter_head(std::string_view text);

/// Checks the sender's hand and opens the seal. Errors: invalid "parcel.broken", also for a letter
/// to somebody else or by another hand.
core::Result<std::string> open_letter(const CountyKeys& addressee, const CountyCard& sender,
                                      std::string_view text);

}  // namespace caregrid::access
