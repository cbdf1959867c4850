#include "access/provider_keys.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

#include <memory>
#include <optional>

#include "access/passkey.h"
#include "core/json.h"

namespace caregrid::access {
namespace {

constexpr std::size_t keys_max = 64;
constexpr int rsa_bits_min = 2048;
constexpr int rsa_bits_max = 8192;  // More would only cost time.
constexpr std::size_t coordinate_bytes = 32;
constexpr std::size_t exponent_bytes_max = 8;

core::Error no_key_set() { return core::invalid("keys", "provider.keys"); }

template <auto release>
struct Release {
  template <class T>
  void operator()(T* it) const {
    release(it);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Release<EVP_PKEY_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Release<BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Release<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Release<OSSL_PARAM_free>>;
using Digesting = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX_free>>;
using CurveSignature = std::unique_ptr<ECDSA_SIG, Release<ECDSA_SIG_free>>;

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

Number number_of(std::string_view bytes) {
  return Number(BN_bin2bn(raw(bytes), static_cast<int>(bytes.size()), nullptr));
}

/// The text of a member; empty when it is absent or no text.
std::string_view text_of(core::json::View object, std::string_view name) {
  const auto found = object.find(name);
  return found ? found->as_string().value_or("") : std::string_view();
}

/// The bytes of a base64url member; empty when it is none.
std::string bytes_of(core::json::View object, std::string_view name) {
  auto bytes = from_base64url(text_of(object, name));
  return bytes ? std::move(*bytes) : std::string();
}

/// Makes a public key of its parts, checked as far as its kind can be.
Key make_key(const char* kind, OSSL_PARAM_BLD* builder) {
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
  EVP_PKEY* made = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    return nullptr;
  }
  Key key(made);
  const KeyContext check(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
  return check && EVP_PKEY_public_check(check.get()) == 1 ? std::move(key) : nullptr;
}

Key rsa_key(core::json::View object) {
  const std::string modulus = bytes_of(object, "n");
  const std::string exponent = bytes_of(object, "e");
  if (modulus.size() > rsa_bits_max / 8 || exponent.empty() ||
      exponent.size() > exponent_bytes_max) {
    return nullptr;
  }
  const Number n = number_of(modulus);
  const Number e = number_of(exponent);
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!n || !e || !builder || BN_num_bits(n.get()) < rsa_bits_min || BN_is_odd(e.get()) != 1 ||
      BN_is_one(e.get()) == 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) {
    return nullptr;
  }
  return make_key("RSA", builder.get());
}

Key curve_key(core::json::View object) {
  const std::string x = bytes_of(object, "x");
  const std::string y = bytes_of(object, "y");
  const Builder builder(OSSL_PARAM_BLD_new());
  if (text_of(object, "crv") != "P-256" || x.size() != coordinate_bytes ||
      y.size() != coordinate_bytes || !builder) {
    return nullptr;
  }
  const std::string point = "\x04" + x + y;  // Uncompressed. Source: SEC 1, 2.3.3.
  if (OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) !=
          1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                       point.size()) != 1) {
    return nullptr;
  }
  return make_key("EC", builder.get());
}

std::string der_of(EVP_PKEY* key) {
  unsigned char* bytes = nullptr;
  const int size = i2d_PUBKEY(key, &bytes);
  if (size <= 0) {
    return {};
  }
  std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return der;
}

/// A key that may sign; none for one of another kind or use, or one that is malformed.
std::optional<ProviderKey> read_key(core::json::View object) {
  const std::string_view use = text_of(object, "use");
  const std::string_view kind = text_of(object, "kty");
  const std::string_view algorithm = text_of(object, "alg");
  const Signing signing = kind == "RSA" ? Signing::rs256 : Signing::es256;
  const std::string_view expected = signing == Signing::rs256 ? "RS256" : "ES256";
  if ((!use.empty() && use != "sig") || (!algorithm.empty() && algorithm != expected) ||
      (kind != "RSA" && kind != "EC")) {
    return std::nullopt;
  }
  const Key key = signing == Signing::rs256 ? rsa_key(object) : curve_key(object);
  ProviderKey read{std::string(text_of(object, "kid")), signing,
                   key ? der_of(key.get()) : std::string()};
  return read.der.empty() ? std::nullopt : std::optional(std::move(read));
}

/// A signature of two numbers side by side as the library wants it; empty when it is none.
std::string curve_der(std::string_view signature) {
  if (signature.size() != 2 * coordinate_bytes) {
    return {};
  }
  Number r = number_of(signature.substr(0, coordinate_bytes));
  Number s = number_of(signature.substr(coordinate_bytes));
  const CurveSignature pair(ECDSA_SIG_new());
  if (!r || !s || !pair || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) {
    return {};
  }
  static_cast<void>(r.release());  // The pair owns them now.
  static_cast<void>(s.release());
  unsigned char* bytes = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &bytes);
  if (size <= 0) {
    return {};
  }
  std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return der;
}

}  // namespace

core::Result<std::vector<ProviderKey>> read_key_set(std::string_view json) {
  const auto document = core::json::Document::parse(json, {.depth_max = 8, .keys_max = 2000});
  const auto keys = document ? document->root().find("keys") : std::nullopt;
  if (!keys || keys->kind() != core::json::Kind::array || keys->size() > keys_max) {
    return no_key_set();
  }
  std::vector<ProviderKey> read;
  for (std::size_t i = 0; i < keys->size(); ++i) {
    if (auto key = read_key(keys->at(i))) {
      read.push_back(std::move(*key));
    }
  }
  return read;
}

bool is_signed_by(const ProviderKey& key, std::string_view message, std::string_view signature) {
  const unsigned char* at = raw(key.der);
  const Key opened(d2i_PUBKEY(nullptr, &at, static_cast<long>(key.der.size())));
  const Digesting digesting(EVP_MD_CTX_new());
  const std::string given =
      key.signing == Signing::rs256 ? std::string(signature) : curve_der(signature);
  // The kind stands in the key, not in the token: that is what makes confusing them impossible.
  const int kind = key.signing == Signing::rs256 ? EVP_PKEY_RSA : EVP_PKEY_EC;
  return opened && digesting && !given.empty() && EVP_PKEY_get_base_id(opened.get()) == kind &&
         EVP_DigestVerifyInit(digesting.get(), nullptr, EVP_sha256(), nullptr, opened.get()) == 1 &&
         EVP_DigestVerify(digesting.get(), raw(given), given.size(), raw(message),
                          message.size()) == 1;
}

}  // namespace caregrid::access
