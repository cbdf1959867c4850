#include "access/provider_sign_in.h"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

#include "access/factor_store.h"
#include "access/identity_link_store.h"
#include "core/json_codec.h"

namespace caregrid::access {
namespace {

constexpr std::int64_t micros_per_second = 1'000'000;
/// Whoever proved themselves to the provider longer ago than a session of ours holds does so anew.
constexpr std::int64_t age_max_seconds = 12 * 3600;
/// What counts as the age of a proof the provider gives no time for: too old to confirm anything.
constexpr std::int64_t unknown_age_micros = age_max_seconds * micros_per_second;
constexpr std::size_t secret_bytes = 32;
constexpr std::string_view for_asking = "provider";
constexpr std::string_view for_code = "provider_code";

/// What is kept of a question until its answer comes.
struct Question {
  std::string browser;  ///< Hash of the cookie of the browser that began.
  std::int64_t started = 0;
  std::string account;  ///< Who is to confirm; empty: a sign-in.
};

/// Whom a provider has vouched for, until the second factor of this account is shown.
struct Waiting {
  std::string browser;
  std::int64_t county = 0;
  std::string account;
  std::int64_t proved = 0;  ///< In real time, microseconds.
};

core::Error no_such_state() { return core::failure(core::Code::unauthenticated, "provider.state"); }

std::string hash_of(std::string_view label, std::string_view state, std::string_view token) {
  core::Sha256 hash;
  for (const std::string_view part : {label, state, token}) {
    hash.add(part);
    hash.add("\n");
  }
  const core::Digest digest = hash.finish();
  return to_base64url({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

std::string nonce_of(std::string_view state, std::string_view token) {
  return hash_of("nonce", state, token);
}
std::string verifier_of(std::string_view state, std::string_view token) {
  return hash_of("verifier", state, token);
}
std::string browser_hash(std::string_view state, std::string_view token) {
  return hash_of("browser", state, token);
}

core::Digest digest_of(std::string_view state) { return core::sha256(core::as_bytes(state)); }

std::string make_secret(core::Rng& rng) {
  std::array<std::byte, secret_bytes> bytes{};
  rng.fill(bytes);
  return core::to_hex(bytes);
}

std::string return_address(const ProviderVisit& visit) {
  return visit.origin + std::string(provider_return_path);
}

bool may_be_answer(const ProviderAnswer& answer, const ProviderVisit& visit) {
  return answer.state.size() == 2 * secret_bytes && visit.token.size() == 2 * secret_bytes;
}

}  // namespace
}  // namespace caregrid::access

template <>
struct caregrid::core::Describe<caregrid::access::Question> {
  using It = access::Question;
  static constexpr std::string_view name = "Question";
  static constexpr auto fields =
      std::tuple{field("browser", &It::browser), field("started", &It::started),
                 field("account", &It::account)};
};

template <>
struct caregrid::core::Describe<caregrid::access::Waiting> {
  using It = access::Waiting;
  static constexpr std::string_view name = "Waiting";
  static constexpr auto fields =
      std::tuple{field("browser", &It::browser), field("county", &It::county),
                 field("account", &It::account), field("proved", &It::proved)};
};

namespace caregrid::access {

core::Result<void> ProviderSignIn::remember(std::string_view state, std::string_view purpose,
                                            std::string_view detail) {
  const core::Instant now = door_.now();
  return door_.database().write([&](db::Transaction& transaction) {
    return insert_challenge(transaction, digest_of(state), purpose, detail, now);
  });
}

core::Result<std::string> ProviderSignIn::take(std::string_view state) {
  std::optional<std::string> detail;
  const core::Instant now = door_.now();
  const auto done = door_.database().write([&](db::Transaction& transaction) -> core::Result<void> {
    auto taken = take_challenge(transaction, digest_of(state), for_asking, now);
    if (!taken) {
      return taken.error();
    }
    detail = std::move(*taken);
    return {};
  });
  if (!done) {
    return done.error();
  }
  return detail ? core::Result<std::string>(std::move(*detail))
                : core::Result<std::string>(no_such_state());
}

core::Result<ProviderErrand> ProviderSignIn::begin(const ProviderVisit& visit,
                                                   const Actor* confirming) {
  if (visit.origin.empty()) {
    return core::failure(core::Code::unavailable, "provider.no_origin");
  }
  const std::string state = make_secret(rng_);
  ProviderErrand errand{{}, make_secret(rng_)};
  auto url =
      provider_.question_url({.return_to = return_address(visit),
                              .state = state,
                              .nonce = nonce_of(state, errand.token),
                              .verifier = verifier_of(state, errand.token),
                              .language = visit.language,
                              .age_max_seconds = confirming == nullptr ? age_max_seconds : 0});
  if (!url) {
    return url.error();
  }
  errand.url = std::move(*url);
  const Question question{browser_hash(state, errand.token), provider_.now().micros,
                          confirming == nullptr ? "" : confirming->account.text()};
  const auto kept = remember(state, for_asking, core::to_json(question));
  return kept ? core::Result<ProviderErrand>(std::move(errand))
              : core::Result<ProviderErrand>(kept.error());
}

core::Result<Owner> ProviderSignIn::find_owner(const Identity& identity) {
  std::optional<Owner> owner;
  const auto done = door_.database().read([&](db::Transaction& transaction) -> core::Result<void> {
    auto found = find_identity(transaction, provider_.settings().issuer, identity.subject);
    if (!found) {
      return found.error();
    }
    owner = *found;
    return {};
  });
  if (!done) {
    return done.error();
  }
  return owner ? core::Result<Owner>(*owner)
               : core::failure(core::Code::unauthenticated, "provider.unknown", identity.subject);
}

core::Result<Vouched> ProviderSignIn::vouch(const Identity& identity) {
  const auto owner = find_owner(identity);
  if (!owner) {
    return owner.error();
  }
  Vouched vouched{*owner, provider_.is_strong(identity), unknown_age_micros};
  if (identity.authenticated_at) {
    vouched.age_micros =
        std::max<std::int64_t>(0, provider_.now().micros - identity.authenticated_at->micros);
  }
  return vouched;
}

core::Result<SessionGrant> ProviderSignIn::finish(const ProviderAnswer& answer,
                                                  const ProviderVisit& visit) {
  if (!may_be_answer(answer, visit)) {
    return no_such_state();
  }
  if (!answer.one_time_code.empty()) {
    return finish_by_code(answer, visit);
  }
  const auto kept = take(answer.state);
  const auto question =
      kept ? core::from_json<Question>(*kept) : core::Result<Question>(kept.error());
  if (!question) {
    return question.error();
  }
  if (question->browser != browser_hash(answer.state, visit.token)) {
    return no_such_state();
  }
  if (!answer.error.empty() || answer.code.empty()) {
    return core::failure(core::Code::unauthenticated, "provider.denied");
  }
  const bool is_confirming = !question->account.empty();
  const std::int64_t age = is_confirming ? 0 : age_max_seconds * micros_per_second;
  const auto identity = provider_.redeem({.code = answer.code,
                                          .issuer = answer.issuer,
                                          .return_to = return_address(visit),
                                          .nonce = nonce_of(answer.state, visit.token),
                                          .verifier = verifier_of(answer.state, visit.token),
                                          .not_before = core::Instant{question->started - age},
                                          .must_say_when = is_confirming});
  const auto vouched = identity ? vouch(*identity) : core::Result<Vouched>(identity.error());
  if (!vouched) {
    return vouched.error();
  }
  if (is_confirming) {
    return vouched->owner.account.text() == question->account
               ? sign_in_.confirm_by_provider(*vouched, visit.from)
               : core::failure(core::Code::unauthenticated, "provider.other_person");
  }
  auto grant = sign_in_.sign_in_by_provider(*vouched, {}, visit.from,
                                            [](const Call&) { return core::Result<void>(); });
  if (!grant && grant.error().reason == "session.code_needed") {
    const Waiting waiting{question->browser, vouched->owner.county, vouched->owner.account.text(),
                          provider_.now().micros - vouched->age_micros};
    const auto waits = remember(answer.state, for_code, core::to_json(waiting));
    return waits ? grant : core::Result<SessionGrant>(waits.error());
  }
  return grant;
}

core::Result<SessionGrant> ProviderSignIn::finish_by_code(const ProviderAnswer& answer,
                                                          const ProviderVisit& visit) {
  std::optional<std::string> detail;
  const core::Instant now = door_.now();
  const auto read = door_.database().read([&](db::Transaction& transaction) -> core::Result<void> {
    auto found = find_challenge(transaction, digest_of(answer.state), for_code, now);
    if (!found) {
      return found.error();
    }
    detail = std::move(*found);
    return {};
  });
  if (!read || !detail) {
    return read ? no_such_state() : read.error();
  }
  const auto waiting = core::from_json<Waiting>(*detail);
  const auto account = waiting ? AccountId::parse(waiting->account) : std::nullopt;
  if (!account || waiting->browser != browser_hash(answer.state, visit.token)) {
    return no_such_state();
  }
  const Vouched vouched{{waiting->county, *account},
                        false,
                        std::max<std::int64_t>(0, provider_.now().micros - waiting->proved)};
  return sign_in_.sign_in_by_provider(
      vouched, answer.one_time_code, visit.from, [&](const Call& call) -> core::Result<void> {
        // In the commit that opens the session: two right codes at once open one.
        const auto taken =
            take_challenge(call.transaction, digest_of(answer.state), for_code, call.now);
        if (!taken || !*taken) {
          return taken ? no_such_state() : taken.error();
        }
        return {};
      });
}

core::Result<std::string> ProviderSignIn::end_url(const ProviderVisit& visit) {
  return provider_.end_url(visit.origin + "/", visit.language);
}

}  // namespace caregrid::access
