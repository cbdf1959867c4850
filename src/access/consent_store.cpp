#include "access/consent_store.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "access/child_text_store.h"
#include "core/id.h"
#include "db/database.h"

namespace caregrid::access {
namespace {

constexpr db::Sql facts_sql(
    "SELECT answer, said_on, expires_on, text_version FROM consent "
    "WHERE county = :county AND child = :child AND purpose = :purpose LIMIT 1000");

// Ten at a time, as one statement costs as much as several rows of it.
constexpr db::Sql facts_of_sql(
    "SELECT answer, said_on, expires_on, text_version, child FROM consent "
    "WHERE county = :county AND child IN (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j) "
    "AND purpose = :purpose LIMIT 10000");

constexpr db::Sql consents_sql(
    "SELECT answer, said_on, expires_on, text_version, id, purpose, relation, child_assent, "
    "method, data_kinds, recorded_at, account FROM consent "
    "WHERE county = :county AND child = :child ORDER BY recorded_at DESC, id DESC LIMIT 1000");

constexpr db::Sql has_sql(
    "SELECT 1 FROM consent "
    "WHERE county = :county AND child = :child AND purpose = :purpose AND id = :id");

constexpr db::Sql insert_sql(
    "INSERT INTO consent (county, child, purpose, id, answer, said_on, recorded_at, account, "
    "relation, child_assent, method, text_version, data_kinds, expires_on) "
    "VALUES (:county, :child, :purpose, :id, :answer, :said_on, :recorded_at, :account, "
    ":relation, :child_assent, :method, :text_version, :data_kinds, :expires_on) "
    "ON CONFLICT (county, child, purpose, id) DO NOTHING");

constexpr std::array<std::string_view, consents_at_once> places{"a", "b", "c", "d", "e",
                                                                "f", "g", "h", "i", "j"};

core::Date date_of_row(const db::Row& row, int column) {
  return core::Date{static_cast<std::int32_t>(row.integer(column))};
}

/// Text nobody can read counts as a withdrawal: what is not understood opens nothing.
ConsentFact read_fact(const db::Row& row) {
  ConsentFact fact;
  fact.answer = core::value_of<ConsentAnswer>(row.text(0)).value_or(ConsentAnswer::withdrawn);
  fact.said_on = date_of_row(row, 1);
  if (!row.is_null(2)) {
    fact.expires_on = date_of_row(row, 2);
  }
  fact.text_version = static_cast<int>(row.integer(3));
  return fact;
}

Consent read_consent(const db::Row& row) {
  Consent consent;
  static_cast<ConsentFact&>(consent) = read_fact(row);
  consent.id = ConsentId::from(row.blob(4)).value_or(ConsentId{});
  consent.purpose = parse_purpose(row.text(5)).value_or(Purpose::emergency);
  consent.relation =
      core::value_of<ConsentRelation>(row.text(6)).value_or(ConsentRelation::guardian);
  if (!row.is_null(7)) {
    consent.child_assent = row.integer(7) != 0;
  }
  consent.method = core::value_of<ConsentMethod>(row.text(8)).value_or(ConsentMethod::paper);
  consent.data_kinds = row.text(9);
  consent.recorded_at = core::Instant{row.integer(10)};
  consent.account = AccountId::from(row.blob(11)).value_or(AccountId{});
  return consent;
}

/// The same id may be another saying of another child or purpose, so that all three name it.
TextOwner texts_of(const core::IdBytes& child, const Consent& consent) {
  return {"consent", core::derive_id_bytes(core::to_hex(child) + consent.id.text() +
                                           std::string(to_text(consent.purpose)))};
}

}  // namespace

core::Result<std::vector<ConsentFact>> list_consent_facts(const Call& call,
                                                          const core::IdBytes& child,
                                                          Purpose purpose) {
  return db::list(
      call.transaction, facts_sql,
      {{"county", call.county}, {"child", core::Bytes(child)}, {"purpose", to_text(purpose)}},
      read_fact);
}

core::Result<std::vector<std::vector<ConsentFact>>> list_consent_facts_of(
    const Call& call, std::span<const core::IdBytes> children, Purpose purpose) {
  std::vector<std::vector<ConsentFact>> facts(children.size());
  std::vector<db::Bind> binds{{"county", call.county}, {"purpose", to_text(purpose)}};
  for (std::size_t i = 0; i < places.size(); ++i) {
    binds.emplace_back(places[i], core::Bytes(children[std::min(i, children.size() - 1)]));
  }
  const auto done = call.transaction.each(facts_of_sql, db::Binds(binds), [&](const db::Row& row) {
    const core::Bytes child = row.blob(4);
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (std::ranges::equal(children[i], child)) {
        facts[i].push_back(read_fact(row));
      }
    }
    return true;
  });
  if (!done) {
    return done.error();
  }
  return facts;
}

