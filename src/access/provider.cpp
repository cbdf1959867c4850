#include "access/provider.h"

#include <algorithm>

#include "access/journal_key.h"
#include "access/passkey.h"
#include "access/provider_url.h"
#include "core/hash.h"
#include "core/json.h"

namespace caregrid::access {
namespace {

using core::json::View;

constexpr std::int64_t micros_per_second = 1'000'000;
constexpr std::int64_t kept_micros = 3600 * micros_per_second;
constexpr std::int64_t new_keys_after_micros = 60 * micros_per_second;
constexpr std::int64_t fault_micros = 10 * micros_per_second;
constexpr std::size_t setting_bytes_max = 512;
constexpr core::json::Limits limits{
    .bytes_max = web_answer_bytes_max, .depth_max = 16, .keys_max = 2000};

core::Error misconfigured(std::string detail) {
  return core::failure(core::Code::unavailable, "provider.misconfigured", std::move(detail));
}

core::Error unreachable(std::string detail) {
  return core::failure(core::Code::unavailable, "provider.unreachable", std::move(detail));
}

std::string_view text_of(View object, std::string_view name) {
  const auto found = object.find(name);
  return found ? found->as_string().value_or("") : std::string_view();
}

/// Whether a list names a value; `unsaid` when there is no list.
bool lists(View object, std::string_view name, std::string_view value, bool unsaid) {
  const auto list = object.find(name);
  if (!list) {
    return unsaid;
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    if (list->at(i).as_string() == value) {
      return true;
    }
  }
  return false;
}

bool is_sound(std::string_view text) { return !text.empty() && text.size() <= setting_bytes_max; }

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) {
    all += (all.empty() ? "" : " ") + text;
  }
  return all;
}

bool is_past(core::Instant since, std::int64_t micros, core::Instant now) {
  return now.micros - since.micros >= micros || now < since;
}

}  // namespace

core::Result<void> check_settings(const ProviderSettings& settings) {
  const std::string_view issuer = settings.issuer;
  if (!is_sound(issuer) || origin_of_url(issuer).empty() ||
      issuer.find_first_of("?#") != std::string_view::npos) {
    return core::invalid("--oidc-issuer", "provider.issuer");
  }
  if (!is_sound(settings.client)) {
    return core::invalid("--oidc-client-id", "provider.client");
  }
  return is_sound(settings.secret)
             ? core::Result<void>()
             : core::Result<void>(core::invalid("--oidc-secret-file", "provider.secret"));
}

/// One of the few that may wait for the provider at the same time.
struct Provider::Turn {
  explicit Turn(std::counting_semaphore<8>& turns) : turns_(turns), has_(turns.try_acquire()) {}
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() {
    if (has_) {
      turns_.release();
    }
  }
  [[nodiscard]] core::Result<void> check() const {
    return has_ ? core::Result<void>() : core::Result<void>(unreachable("busy"));
  }

 private:
  std::counting_semaphore<8>& turns_;
  bool has_;
};

Provider::Provider(ProviderSettings settings, WebClient& web, core::Clock& clock)
    : settings_(std::move(settings)), web_(web), clock_(clock) {}

core::Result<WebAnswer> Provider::ask(const WebRequest& request) {
  // The one line all requests pass: nothing but the issuer's own origin is ever asked.
  if (origin_of_url(request.url) != origin_of_url(settings_.issuer)) {
    return misconfigured(request.url);
  }
  auto answer = web_.send(request);
  if (answer && answer->body.size() > web_answer_bytes_max) {
    return unreachable("size");
  }
  return answer;
}

