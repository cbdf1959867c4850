#include "access/passkey.h"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <sodium.h>

#include <memory>

#include "core/bytes.h"
#include "core/hash.h"
#include "core/json.h"

namespace caregrid::access {
namespace {

constexpr std::size_t text_bytes_max = 16'384;
constexpr std::size_t credential_bytes_max = 1023;  // Source: WebAuthn 2, 4.
constexpr std::size_t flags_at = 32;                // Source: WebAuthn 2, 6.1.
constexpr std::size_t authenticator_bytes_min = 37;
constexpr unsigned present_and_verified = 0x05;

core::Error malformed() { return core::invalid("passkey", "passkey.malformed"); }
core::Error wrong_origin() { return core::invalid("passkey", "passkey.origin"); }
core::Error denied() { return core::failure(core::Code::unauthenticated, "passkey.denied"); }

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::string text_of(const unsigned char* bytes, std::size_t size) {
  return bytes == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(bytes), size);
}

struct FreeCredential {
  void operator()(fido_cred_t* credential) const { fido_cred_free(&credential); }
};
struct FreeAssertion {
  void operator()(fido_assert_t* assertion) const { fido_assert_free(&assertion); }
};
struct FreeEs256 {
  void operator()(es256_pk_t* key) const { es256_pk_free(&key); }
};
struct FreeEddsa {
  void operator()(eddsa_pk_t* key) const { eddsa_pk_free(&key); }
};

/// Kind, challenge and origin as the browser signed them.
core::Result<void> check_client_data(std::string_view json, std::string_view kind,
                                     std::string_view challenge, const RelyingParty& party) {
  const auto document = core::json::Document::parse(json);
  if (!document) {
    return malformed();
  }
  const auto member = [&](std::string_view name) -> std::string_view {
    const auto found = document->root().find(name);
    return found ? found->as_string().value_or("") : std::string_view();
  };
  if (member("type") != kind || member("challenge") != to_base64url(challenge)) {
    return malformed();
  }
  const auto crossing = document->root().find("crossOrigin");
  const bool is_framed = crossing && crossing->as_bool().value_or(true);
  return member("origin") == party.origin && !is_framed ? core::Result<void>()
                                                        : core::Result<void>(wrong_origin());
}

core::Result<void> check_authenticator(std::string_view data, const RelyingParty& party) {
  if (data.size() < authenticator_bytes_min) {
    return malformed();
  }
  const core::Digest expected = core::sha256(core::as_bytes(party.id));
  if (sodium_memcmp(expected.data(), data.data(), expected.size()) != 0) {
    return wrong_origin();
  }
  const auto flags = static_cast<unsigned char>(data[flags_at]);
  return (flags & present_and_verified) == present_and_verified
             ? core::Result<void>()
             : core::Result<void>(core::invalid("passkey", "passkey.unverified"));
}

/// Reads the key out of the authenticator's data as one of an algorithm.
core::Result<PasskeyKey> read_key(const std::string& data, int algorithm) {
  const std::unique_ptr<fido_cred_t, FreeCredential> credential(fido_cred_new());
  if (!credential || fido_cred_set_type(credential.get(), algorithm) != FIDO_OK ||
      fido_cred_set_authdata_raw(credential.get(), raw(data), data.size()) != FIDO_OK) {
    return malformed();
  }
  PasskeyKey key{
      text_of(fido_cred_id_ptr(credential.get()), fido_cred_id_len(credential.get())),
      text_of(fido_cred_pubkey_ptr(credential.get()), fido_cred_pubkey_len(credential.get())),
      algorithm, std::int64_t{fido_cred_sigcount(credential.get())}};
  const bool fits = !key.credential.empty() && key.credential.size() <= credential_bytes_max &&
                    !key.public_key.empty();
  return fits ? core::Result<PasskeyKey>(std::move(key)) : core::Result<PasskeyKey>(malformed());
}

bool verify(const fido_assert_t* assertion, const PasskeyKey& key) {
  if (key.algorithm == COSE_ES256) {
    const std::unique_ptr<es256_pk_t, FreeEs256> point(es256_pk_new());
    return point &&
           es256_pk_from_ptr(point.get(), key.public_key.data(), key.public_key.size()) ==
               FIDO_OK &&
           fido_assert_verify(assertion, 0, COSE_ES256, point.get()) == FIDO_OK;
  }
  const std::unique_ptr<eddsa_pk_t, FreeEddsa> point(eddsa_pk_new());
  return key.algorithm == COSE_EDDSA && point &&
         eddsa_pk_from_ptr(point.get(), key.public_key.data(), key.public_key.size()) == FIDO_OK &&
         fido_assert_verify(assertion, 0, COSE_EDDSA, point.get()) == FIDO_OK;
}

/// The counter of a signature that holds; none of one that does not.
core::Result<std::int64_t> verified_count(const PasskeyKey& key, std::string_view party,
                                          const core::Digest& client_hash, const std::string& data,
                                          const std::string& signature) {
  const std::unique_ptr<fido_assert_t, FreeAssertion> assertion(fido_assert_new());
  fido_assert_t* const it = assertion.get();
  const auto* hash = reinterpret_cast<const unsigned char*>(client_hash.data());
  const bool is_set =
      it != nullptr && fido_assert_set_rp(it, std::string(party).c_str()) == FIDO_OK &&
      fido_assert_set_clientdata_hash(it, hash, client_hash.size()) == FIDO_OK &&
      fido_assert_set_up(it, FIDO_OPT_TRUE) == FIDO_OK &&
      fido_assert_set_uv(it, FIDO_OPT_TRUE) == FIDO_OK && fido_assert_set_count(it, 1) == FIDO_OK &&
      fido_assert_set_authdata_raw(it, 0, raw(data), data.size()) == FIDO_OK &&
      fido_assert_set_sig(it, 0, raw(signature), signature.size()) == FIDO_OK;
  if (!is_set || !verify(it, key)) {
    return denied();
  }
  return std::int64_t{fido_assert_sigcount(it, 0)};
}

}  // namespace