core::Result<std::vector<Consent>> list_consents(const Call& call, const core::IdBytes& child) {
  auto consents = db::list(call.transaction, consents_sql,
                           {{"county", call.county}, {"child", core::Bytes(child)}}, read_consent);
  if (!consents) {
    return consents;
  }
  for (Consent& consent : *consents) {
    auto texts = find_child_texts(call, texts_of(child, consent), 3);
    if (!texts) {
      return texts.error();
    }
    consent.given_by = std::move((*texts)[0]);
    consent.recipient = std::move((*texts)[1]);
    consent.evidence = std::move((*texts)[2]);
  }
  return consents;
}

core::Result<bool> has_consent(const Call& call, const core::IdBytes& child,
                               const Consent& consent) {
  const auto found = db::find_one(call.transaction, has_sql,
                                  {{"county", call.county},
                                   {"child", core::Bytes(child)},
                                   {"purpose", to_text(consent.purpose)},
                                   {"id", consent.id}},
                                  [](const db::Row& row) { return row.integer(0); });
  if (!found) {
    return found.error();
  }
  return found->has_value();
}

core::Result<void> copy_consent(const Call& call, const core::IdBytes& child,
                                const Consent& consent) {
  const std::optional<std::int64_t> assent =
      consent.child_assent ? std::optional<std::int64_t>(*consent.child_assent ? 1 : 0)
                           : std::nullopt;
  const auto done = call.transaction.run(insert_sql, {{"county", call.county},
                                                      {"child", core::Bytes(child)},
                                                      {"purpose", to_text(consent.purpose)},
                                                      {"id", consent.id},
                                                      {"answer", core::name_of(consent.answer)},
                                                      {"said_on", consent.said_on},
                                                      {"recorded_at", consent.recorded_at},
                                                      {"account", consent.account},
                                                      {"relation", core::name_of(consent.relation)},
                                                      {"child_assent", assent},
                                                      {"method", core::name_of(consent.method)},
                                                      {"text_version", consent.text_version},
                                                      {"data_kinds", consent.data_kinds},
                                                      {"expires_on", consent.expires_on}});
  if (!done) {
    return done.error();
  }
  // Told again, it stays as it was first told.
  return *done == 0 ? core::Result<void>()
                    : put_child_texts(call, child, texts_of(child, consent),
                                      {consent.given_by, consent.recipient, consent.evidence});
}

core::Result<void> insert_consent(const Call& call, const core::IdBytes& child,
                                  const Consent& consent) {
  Consent stored = consent;
  stored.recorded_at = call.now;
  stored.account = call.actor.account;
  return copy_consent(call, child, stored);
}

core::Result<void> delete_consent(const Call& call, const core::IdBytes& child,
                                  const Consent& consent) {
  const auto done = call.transaction.run(
      "DELETE FROM consent "
      "WHERE county = :county AND child = :child AND purpose = :purpose AND id = :id",
      {{"county", call.county},
       {"child", core::Bytes(child)},
       {"purpose", to_text(consent.purpose)},
       {"id", consent.id}});
  return done ? delete_child_texts(call, texts_of(child, consent))
              : core::Result<void>(done.error());
}

}  // namespace caregrid::access
