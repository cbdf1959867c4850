// Consents: the texts read to guardians, what they said about a child, recording and withdrawing.
#include <tuple>

#include "core/messages.h"
#include "http/endpoint.h"
#include "http/routes.h"
#include "registry/consents.h"

namespace caregrid::http {
namespace {

struct ConsentTextShape {
  std::string purpose;
  int version = 0;
  int months = 0;
  std::vector<std::string> data_kinds;
  std::string what;
  std::string why;
  std::string effect;
  std::string receives;
  std::string withdraw;
};

struct ConsentTexts {
  int assent_from_age = 0;
  std::vector<ConsentTextShape> items;
};

struct ConsentShape {
  access::ConsentId id;
  access::ConsentAnswer answer = access::ConsentAnswer::given;
  core::Date said_on;
  core::Instant recorded_at;
  std::string given_by;
  access::ConsentRelation relation = access::ConsentRelation::guardian;
  std::optional<bool> child_assent;
  access::ConsentMethod method = access::ConsentMethod::paper;
  int text_version = 0;
  std::vector<std::string> data_kinds;
  std::string recipient;
  std::optional<core::Date> expires_on;
  std::string evidence;
};

struct PurposeShape {
  std::string purpose;
  access::ConsentState state = access::ConsentState::none;
  std::optional<core::Date> since;
  std::optional<core::Date> expires_on;
  std::optional<core::Date> ask_again_on;
  std::vector<ConsentShape> said;
};

struct Consents {
  std::vector<PurposeShape> items;
};

struct ConsentInput {
  access::ConsentId id;
  std::string purpose;
  access::ConsentAnswer answer = access::ConsentAnswer::given;
  core::Date said_on;
  std::string given_by;
  access::ConsentRelation relation = access::ConsentRelation::guardian;
  std::optional<bool> child_assent;
  access::ConsentMethod method = access::ConsentMethod::paper;
  int text_version = 0;
  std::optional<std::string> recipient;
  std::optional<core::Date> expires_on;
  std::optional<std::string> evidence;
  std::optional<bool> own_wish;
};

struct WithdrawalInput {
  access::ConsentId id;
  std::string purpose;
  std::string given_by;
  access::ConsentRelation relation = access::ConsentRelation::guardian;
};

}  // namespace
}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::ConsentTextShape> {
  using It = http::ConsentTextShape;
  static constexpr std::string_view name = "ConsentText";
  static constexpr auto fields =
      std::tuple{field("purpose", &It::purpose),
                 field("version", &It::version),
                 field("months", &It::months, "How long a consent holds"),
                 field("data_kinds", &It::data_kinds),
                 field("what", &It::what),
                 field("why", &It::why),
                 field("effect", &It::effect),
                 field("receives", &It::receives),
                 field("withdraw", &It::withdraw)};
};

template <>
struct Describe<http::ConsentTexts> {
  using It = http::ConsentTexts;
  static constexpr std::string_view name = "ConsentTexts";
  static constexpr auto fields = std::tuple{
      field("assent_from_age", &It::assent_from_age, "The child is asked too from this age"),
      field("items", &It::items, "The present text of each purpose, in the reader's language")};
};

template <>
struct Describe<http::ConsentShape> {
  using It = http::ConsentShape;
  static constexpr std::string_view name = "Consent";
  static constexpr auto fields = std::tuple{field("id", &It::id),
                                            field("answer", &It::answer),
                                            field("said_on", &It::said_on),
                                            field("recorded_at", &It::recorded_at),
                                            field("given_by", &It::given_by),
                                            field("relation", &It::relation),
                                            field("child_assent", &It::child_assent),
                                            field("method", &It::method),
                                            field("text_version", &It::text_version),
                                            field("data_kinds", &It::data_kinds),
                                            field("recipient", &It::recipient),
                                            field("expires_on", &It::expires_on),
                                            field("evidence", &It::evidence)};
};

template <>
struct Describe<http::PurposeShape> {
  using It = http::PurposeShape;
  static constexpr std::string_view name = "PurposeConsents";
  static constexpr auto fields =
      std::tuple{field("purpose", &It::purpose),
                 field("state", &It::state),
                 field("since", &It::since),
                 field("expires_on", &It::expires_on, "The first day it no longer holds"),
                 field("ask_again_on", &It::ask_again_on, "Nobody asks before this day"),
                 field("said", &It::said, "Everything said, newest first")};
};

template <>
struct Describe<http::Consents> {
  static constexpr std::string_view name = "Consents";
  static constexpr auto fields = std::tuple{field("items", &http::Consents::items)};
};

template <>
struct Describe<http::ConsentInput> {
  using It = http::ConsentInput;
  static constexpr std::string_view name = "NewConsent";
  static constexpr auto fields =
      std::tuple{field("id", &It::id, "Made by the client; the same id again changes nothing"),
                 field("purpose", &It::purpose),
                 field("answer", &It::answer, "given or refused"),
                 field("said_on", &It::said_on),
                 field("given_by", &It::given_by, "Name of the person who said so"),
                 field("relation", &It::relation),
                 field("child_assent", &It::child_assent, "Whether the child agreed too"),
                 field("method", &It::method),
                 field("text_version", &It::text_version, "Of the text that was read"),
                 field("recipient", &It::recipient),
                 field("expires_on", &It::expires_on),
                 field("evidence", &It::evidence, "Where the paper or message lies"),
                 field("own_wish", &It::own_wish, "The guardian came without being asked")};
};