core::Result<RelyingParty> relying_party(std::string_view origin) {
  const std::size_t scheme = origin.find("://");
  if (scheme == std::string_view::npos || !origin.starts_with("http")) {
    return core::failure(core::Code::unavailable, "passkey.no_origin");
  }
  const std::string_view host = origin.substr(scheme + 3);
  return RelyingParty{std::string(origin), std::string(host.substr(0, host.find(':')))};
}

std::string to_base64url(std::string_view bytes) {
  constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), raw(bytes), bytes.size(), variant);
  text.pop_back();  // The zero that libsodium ends it with.
  return text;
}

core::Result<std::string> from_base64url(std::string_view text) {
  if (text.empty() || text.size() > text_bytes_max) {
    return malformed();
  }
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  const int done = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(),
                                     text.data(), text.size(), nullptr, &size, &end,
                                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  if (done != 0 || end != text.data() + text.size()) {
    return malformed();
  }
  bytes.resize(size);
  return bytes;
}

core::Result<std::string> challenge_of(const PasskeyAnswer& answer) {
  const auto json = from_base64url(answer.client_data);
  if (!json) {
    return json.error();
  }
  const auto document = core::json::Document::parse(*json);
  const auto member = document ? document->root().find("challenge") : std::nullopt;
  return from_base64url(member ? member->as_string().value_or("") : "");
}

core::Result<PasskeyKey> check_registration(const PasskeyAnswer& answer, std::string_view challenge,
                                            const RelyingParty& party) {
  const auto client_data = from_base64url(answer.client_data);
  const auto data = from_base64url(answer.authenticator_data);
  if (!client_data || !data) {
    return malformed();
  }
  if (auto fits = check_client_data(*client_data, "webauthn.create", challenge, party); !fits) {
    return fits.error();
  }
  if (auto fits = check_authenticator(*data, party); !fits) {
    return fits.error();
  }
  auto key = read_key(*data, COSE_ES256);
  if (!key) {
    key = read_key(*data, COSE_EDDSA);
  }
  const auto claimed = from_base64url(answer.credential);
  return key && claimed && *claimed == key->credential ? key
                                                       : core::Result<PasskeyKey>(malformed());
}

core::Result<std::int64_t> check_passkey(const PasskeyAnswer& answer, const PasskeyKey& stored,
                                         std::string_view challenge, const RelyingParty& party) {
  const auto client_data = from_base64url(answer.client_data);
  const auto data = from_base64url(answer.authenticator_data);
  const auto signature = from_base64url(answer.signature);
  if (!client_data || !data || !signature) {
    return malformed();
  }
  if (auto fits = check_client_data(*client_data, "webauthn.get", challenge, party); !fits) {
    return fits.error();
  }
  if (auto fits = check_authenticator(*data, party); !fits) {
    return fits.error();
  }
  const auto count = verified_count(stored, party.id, core::sha256(core::as_bytes(*client_data)),
                                    *data, *signature);
  if (!count) {
    return count;
  }
  const bool counts = *count != 0 || stored.sign_count != 0;
  return counts && *count <= stored.sign_count ? core::Result<std::int64_t>(denied()) : count;
}

}  // namespace caregrid::access
