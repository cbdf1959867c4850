#include "support/signer.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/check.h"

namespace caregrid::support {

namespace {

std::string base64url(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                   reinterpret_cast<const unsigned char*>(bytes.data()),
                                   static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  text.resize(text.find_last_not_of('=') + 1);
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

}  // namespace

struct Signer::Body {
  EVP_PKEY* key = nullptr;

  /// A number of the public key in base64url, of `size` bytes, or of as many as it takes.
  [[nodiscard]] std::string number(const char* name, int size = 0) const {
    BIGNUM* value = nullptr;
    core::check(EVP_PKEY_get_bn_param(key, name, &value) == 1);
    std::string bytes(static_cast<std::size_t>(size == 0 ? BN_num_bytes(value) : size), '\0');
    core::check(BN_bn2binpad(value, reinterpret_cast<unsigned char*>(bytes.data()),
                             static_cast<int>(bytes.size())) > 0);
    BN_free(value);
    return base64url(bytes);
  }
};

Signer::Signer(Kind kind, std::string id, unsigned bits)
    : kind_(kind), id_(std::move(id)), body_(std::make_unique<Body>()) {
  body_->key = kind == Kind::rsa ? EVP_RSA_gen(bits) : EVP_EC_gen("P-256");
  core::check(body_->key != nullptr);
}

Signer::~Signer() { EVP_PKEY_free(body_->key); }

std::string Signer::jwk(std::string_view more) const {
  std::string text = R"({"kid":")" + id_ + R"(",)";
  if (kind_ == Kind::rsa) {
    text += R"("kty":"RSA","n":")" + body_->number(OSSL_PKEY_PARAM_RSA_N) + R"(","e":")" +
            body_->number(OSSL_PKEY_PARAM_RSA_E) + '"';
  } else {
    text += R"("kty":"EC","crv":"P-256","x":")" + body_->number(OSSL_PKEY_PARAM_EC_PUB_X, 32) +
            R"(","y":")" + body_->number(OSSL_PKEY_PARAM_EC_PUB_Y, 32) + '"';
  }
  return text.append(more).append("}");
}

std::string Signer::sign(std::string_view message) const {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  std::array<unsigned char, 1024> bytes{};
  std::size_t size = bytes.size();
  core::check(EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, body_->key) == 1);
  core::check(EVP_DigestSign(context, bytes.data(), &size,
                             reinterpret_cast<const unsigned char*>(message.data()),
                             message.size()) == 1);
  EVP_MD_CTX_free(context);
  if (kind_ == Kind::rsa) {
    return {reinterpret_cast<const char*>(bytes.data()), size};
  }
  const unsigned char* at = bytes.data();
  ECDSA_SIG* pair = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size));
  std::string both(64, '\0');
  auto* into = reinterpret_cast<unsigned char*>(both.data());
  core::check(BN_bn2binpad(ECDSA_SIG_get0_r(pair), into, 32) == 32);
  core::check(BN_bn2binpad(ECDSA_SIG_get0_s(pair), into + 32, 32) == 32);
  ECDSA_SIG_free(pair);
  return both;
}

std::string Signer::token(std::string_view header, std::string_view claims) const {
  const std::string message = base64url(header) + "." + base64url(claims);
  return message + "." + base64url(sign(message));
}

std::string Signer::header() const {
  const std::string algorithm = kind_ == Kind::rsa ? "RS256" : "ES256";
  return R"({"alg":")" + algorithm + R"(","typ":"JWT","kid":")" + id_ + R"("})";
}

std::string Signer::public_pem() const {
  BIO* memory = BIO_new(BIO_s_mem());
  core::check(PEM_write_bio_PUBKEY(memory, body_->key) == 1);
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory, &text);
  std::string pem(text, static_cast<std::size_t>(size));
  BIO_free(memory);
  return pem;
}

std::string hmac_sha256(std::string_view key, std::string_view message) {
  std::array<unsigned char, 32> bytes{};
  unsigned size = 0;
  core::check(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                   reinterpret_cast<const unsigned char*>(message.data()), message.size(),
                   bytes.data(), &size) != nullptr);
  return {reinterpret_cast<const char*>(bytes.data()), size};
}

}  // namespace caregrid::support
