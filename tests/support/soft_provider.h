#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "access/web_client.h"
#include "core/clock.h"
#include "support/signer.h"

namespace caregrid::support {

/// An OpenID provider in memory that keeps its side of the protocol (PKCE, client secret, codes
/// that are good once) and signs with real keys; told to, it breaks any of it.
///
/// That the real protocol is spoken, tests/e2e/oidc_test.mjs shows against a real provider.
class SoftProvider final : public access::WebClient {
 public:
  explicit SoftProvider(core::Clock& clock) : clock_(clock) {}

  /// What a token is to say besides what follows from the question; JSON values.
  struct Says {
    std::string issuer = "https://id.example";
    std::string audience = "caregrid";
    std::string nonce = {};  ///< Empty: the one asked with.
    std::string acr = {};
    std::string amr = {};  ///< JSON.
    std::int64_t age_seconds = 0;
    bool tells_when = true;
    std::int64_t issued_ago = 0;
  };

  std::string issuer = "https://id.example";  ///< As its metadata say.
  std::string more_metadata;                  ///< `,"…":…` at their end.
  std::string token_url = "https://id.example/token";
  std::string keys_json;  ///< Empty: its key.
  std::string secret = "a secret of the client's";
  Signer signer{Signer::Kind::rsa, "key-1"};
  const Signer* signs_with = nullptr;  ///< None: `signer`.
  bool is_down = false;
  int status = 200;                     ///< Of everything.
  std::vector<std::string> asked = {};  ///< All addresses, in order.

  [[nodiscard]] int times(std::string_view url) const;

  /// The person says yes at the address they were sent to: the code they come back with.
  std::string consent(const std::string& url, const std::string& subject, const Says& says);
  std::string consent(const std::string& url, const std::string& subject) {
    return consent(url, subject, Says());
  }
  /// A value of an address's query, decoded.
  static std::string value_of(std::string_view url, std::string_view name);

  core::Result<access::WebAnswer> send(const access::WebRequest& request) override;

 private:
  struct Grant {
    std::string subject;
    std::string challenge;
    std::string nonce;
    std::string return_to;
    Says says;
  };

  [[nodiscard]] access::WebAnswer redeem(const access::WebRequest& request);
  [[nodiscard]] std::string claims_of(const Grant& grant) const;

  core::Clock& clock_;
  std::map<std::string, Grant> grants_;
};

}  // namespace caregrid::support
