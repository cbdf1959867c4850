#include "access/id_token.h"

#include <sodium.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "access/passkey.h"
#include "core/json.h"

namespace caregrid::access {
namespace {

using core::json::Kind;
using core::json::View;

constexpr std::size_t token_bytes_max = 16'384;
constexpr std::size_t subject_bytes_max = 255;  // Source: OpenID Connect Core 1.0, 2.
constexpr std::size_t methods_max = 32;
constexpr std::int64_t micros_per_second = 1'000'000;
constexpr std::int64_t skew_seconds = 60;
constexpr std::int64_t age_max_seconds = 600;
constexpr double seconds_max = 1e11;  // The year 5138; beyond it a number is no time.
constexpr core::json::Limits limits{.bytes_max = token_bytes_max, .depth_max = 8, .keys_max = 200};

core::Error refused(std::string detail) {
  return core::failure(core::Code::unauthenticated, "provider.token", std::move(detail));
}

std::string_view text_of(View object, std::string_view name) {
  const auto found = object.find(name);
  return found ? found->as_string().value_or("") : std::string_view();
}

/// Seconds since 1970 as a token says them, which may have a fraction; none when it says none.
std::optional<std::int64_t> seconds_of(View object, std::string_view name) {
  const auto found = object.find(name);
  const auto number = found ? found->as_number() : std::nullopt;
  return number && *number >= 0 && *number < seconds_max
             ? std::optional(static_cast<std::int64_t>(std::floor(*number)))
             : std::nullopt;
}

bool is_same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

/// The audience must be this client and nobody else: a token for two may have been given to either.
bool is_for(View claims, std::string_view client) {
  const auto audience = claims.find("aud");
  if (!audience) {
    return false;
  }
  if (audience->kind() != Kind::array) {
    return audience->as_string() == client;
  }
  return audience->size() == 1 && audience->at(0).as_string() == client;
}

core::Result<void> check_names(View claims, const Expected& expected) {
  if (text_of(claims, "iss") != expected.issuer) {
    return refused("issuer");
  }
  if (!is_for(claims, expected.client)) {
    return refused("audience");
  }
  const auto party = claims.find("azp");
  if (party && party->as_string() != expected.client) {
    return refused("party");
  }
  if (expected.nonce.empty() || !is_same(text_of(claims, "nonce"), expected.nonce)) {
    return refused("nonce");
  }
  const std::string_view subject = text_of(claims, "sub");
  return subject.empty() || subject.size() > subject_bytes_max ? refused("subject")
                                                               : core::Result<void>();
}

core::Result<void> check_times(View claims, const Expected& expected) {
  const std::int64_t now = expected.now.micros / micros_per_second;
  const auto expires = seconds_of(claims, "exp");
  if (!expires || *expires + skew_seconds <= now) {
    return refused("expired");
  }
  const auto issued = seconds_of(claims, "iat");
  const std::int64_t begins = seconds_of(claims, "nbf").value_or(0);
  if (!issued || *issued > now + skew_seconds || *issued < now - age_max_seconds ||
      begins > now + skew_seconds) {
    return refused("issued");
  }
  const auto proved = seconds_of(claims, "auth_time");
  if (proved && *proved > now + skew_seconds) {
    return refused("auth_time");
  }
  return {};
}

std::vector<std::string> methods_of(View claims) {
  std::vector<std::string> methods;
  const auto listed = claims.find("amr");
  for (std::size_t i = 0; listed && i < std::min(listed->size(), methods_max); ++i) {
    methods.emplace_back(listed->at(i).as_string().value_or(""));
  }
  return methods;
}

core::Result<Identity> identity_of(View claims, const Expected& expected) {
  Identity identity{std::string(text_of(claims, "sub")), std::nullopt,
                    std::string(text_of(claims, "acr")), methods_of(claims)};
  if (const auto proved = seconds_of(claims, "auth_time")) {
    identity.authenticated_at = core::Instant{*proved * micros_per_second};
  }
  const core::Instant earliest{expected.not_before.micros - skew_seconds * micros_per_second};
  const bool is_recent =
      identity.authenticated_at ? *identity.authenticated_at >= earliest : !expected.must_say_when;
  return is_recent ? core::Result<Identity>(std::move(identity))
                   : core::Result<Identity>(refused("auth_time"));
}

/// Reads what may be checked of a header: its algorithm and key, when nothing else is asked of us.
core::Result<void> read_header(std::string_view json, IdToken& token) {
  const auto header = core::json::Document::parse(json, limits);
  if (!header || header->root().kind() != Kind::object) {
    return refused("format");
  }
  const std::string_view algorithm = text_of(header->root(), "alg");
  if (algorithm != "RS256" && algorithm != "ES256") {
    return refused("algorithm");
  }
  std::string type(text_of(header->root(), "typ"));
  std::ranges::transform(type, type.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  if ((header->root().find("typ") && type != "JWT") || header->root().find("crit")) {
    return refused("type");
  }
  token.signing = algorithm == "RS256" ? Signing::rs256 : Signing::es256;
  token.key_id = text_of(header->root(), "kid");
  return {};
}

}  // namespace

core::Result<IdToken> read_id_token(std::string_view compact) {
  if (compact.size() > token_bytes_max) {
    return refused("size");
  }
  const std::size_t first = compact.find('.');
  const std::size_t second = compact.rfind('.');
  if (first == second || compact.find('.', first + 1) != second) {
    return refused("format");
  }
  const auto header = from_base64url(compact.substr(0, first));
  auto claims = from_base64url(compact.substr(first + 1, second - first - 1));
  if (!header || !claims) {
    return refused("format");
  }
  IdToken token;
  if (auto read = read_header(*header, token); !read) {
    return read.error();
  }
  auto signature = from_base64url(compact.substr(second + 1));
  if (!signature) {
    return refused("signature");
  }
  token.message = compact.substr(0, second);
  token.signature = std::move(*signature);
  token.claims = std::move(*claims);
  return token;
}

const ProviderKey* find_key(std::span<const ProviderKey> keys, const IdToken& token) {
  const ProviderKey* found = nullptr;
  for (const ProviderKey& key : keys) {
    const bool is_named = token.key_id.empty() || key.id == token.key_id;
    if (!is_named || key.signing != token.signing) {
      continue;
    }
    if (found != nullptr) {
      return nullptr;
    }
    found = &key;
  }
  return found;
}

core::Result<Identity> check_id_token(const IdToken& token, const ProviderKey& key,
                                      const Expected& expected) {
  if (token.signing != key.signing || !is_signed_by(key, token.message, token.signature)) {
    return refused("signature");
  }
  const auto claims = core::json::Document::parse(token.claims, limits);
  if (!claims || claims->root().kind() != Kind::object) {
    return refused("format");
  }
  auto step = check_names(claims->root(), expected);
  step = step ? check_times(claims->root(), expected) : step;
  return step ? identity_of(claims->root(), expected) : core::Result<Identity>(step.error());
}

}  // namespace caregrid::access
