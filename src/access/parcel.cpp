#include "access/parcel.h"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "access/key_store.h"
#include "core/check.h"
#include "core/hash.h"
#include "core/json.h"

namespace caregrid::access {
namespace {

constexpr std::string_view heading = "caregrid-parcel 1";
constexpr std::string_view card_heading = "caregrid-county+";
constexpr std::size_t lines_of_letter = 4;
constexpr core::json::Limits head_limits{1024, 2, 16};

const unsigned char* raw(const std::byte* bytes) {
  return reinterpret_cast<const unsigned char*>(bytes);
}
unsigned char* raw(std::byte* bytes) { return reinterpret_cast<unsigned char*>(bytes); }
unsigned char* raw(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

struct BoxPair {
  std::array<std::byte, crypto_box_PUBLICKEYBYTES> open{};
  core::SecretKey secret;
};

BoxPair box_pair_of(const core::SecretKey& seed) {
  BoxPair pair;
  std::array<std::byte, crypto_box_SECRETKEYBYTES> secret{};
  core::check(crypto_box_seed_keypair(raw(pair.open.data()), raw(secret.data()),
                                      raw(seed.view().data())) == 0);
  pair.secret = std::move(*core::SecretKey::from(secret));
  sodium_memzero(secret.data(), secret.size());
  return pair;
}

std::array<std::byte, 32> sign_key_of(const core::SecretKey& seed,
                                      std::array<std::byte, crypto_sign_SECRETKEYBYTES>& secret) {
  std::array<std::byte, 32> open{};
  core::check(
      crypto_sign_seed_keypair(raw(open.data()), raw(secret.data()), raw(seed.view().data())) == 0);
  return open;
}

core::Error broken() { return core::invalid("parcel", "parcel.broken"); }
core::Error no_letter() { return core::invalid("parcel", "parcel.format"); }

/// The lines of a letter without their ends; empty when there are more or fewer than four.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty() && lines.size() <= lines_of_letter) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    lines.push_back(line);
  }
  const bool is_letter = lines.size() == lines_of_letter && lines.front() == heading;
  return is_letter ? lines : std::vector<std::string_view>();
}

std::string signed_part(const std::vector<std::string_view>& lines) {
  std::string part;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    part.append(lines[i]).append("\n");
  }
  return part;
}

std::string to_json(const LetterHead& head) {
  core::json::Writer json;
  json.begin_object();
  json.member("letter", core::to_text(head.letter))
      .member("handover", core::to_text(head.handover));
  json.member("kind", head.kind).member("from", head.from).member("to", head.to);
  return json.end_object().take();
}

}  // namespace

std::string CountyCard::fingerprint() const {
  core::Sha256 hash;
  hash.add(std::to_string(county));
  hash.add(core::Bytes(signing.bytes));
  hash.add(core::Bytes(sealing));
  const core::Digest digest = hash.finish();
  return core::to_hex(core::Bytes(digest).first(4));
}

std::string CountyCard::text() const {
  std::string bytes;
  for (const auto& half : {signing.bytes, sealing}) {
    bytes.append(reinterpret_cast<const char*>(half.data()), half.size());
  }
  return std::string(card_heading) + std::to_string(county) + "+" +
         to_base64(core::as_bytes(bytes)) + "+" + fingerprint();
}

std::optional<CountyCard> CountyCard::parse(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r') || text.ends_with(' ')) {
    text.remove_suffix(1);
  }
  if (!text.starts_with(card_heading)) {
    return std::nullopt;
  }
  const std::string_view rest = text.substr(card_heading.size());
  const std::size_t last = rest.rfind('+');
  const std::size_t first = rest.find('+');
  if (first == std::string_view::npos || last <= first) {
    return std::nullopt;
  }
  CountyCard card;
  std::from_chars(rest.data(), rest.data() + first, card.county);
  const auto bytes = from_base64(rest.substr(first + 1, last - first - 1));
  if (!bytes || bytes->size() != 2 * card.sealing.size()) {
    return std::nullopt;
  }
  const core::Bytes both = core::as_bytes(*bytes);
  std::ranges::copy(both.first(card.sealing.size()), card.signing.bytes.begin());
  std::ranges::copy(both.subspan(card.sealing.size()), card.sealing.begin());
  return card.text() == text ? std::optional(card) : std::nullopt;
}

CountyKeys::CountyKeys(std::int64_t county, const core::SecretKey& secret)
    : county_(county),
      signing_(core::derive_key(secret, "letter signing")),
      sealing_(core::derive_key(secret, "letter sealing")) {}

