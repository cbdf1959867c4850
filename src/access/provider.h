#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/id_token.h"
#include "access/provider_keys.h"
#include "access/web_client.h"
#include "core/clock.h"
#include "core/result.h"

namespace caregrid::access {

/// The identity provider a county brings: what its administrator was given for us.
struct ProviderSettings {
  std::string name;    ///< On the button.
  std::string issuer;  ///< "https://id.county.example"; nothing of another origin is ever fetched.
  std::string client;
  std::string secret;
  std::vector<std::string> strong_acr = {};  ///< Classes that count as a second factor.
  std::vector<std::string> strong_amr = {};  ///< Methods that do.
};

/// Errors: invalid "provider.issuer" for one that is no https origin and path (http: this machine
/// only), "provider.client", "provider.secret".
core::Result<void> check_settings(const ProviderSettings& settings);

/// What is asked of the provider about one person.
struct ProviderQuestion {
  std::string_view return_to;  ///< Where it sends the browser back to.
  std::string_view state;
  std::string_view nonce;
  std::string_view verifier;         ///< Of PKCE; only its hash leaves.
  std::string_view language;         ///< "zh-CN en"; empty: the provider's own.
  std::int64_t age_max_seconds = 0;  ///< How long ago they may have proved themselves there.
};

/// What a browser brought back, with what it was asked by.
struct ProviderReply {
  std::string_view code;
  std::string_view issuer;  ///< "iss" of the answer (RFC 9207); empty when it had none.
  std::string_view return_to;
  std::string_view nonce;
  std::string_view verifier;
  core::Instant not_before = {};  ///< See `Expected`.
  bool must_say_when = false;
};

/// An OpenID provider: its metadata and keys, fetched when first needed and kept an hour.
///
/// A key nobody knows has the keys fetched again, once a minute at most. When the provider does not
/// answer, nobody asks again for ten seconds, and at most eight wait for it at once, so that a dead
/// provider holds up nobody who signs in otherwise. Safe from any thread.
/// Source: OpenID Connect Core and Discovery 1.0; RFC 7636, 9207, 9700.
class Provider final {
 public:
  /// `clock` is the real one. All are borrowed.
  Provider(ProviderSettings settings, WebClient& web, core::Clock& clock);
  Provider(const Provider&) = delete;
  Provider& operator=(const Provider&) = delete;

  [[nodiscard]] const ProviderSettings& settings() const { return settings_; }
  [[nodiscard]] core::Instant now() { return clock_.now(); }

  /// Where the browser goes to be asked. Errors: unavailable "provider.unreachable",
  /// "provider.misconfigured" with what in `detail`.
  core::Result<std::string> question_url(const ProviderQuestion& question);

  /// Turns a code into the identity it stands for. Tokens are forgotten here; nothing keeps them.
  /// Errors: as `question_url`; unauthenticated "provider.denied" for a code that is not taken,
  /// "provider.token" as `check_id_token`, and with "issuer" for an answer of another provider.
  core::Result<Identity> redeem(const ProviderReply& reply);

  /// Where the browser ends the provider's own session, to come back to `return_to`.
  /// Errors: as `question_url`; not_found "provider.no_sign_out".
  core::Result<std::string> end_url(std::string_view return_to, std::string_view language);

  /// Whether the provider vouches for a second factor: by a class or method set for that, never by
  /// one it merely claims. Source: OWASP ASVS 5.0 6.8.4.
  [[nodiscard]] bool is_strong(const Identity& identity) const;

 private:
  struct Metadata {
    std::string question;
    std::string token;
    std::string keys;
    std::string end;  ///< Empty: it has none.
    bool names_itself = false;
    bool takes_basic = true;
  };
  struct Turn;

  core::Result<Metadata> metadata();
  core::Result<Metadata> fetch_metadata();
  core::Result<ProviderKey> key_of(const IdToken& token);
  core::Result<void> fetch_keys(const Metadata& from);
  core::Result<std::string> fetch_token(const Metadata& from, const ProviderReply& reply);
  core::Result<WebAnswer> ask(const WebRequest& request);
  static core::Result<Metadata> read_metadata(std::string_view json, std::string_view issuer);

  ProviderSettings settings_;
  WebClient& web_;
  core::Clock& clock_;
  std::counting_semaphore<8> turns_{8};
  std::mutex mutex_;  ///< Guards what follows, also while it is fetched.
  std::optional<Metadata> metadata_ = {};
  core::Instant metadata_at_ = {};
  std::vector<ProviderKey> keys_ = {};
  core::Instant keys_at_ = {};
  bool has_keys_ = false;
  std::optional<core::Error> fault_ = {};
  core::Instant fault_at_ = {};
};

}  // namespace caregrid::access
