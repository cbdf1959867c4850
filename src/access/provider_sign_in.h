#pragma once

#include <string>
#include <string_view>

#include "access/provider.h"
#include "access/sign_in.h"
#include "core/result.h"

namespace caregrid::access {

/// Where the page stands that a provider sends browsers back to, below our origin.
inline constexpr std::string_view provider_return_path = "/sign-in/return";

/// A browser on its way to the provider or back.
struct ProviderVisit {
  std::string origin;         ///< Ours, as browsers call us.
  std::string language = {};  ///< What its pages are to be in: "zh-CN en".
  std::string token = {};     ///< Its cookie from `begin`; empty on the way there.
  Browser from = {};
};

/// Where to send the browser, and the cookie by which it is known again.
struct ProviderErrand {
  std::string url;
  std::string token;  ///< 64 hexadecimal characters; holds as long as the challenge, five minutes.
};

/// What the browser brought back: the query of its address, and a code where one was asked for.
struct ProviderAnswer {
  std::string state;
  std::string code;
  std::string issuer;  ///< "iss".
  std::string error;
  std::string one_time_code;
};

/// Sign-in through a county's own identity provider: OpenID Connect, authorization code with PKCE.
///
/// A state is 256 random bits, holds five minutes, is taken by the first answer and belongs to the
/// browser that began. Nonce and PKCE verifier follow from it and the browser's cookie, so nothing
/// secret is stored. People are known by issuer and subject, bound beforehand (`link_identity`).
/// Source: OpenID Connect Core 1.0; RFC 9700; ASVS 5.0 6.8, 10.
class ProviderSignIn final {
 public:
  ProviderSignIn(Provider& provider, Door& door, core::Rng& rng, SignIn& sign_in)
      : provider_(provider), door_(door), rng_(rng), sign_in_(sign_in) {}

  /// Starts a sign-in; with `confirming`, a fresh proof of whoever is signed in already.
  /// Errors: as `Provider::question_url`; unavailable "provider.no_origin".
  core::Result<ProviderErrand> begin(const ProviderVisit& visit, const Actor* confirming);

  /// Errors: unauthenticated "provider.state" for a state that is not this browser's, over or used;
  /// "provider.unknown" with the subject in `detail` when nobody is bound to it; as
  /// `Provider::redeem`, `SignIn::sign_in_by_provider`, `SignIn::confirm_by_provider`. After
  /// "session.code_needed" the same state takes codes until one is right.
  core::Result<SessionGrant> finish(const ProviderAnswer& answer, const ProviderVisit& visit);

  /// Where the browser ends its session at the provider. Errors: as `Provider::end_url`.
  core::Result<std::string> end_url(const ProviderVisit& visit);

  [[nodiscard]] const std::string& name() const { return provider_.settings().name; }

 private:
  core::Result<Owner> find_owner(const Identity& identity);
  core::Result<SessionGrant> finish_by_code(const ProviderAnswer& answer,
                                            const ProviderVisit& visit);
  core::Result<void> remember(std::string_view state, std::string_view purpose,
                              std::string_view detail);
  core::Result<std::string> take(std::string_view state);
  core::Result<Vouched> vouch(const Identity& identity);

  Provider& provider_;
  Door& door_;
  core::Rng& rng_;
  SignIn& sign_in_;
};

}  // namespace caregrid::access
