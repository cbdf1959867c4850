#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace caregrid::support {

/// A private key, made anew by OpenSSL, that signs as an identity provider does.
class Signer {
 public:
  enum class Kind { rsa, p256 };

  Signer(Kind kind, std::string id, unsigned bits = 2048);
  Signer(const Signer&) = delete;
  Signer& operator=(const Signer&) = delete;
  ~Signer();

  /// Its public half as a JSON Web Key, with members of your own (`,"use":"enc"`) at the end.
  [[nodiscard]] std::string jwk(std::string_view more = {}) const;
  /// The signature of a JSON Web Signature, bytes.
  [[nodiscard]] std::string sign(std::string_view message) const;
  /// A compact token; the header as given, whatever it says.
  [[nodiscard]] std::string token(std::string_view header, std::string_view claims) const;
  /// The usual header of its tokens.
  [[nodiscard]] std::string header() const;
  [[nodiscard]] const std::string& id() const { return id_; }
  /// Its public half as text, which a careless checker would take for a shared secret.
  [[nodiscard]] std::string public_pem() const;

 private:
  struct Body;

  Kind kind_;
  std::string id_;
  std::unique_ptr<Body> body_;
};

/// HMAC-SHA-256 of a message under a text as key.
std::string hmac_sha256(std::string_view key, std::string_view message);

}  // namespace caregrid::support