core::Result<Provider::Metadata> Provider::read_metadata(std::string_view json,
                                                         std::string_view issuer) {
  const auto document = core::json::Document::parse(json, limits);
  if (!document) {
    return misconfigured("json");
  }
  const View root = document->root();
  if (text_of(root, "issuer") != issuer) {  // Source: OWASP ASVS 5.0 10.5.3.
    return misconfigured("issuer");
  }
  if (!lists(root, "code_challenge_methods_supported", "S256", true)) {
    return misconfigured("code_challenge_methods_supported");
  }
  constexpr std::string_view methods = "token_endpoint_auth_methods_supported";
  Metadata read;
  read.question = text_of(root, "authorization_endpoint");
  read.token = text_of(root, "token_endpoint");
  read.keys = text_of(root, "jwks_uri");
  read.end = text_of(root, "end_session_endpoint");
  const auto names = root.find("authorization_response_iss_parameter_supported");
  read.names_itself = names && names->as_bool().value_or(false);
  read.takes_basic = lists(root, methods, "client_secret_basic", true);
  if (!read.takes_basic && !lists(root, methods, "client_secret_post", false)) {
    return misconfigured(std::string(methods));
  }
  for (const std::string* url : {&read.question, &read.token, &read.keys, &read.end}) {
    const bool may_lack = url == &read.end && url->empty();
    if (!may_lack && origin_of_url(*url) != origin_of_url(issuer)) {
      return misconfigured(url->empty() ? "endpoint" : *url);
    }
  }
  return read;
}

core::Result<Provider::Metadata> Provider::fetch_metadata() {
  std::string url = settings_.issuer;
  url +=
      url.ends_with('/') ? ".well-known/openid-configuration" : "/.well-known/openid-configuration";
  const auto answer = ask({url, {}, {}});
  if (!answer) {
    return answer.error();
  }
  return answer->status == 200
             ? read_metadata(answer->body, settings_.issuer)
             : core::Result<Metadata>(misconfigured("HTTP " + std::to_string(answer->status)));
}

core::Result<Provider::Metadata> Provider::metadata() {
  const std::lock_guard lock(mutex_);
  const core::Instant now = clock_.now();
  if (metadata_ && !is_past(metadata_at_, kept_micros, now)) {
    return *metadata_;
  }
  if (fault_ && !is_past(fault_at_, fault_micros, now)) {
    return *fault_;
  }
  auto fetched = fetch_metadata();
  if (!fetched) {
    fault_ = fetched.error();
    fault_at_ = clock_.now();
    return fetched;
  }
  fault_.reset();
  metadata_ = *fetched;
  metadata_at_ = now;
  return fetched;
}

core::Result<void> Provider::fetch_keys(const Metadata& from) {
  const auto answer = ask({from.keys, {}, {}});
  if (!answer) {
    return answer.error();
  }
  auto keys = answer->status == 200 ? read_key_set(answer->body)
                                    : core::Result<std::vector<ProviderKey>>(
                                          misconfigured("HTTP " + std::to_string(answer->status)));
  if (!keys) {
    return misconfigured("keys");
  }
  keys_ = std::move(*keys);
  has_keys_ = true;
  return {};
}

core::Result<ProviderKey> Provider::key_of(const IdToken& token) {
  const auto from = metadata();
  if (!from) {
    return from.error();
  }
  const std::lock_guard lock(mutex_);
  const core::Instant now = clock_.now();
  const bool is_old = !has_keys_ || is_past(keys_at_, kept_micros, now);
  const ProviderKey* found = is_old ? nullptr : find_key(keys_, token);
  const bool may_fetch = !has_keys_ || is_past(keys_at_, new_keys_after_micros, now);
  if (found == nullptr && may_fetch) {
    keys_at_ = now;  // Also when it fails: whoever sends unknown keys makes us ask once a minute.
    if (auto fetched = fetch_keys(*from); !fetched) {
      has_keys_ = false;
      return fetched.error();
    }
    found = find_key(keys_, token);
  }
  return found != nullptr ? core::Result<ProviderKey>(*found)
                          : core::failure(core::Code::unauthenticated, "provider.token", "key");
}