CountyCard CountyKeys::card() const {
  std::array<std::byte, crypto_sign_SECRETKEYBYTES> secret{};
  CountyCard card{county_, PublicKey{sign_key_of(signing_, secret)}, box_pair_of(sealing_).open};
  sodium_memzero(secret.data(), secret.size());
  return card;
}

Signature CountyKeys::sign(std::string_view message) const {
  std::array<std::byte, crypto_sign_SECRETKEYBYTES> secret{};
  sign_key_of(signing_, secret);
  Signature signature{};
  const core::Bytes bytes = core::as_bytes(message);
  core::check(crypto_sign_detached(raw(signature.data()), nullptr, raw(bytes.data()), bytes.size(),
                                   raw(secret.data())) == 0);
  sodium_memzero(secret.data(), secret.size());
  return signature;
}

std::optional<std::string> CountyKeys::open(core::Bytes sealed) const {
  if (sealed.size() < crypto_box_SEALBYTES) {
    return std::nullopt;
  }
  const BoxPair pair = box_pair_of(sealing_);
  std::string plain(sealed.size() - crypto_box_SEALBYTES, '\0');
  const int failed = crypto_box_seal_open(raw(plain), raw(sealed.data()), sealed.size(),
                                          raw(pair.open.data()), raw(pair.secret.view().data()));
  return failed == 0 ? std::optional(std::move(plain)) : std::nullopt;
}

core::Result<CountyKeys> ensure_county_keys(const Call& call) {
  const auto key = ensure_key(call, letter_key_number);
  return key ? core::Result<CountyKeys>(CountyKeys(call.county, key->secret))
             : core::Result<CountyKeys>(key.error());
}

core::Result<std::optional<CountyKeys>> find_county_keys(const Call& call) {
  const auto key = find_child_key(call, letter_key_number);
  if (!key) {
    return key.error();
  }
  return *key ? std::optional<CountyKeys>(std::in_place, call.county, (*key)->secret)
              : std::optional<CountyKeys>();
}

std::string write_letter(const CountyKeys& sender, const CountyCard& addressee,
                         const LetterHead& head, std::string_view body) {
  std::string sealed(body.size() + crypto_box_SEALBYTES, '\0');
  core::check(crypto_box_seal(raw(sealed), raw(core::as_bytes(body).data()), body.size(),
                              raw(addressee.sealing.data())) == 0);
  std::string text(heading);
  text += "\n" + to_json(head) + "\n" + to_base64(core::as_bytes(sealed)) + "\n";
  const Signature signature = sender.sign(text);
  return text + to_base64(signature) + "\n";
}

core::Result<LetterHead> read_letter_head(std::string_view text) {
  const auto lines = lines_of(text);
  if (lines.empty()) {
    return no_letter();
  }
  const auto document = core::json::Document::parse(lines[1], head_limits);
  if (!document) {
    return no_letter();
  }
  const auto text_of = [&](std::string_view name) {
    const auto found = document->root().find(name);
    return (found ? found->as_string() : std::nullopt).value_or(std::string_view());
  };
  const auto number_of = [&](std::string_view name) {
    const auto found = document->root().find(name);
    return (found ? found->as_integer() : std::nullopt).value_or(0);
  };
  const auto letter = core::parse_id_bytes(text_of("letter"));
  const auto handover = core::parse_id_bytes(text_of("handover"));
  if (!letter || !handover) {
    return no_letter();
  }
  return LetterHead{*letter, *handover, std::string(text_of("kind")), number_of("from"),
                    number_of("to")};
}

core::Result<std::string> open_letter(const CountyKeys& addressee, const CountyCard& sender,
                                      std::string_view text) {
  const auto lines = lines_of(text);
  if (lines.empty()) {
    return no_letter();
  }
  const auto written = from_base64(lines[3]);
  Signature signature{};
  if (!written || written->size() != signature.size()) {
    return broken();
  }
  std::ranges::copy(core::as_bytes(*written), signature.begin());
  if (!sender.signing.check(signed_part(lines), signature)) {
    return broken();
  }
  const auto sealed = from_base64(lines[2]);
  auto body = sealed ? addressee.open(core::as_bytes(*sealed)) : std::nullopt;
  return body ? core::Result<std::string>(std::move(*body)) : core::Result<std::string>(broken());
}

}  // namespace caregrid::access