template <>
struct Describe<http::WithdrawalInput> {
  using It = http::WithdrawalInput;
  static constexpr std::string_view name = "ConsentWithdrawal";
  static constexpr auto fields =
      std::tuple{field("id", &It::id), field("purpose", &It::purpose),
                 field("given_by", &It::given_by), field("relation", &It::relation)};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

core::Result<ConsentTexts> list_texts(const access::Call&, const Visit& visit, const NoQuery&) {
  const bool is_zh =
      core::parse_language(visit.request.header("Accept-Language")) == core::Language::zh;
  ConsentTexts texts{access::assent_from_age(), {}};
  for (const access::ConsentRule& rule : access::consent_rules()) {
    const access::ConsentText& text = access::texts_of(rule.purpose).back();
    const access::ConsentWords& words = is_zh ? text.zh : text.en;
    texts.items.push_back({std::string(access::to_text(rule.purpose)), text.version, rule.months,
                           words_of(text.data_kinds), std::string(words.what),
                           std::string(words.why), std::string(words.effect),
                           std::string(words.receives), std::string(words.withdraw)});
  }
  return texts;
}

ConsentShape shape_of(const access::Consent& said) {
  return {
      said.id,        said.answer,       said.said_on, said.recorded_at,  said.given_by,
      said.relation,  said.child_assent, said.method,  said.text_version, words_of(said.data_kinds),
      said.recipient, said.expires_on,   said.evidence};
}

core::Result<Consents> shape_of(const core::Result<std::vector<access::PurposeConsents>>& found) {
  if (!found) {
    return found.error();
  }
  Consents consents;
  for (const access::PurposeConsents& purpose : *found) {
    const access::ConsentStanding& standing = purpose.standing;
    PurposeShape shape{std::string(access::to_text(purpose.purpose)),
                       standing.state,
                       standing.since,
                       standing.expires_on,
                       standing.ask_again_on,
                       {}};
    for (const access::Consent& said : purpose.said) {
      shape.said.push_back(shape_of(said));
    }
    consents.items.push_back(std::move(shape));
  }
  return consents;
}

core::Result<Consents> list_consents(const access::Call& call, const Visit& visit, const NoQuery&) {
  const auto id = visit.id<registry::ChildTag>(0);
  return id ? shape_of(registry::list_consents(call, *id)) : core::Result<Consents>(id.error());
}

/// What a change of the child's consents is compared with.
core::Result<std::string> current_consents(const access::Call& call, const Visit& visit) {
  const auto consents = list_consents(call, visit, {});
  return consents ? core::Result<std::string>(core::to_json(*consents))
                  : core::Result<std::string>(consents.error());
}

core::Result<Consents> record_consent(const access::Call& call, const Visit& visit,
                                      const ConsentInput& input) {
  const auto id = visit.id<registry::ChildTag>(0);
  if (!id) {
    return id.error();
  }
  const auto purpose = access::parse_purpose(input.purpose);
  if (!purpose) {
    return core::invalid("purpose", "consent.purpose");
  }
  if (input.answer == access::ConsentAnswer::withdrawn) {
    return core::invalid("answer", "consent.answer");
  }
  access::Consent consent;
  consent.id = input.id;
  consent.purpose = *purpose;
  consent.answer = input.answer;
  consent.said_on = input.said_on;
  consent.expires_on = input.expires_on;
  consent.text_version = input.text_version;
  consent.given_by = input.given_by;
  consent.relation = input.relation;
  consent.child_assent = input.child_assent;
  consent.method = input.method;
  consent.recipient = input.recipient.value_or("");
  consent.evidence = input.evidence.value_or("");
  return shape_of(registry::record_consent(call, *id, consent, !input.own_wish.value_or(false)));
}

core::Result<Consents> withdraw_consent(const access::Call& call, const Visit& visit,
                                        const WithdrawalInput& input) {
  const auto id = visit.id<registry::ChildTag>(0);
  if (!id) {
    return id.error();
  }
  const auto purpose = access::parse_purpose(input.purpose);
  if (!purpose) {
    return core::invalid("purpose", "consent.purpose");
  }
  access::Consent withdrawal;
  withdrawal.id = input.id;
  withdrawal.purpose = *purpose;
  withdrawal.given_by = input.given_by;
  withdrawal.relation = input.relation;
  return shape_of(registry::withdraw_consent(call, *id, withdrawal));
}

}  // namespace

void add_consent_routes(RouteTable& table) {
  add_read(table,
           {Method::get, "/api/consent-texts", "list_consent_texts",
            "What guardians are told and asked, by purpose"},
           list_texts);
  add_read(table,
           {Method::get, "/api/children/{id}/consents", "list_consents",
            "What guardians said about the use of a child's data, with its ETag"},
           list_consents);
  add_write(table,
            {Method::post, "/api/children/{id}/consents", "record_consent",
             "Records a consent or a refusal"},
            record_consent, current_consents);
  add_write(table,
            {Method::post, "/api/children/{id}/consents/withdraw", "withdraw_consent",
             "Ends a consent at once; always possible"},
            withdraw_consent);
}

}  // namespace caregrid::http