core::Result<std::string> Provider::question_url(const ProviderQuestion& question) {
  const Turn turn(turns_);
  const auto may = turn.check();
  const auto at = may ? metadata() : core::Result<Metadata>(may.error());
  if (!at) {
    return at.error();
  }
  const core::Digest hash = core::sha256(core::as_bytes(question.verifier));
  const std::string challenge =
      to_base64url({reinterpret_cast<const char*>(hash.data()), hash.size()});
  const std::string age = std::to_string(question.age_max_seconds);
  const std::string classes = joined(settings_.strong_acr);
  // Whoever must prove themselves anew is asked even where a session of theirs is open.
  const std::string_view prompt = question.age_max_seconds == 0 ? "login" : "";
  return with_query(at->question, {{"response_type", "code"},
                                   {"scope", "openid"},
                                   {"client_id", settings_.client},
                                   {"redirect_uri", question.return_to},
                                   {"state", question.state},
                                   {"nonce", question.nonce},
                                   {"code_challenge", challenge},
                                   {"code_challenge_method", "S256"},
                                   {"max_age", age},
                                   {"prompt", prompt},
                                   {"acr_values", classes},
                                   {"ui_locales", question.language}});
}

core::Result<std::string> Provider::fetch_token(const Metadata& from, const ProviderReply& reply) {
  const std::string_view client = from.takes_basic ? std::string_view() : settings_.client;
  const std::string_view secret = from.takes_basic ? std::string_view() : settings_.secret;
  const std::string form = form_of({{"grant_type", "authorization_code"},
                                    {"code", reply.code},
                                    {"redirect_uri", reply.return_to},
                                    {"code_verifier", reply.verifier},
                                    {"client_id", client},
                                    {"client_secret", secret}});
  // Encoded before it is joined. Source: RFC 6749, 2.3.1.
  const std::string pair =
      percent_encode(settings_.client) + ":" + percent_encode(settings_.secret);
  const auto answer =
      ask({from.token, form, from.takes_basic ? "Basic " + to_base64(core::as_bytes(pair)) : ""});
  if (!answer) {
    return answer.error();
  }
  if (answer->status >= 500) {
    return unreachable("HTTP " + std::to_string(answer->status));
  }
  const auto document = core::json::Document::parse(answer->body, limits);
  if (answer->status != 200 || !document) {
    const bool is_ours = document && text_of(document->root(), "error") == "invalid_client";
    return is_ours ? misconfigured("invalid_client")
                   : core::failure(core::Code::unauthenticated, "provider.denied");
  }
  return std::string(text_of(document->root(), "id_token"));
}

core::Result<Identity> Provider::redeem(const ProviderReply& reply) {
  const Turn turn(turns_);
  const auto may = turn.check();
  const auto at = may ? metadata() : core::Result<Metadata>(may.error());
  if (!at) {
    return at.error();
  }
  // An answer that came from another provider must not be shown to this one. Source: RFC 9207.
  const bool is_named = !reply.issuer.empty();
  if ((is_named && reply.issuer != settings_.issuer) || (!is_named && at->names_itself)) {
    return core::failure(core::Code::unauthenticated, "provider.token", "issuer");
  }
  const auto compact = fetch_token(*at, reply);
  const auto token = compact ? read_id_token(*compact) : core::Result<IdToken>(compact.error());
  const auto key = token ? key_of(*token) : core::Result<ProviderKey>(token.error());
  if (!key) {
    return key.error();
  }
  return check_id_token(*token, *key,
                        {settings_.issuer, settings_.client, reply.nonce, clock_.now(),
                         reply.not_before, reply.must_say_when});
}

core::Result<std::string> Provider::end_url(std::string_view return_to, std::string_view language) {
  const Turn turn(turns_);
  const auto may = turn.check();
  const auto at = may ? metadata() : core::Result<Metadata>(may.error());
  if (!at) {
    return at.error();
  }
  if (at->end.empty()) {
    return core::failure(core::Code::not_found, "provider.no_sign_out");
  }
  return with_query(at->end, {{"client_id", settings_.client},
                              {"post_logout_redirect_uri", return_to},
                              {"ui_locales", language}});
}

bool Provider::is_strong(const Identity& identity) const {
  const bool has_class =
      !identity.acr.empty() &&
      std::ranges::find(settings_.strong_acr, identity.acr) != settings_.strong_acr.end();
  return has_class || std::ranges::any_of(identity.amr, [&](const std::string& method) {
           return !method.empty() &&
                  std::ranges::find(settings_.strong_amr, method) != settings_.strong_amr.end();
         });
}

}  // namespace caregrid::access
