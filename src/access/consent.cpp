#include "access/consent.h"

#include <algorithm>

#include "access/consent_store.h"
#include "access/policy.h"

namespace caregrid::access {
namespace {

constexpr std::size_t name_length_max = 200;
constexpr std::size_t text_length_max = 500;

/// The last day that ended whatever was consented to before it.
struct Ended {
  core::Date on;
  ConsentState as = ConsentState::refused;
};

std::optional<Ended> ended_by(std::span<const ConsentFact> said) {
  std::optional<Ended> last;
  for (const ConsentFact& fact : said) {
    if (fact.answer == ConsentAnswer::given) {
      continue;
    }
    const bool is_withdrawn = fact.answer == ConsentAnswer::withdrawn;
    if (!last || fact.said_on > last->on || (fact.said_on == last->on && is_withdrawn)) {
      last = Ended{fact.said_on, is_withdrawn ? ConsentState::withdrawn : ConsentState::refused};
    }
  }
  return last;
}

bool is_widened_since(int version, std::span<const ConsentText> texts) {
  return std::ranges::any_of(
      texts, [&](const ConsentText& text) { return text.version > version && text.widens; });
}

ConsentState state_of(const ConsentFact& given, std::span<const ConsentText> texts,
                      core::Date today) {
  if (given.expires_on && *given.expires_on <= today) {
    return ConsentState::expired;
  }
  return is_widened_since(given.text_version, texts) ? ConsentState::outdated : ConsentState::given;
}

/// Which of two consents said after the last refusal tells more: one that holds, then the one that
/// holds longer, then the one said later.
bool tells_more(const ConsentFact& a, ConsentState a_state, const ConsentFact& b,
                ConsentState b_state) {
  const bool a_holds = a_state == ConsentState::given;
  if (a_holds != (b_state == ConsentState::given)) {
    return a_holds;
  }
  if (a.expires_on != b.expires_on) {
    return !a.expires_on || (b.expires_on && *a.expires_on > *b.expires_on);
  }
  return a.said_on > b.said_on;
}

ConsentStanding standing_after(const std::optional<Ended>& ended, core::Date today) {
  ConsentStanding standing;
  if (ended) {
    standing.state = ended->as;
    standing.since = ended->on;
    const core::Date free = ended->on + ask_again_after_days();
    if (free > today) {
      standing.ask_again_on = free;
    }
  }
  return standing;
}

bool is_guardian(ConsentRelation relation) {
  return relation == ConsentRelation::father || relation == ConsentRelation::mother ||
         relation == ConsentRelation::guardian;
}

core::Result<void> check_texts(const Consent& consent) {
  if (consent.given_by.empty()) {
    return core::invalid("given_by", "consent.who_missing");
  }
  if (consent.given_by.size() > name_length_max) {
    return core::invalid("given_by", "text.too_long", std::to_string(name_length_max));
  }
  if (consent.recipient.size() > text_length_max) {
    return core::invalid("recipient", "text.too_long", std::to_string(text_length_max));
  }
  if (consent.evidence.size() > text_length_max) {
    return core::invalid("evidence", "text.too_long", std::to_string(text_length_max));
  }
  return {};
}

core::Result<void> check_assent(const Consent& consent, const ConsentCase& facts) {
  const bool is_of_age =
      !facts.born_on || core::age_years(*facts.born_on, consent.said_on) >= assent_from_age();
  if (consent.child_assent == std::optional(false)) {
    return core::invalid("child_assent", "consent.assent_refused");
  }
  if (is_of_age && !consent.child_assent) {
    return core::invalid("child_assent", "consent.assent_missing",
                         std::to_string(assent_from_age()));
  }
  return {};
}

core::Result<void> check_given(const Consent& consent, const ConsentCase& facts) {
  if (!is_guardian(consent.relation)) {
    return core::invalid("relation", "consent.not_guardian");
  }
  const auto texts = texts_of(consent.purpose);
  if (consent.text_version < 1 || consent.text_version > texts.back().version) {
    return core::invalid("text_version", "consent.text");
  }
  const core::Date latest = last_day_of(consent.purpose, consent.said_on);
  if (consent.expires_on &&
      (*consent.expires_on <= consent.said_on || *consent.expires_on > latest)) {
    return core::invalid("expires_on", "consent.expires", core::to_iso(latest));
  }
  if (const auto assent = check_assent(consent, facts); !assent) {
    return assent;
  }
  if (facts.ended_on && consent.said_on <= *facts.ended_on) {
    return core::failure(core::Code::conflict, "consent.ended_later",
                         core::to_iso(*facts.ended_on));
  }
  if (facts.is_asked && facts.standing.ask_again_on) {
    return core::failure(core::Code::conflict, "consent.asked_recently",
                         core::to_iso(*facts.standing.ask_again_on));
  }
  return {};
}

bool needs_consent(Purpose purpose) { return basis_of(purpose) == LegalBasis::separate_consent; }

bool holds(std::span<const ConsentFact> said, Purpose purpose, core::Date today) {
  return standing_of(said, texts_of(purpose), today).state == ConsentState::given;
}

std::vector<ConsentFact> facts_of(std::span<const Consent> said) {
  return {said.begin(), said.end()};
}

}  // namespace

ConsentStanding standing_of(std::span<const ConsentFact> said, std::span<const ConsentText> texts,
                            core::Date today) {
  const auto ended = ended_by(said);
  ConsentStanding standing = standing_after(ended, today);
  const ConsentFact* best = nullptr;
  for (const ConsentFact& fact : said) {
    const bool counts = fact.answer == ConsentAnswer::given && fact.said_on <= today &&
                        (!ended || fact.said_on > ended->on);
    if (counts && (best == nullptr || tells_more(fact, state_of(fact, texts, today), *best,
                                                 state_of(*best, texts, today)))) {
      best = &fact;
    }
  }
  if (best == nullptr) {
    return standing;
  }
  standing.state = state_of(*best, texts, today);
  standing.since = best->said_on;
  if (standing.state == ConsentState::given) {
    standing.expires_on = best->expires_on;
    standing.ask_again_on.reset();
  }
  return standing;
}

std::span<const ConsentText> texts_of(Purpose purpose) {
  const auto all = consent_texts();
  std::size_t first = 0;
  while (first < all.size() && all[first].purpose != purpose) {
    ++first;
  }
  std::size_t last = first;
  while (last < all.size() && all[last].purpose == purpose) {
    ++last;
  }
  return all.subspan(first, last - first);
}

core::Date last_day_of(Purpose purpose, core::Date said_on) {
  int months = 0;
  for (const ConsentRule& rule : consent_rules()) {
    months = rule.purpose == purpose ? rule.months : months;
  }
  core::YearMonthDay parts = core::parts_of(said_on);
  const int count = parts.month - 1 + months;
  parts.year += count / 12;
  parts.month = count % 12 + 1;
  for (; parts.day > 1; --parts.day) {
    if (const auto date = core::make_date(parts)) {
      return *date;
    }
  }
  return core::make_date(parts).value_or(said_on);
}

core::Result<void> check_consent(const Consent& consent, const ConsentCase& facts) {
  if (!needs_consent(consent.purpose)) {
    return core::invalid("purpose", "consent.purpose");
  }
  if (const auto texts = check_texts(consent); !texts) {
    return texts;
  }
  if (consent.said_on > facts.today) {
    return core::invalid("said_on", "consent.in_future");
  }
  return consent.answer == ConsentAnswer::given ? check_given(consent, facts)
                                                : core::Result<void>();
}

core::Result<bool> is_consented(const Call& call, const core::IdBytes& child, Purpose purpose) {
  if (!needs_consent(purpose)) {
    return true;
  }
  const auto said = list_consent_facts(call, child, purpose);
  if (!said) {
    return said.error();
  }
  return holds(*said, purpose, call.today);
}

core::Result<std::vector<bool>> consented_among(const Call& call,
                                                std::span<const core::IdBytes> children,
                                                Purpose purpose) {
  if (!needs_consent(purpose)) {
    return std::vector<bool>(children.size(), true);
  }
  std::vector<bool> consented;
  consented.reserve(children.size());
  while (!children.empty()) {
    const auto some = children.first(std::min(consents_at_once, children.size()));
    const auto said = list_consent_facts_of(call, some, purpose);
    if (!said) {
      return said.error();
    }
    for (const auto& facts : *said) {
      consented.push_back(holds(facts, purpose, call.today));
    }
    children = children.subspan(some.size());
  }
  return consented;
}

core::Result<std::vector<PurposeConsents>> find_consents(const Call& call,
                                                         const core::IdBytes& child) {
  auto all = list_consents(call, child);
  if (!all) {
    return all.error();
  }
  std::vector<PurposeConsents> purposes;
  for (const ConsentRule& rule : consent_rules()) {
    PurposeConsents& found = purposes.emplace_back();
    found.purpose = rule.purpose;
    for (Consent& consent : *all) {
      if (consent.purpose == rule.purpose) {
        found.said.push_back(std::move(consent));
      }
    }
    found.standing = standing_of(facts_of(found.said), texts_of(rule.purpose), call.today);
  }
  return purposes;
}

core::Result<void> record_consent(const Call& call, const ConsentSubject& subject,
                                  const Consent& consent, bool is_asked) {
  const auto said = list_consent_facts(call, subject.child, consent.purpose);
  const auto is_known = has_consent(call, subject.child, consent);
  if (!said || !is_known) {
    return said ? is_known.error() : said.error();
  }
  if (*is_known) {
    return {};
  }
  ConsentCase facts;
  facts.born_on = subject.born_on;
  facts.standing = standing_of(*said, texts_of(consent.purpose), call.today);
  facts.is_asked = is_asked;
  facts.today = call.today;
  if (const auto ended = ended_by(*said)) {
    facts.ended_on = ended->on;
  }
  if (const auto checked = check_consent(consent, facts); !checked) {
    return checked;
  }
  Consent stored = consent;
  if (stored.answer == ConsentAnswer::given) {
    const auto texts = texts_of(stored.purpose);
    stored.data_kinds = texts[static_cast<std::size_t>(stored.text_version) - 1].data_kinds;
    stored.expires_on = stored.expires_on.value_or(last_day_of(stored.purpose, stored.said_on));
  }
  return insert_consent(call, subject.child, stored);
}

core::Result<void> withdraw_consent(const Call& call, const core::IdBytes& child,
                                    const Consent& withdrawal) {
  if (!needs_consent(withdrawal.purpose)) {
    return core::invalid("purpose", "consent.purpose");
  }
  if (const auto texts = check_texts(withdrawal); !texts) {
    return texts;
  }
  Consent stored = withdrawal;
  stored.answer = ConsentAnswer::withdrawn;
  stored.said_on = call.today;
  stored.expires_on.reset();
  return insert_consent(call, child, stored);
}

}  // namespace caregrid::access
