#include "services/store.h"

#include "db/database.h"

namespace caregrid::services {
namespace {

std::optional<std::int64_t> integer_or_none(const db::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
}

/// Columns in the order all statements here select them.
Offer read_offer(const db::Row& row) {
  Offer offer;
  offer.id = OfferId::from(row.blob(0)).value_or(OfferId{});
  offer.code = row.text(1);
  offer.name = row.text(2);
  offer.provider_kind = core::value_of<ProviderKind>(row.text(3)).value_or(ProviderKind::other);
  offer.sex = static_cast<registry::Sex>(row.integer(4));
  offer.kinds = KindSet{row.integer(5)};
  offer.is_online = row.integer(6) != 0;
  offer.village = integer_or_none(row, 7);
  offer.radius_m = integer_or_none(row, 8);
  offer.slots = care::Slots{static_cast<std::uint32_t>(row.integer(9))};
  offer.capacity_weekly = static_cast<int>(row.integer(10));
  offer.languages = row.text(11);
  if (!row.is_null(12)) {
    offer.is_trained = row.integer(12) != 0;
  }
  offer.phone = row.text(13);
  offer.clearance.result =
      core::value_of<ClearanceResult>(row.text(14)).value_or(ClearanceResult::none);
  if (!row.is_null(15)) {
    offer.clearance.queried_on = core::Date{static_cast<std::int32_t>(row.integer(15))};
  }
  offer.clearance.reference = row.text(16);
  return offer;
}

constexpr db::Sql list_sql(R"(
SELECT o.id, o.code, o.name, o.provider_kind, o.sex, o.kinds, o.is_online, o.village, o.radius_m,
  o.slots, o.capacity_weekly, o.languages, o.is_trained, o.phone, c.result, c.queried_on,
  c.reference, d.name
FROM offer o
JOIN clearance c ON c.county = o.county AND c.offer = o.id AND c.ordinal = o.clearance
LEFT JOIN division d ON d.county = o.county AND d.code = o.village
WHERE o.county = :county AND (o.code, o.id) > (:code_after, :id_after)
  AND ((o.village >= :low AND o.village < :high) OR (o.village IS NULL AND :with_placeless = 1))
  AND (CAST(:kinds AS BIGINT) IS NULL OR (o.kinds & :kinds) <> 0)
  AND (CAST(:provider_kind AS TEXT) IS NULL OR o.provider_kind = :provider_kind)
  AND (CAST(:cleared AS BIGINT) IS NULL OR :cleared = CASE
    WHEN c.result = 'clear' AND c.queried_on <= :today AND c.valid_to > :today THEN 1
    WHEN c.result = 'not_required' AND o.provider_kind IN ('care_place', 'depot') THEN 1
    ELSE 0 END)
ORDER BY o.code, o.id
LIMIT :limit)");

constexpr db::Sql count_sql(R"(
SELECT count(*)
FROM offer o
JOIN clearance c ON c.county = o.county AND c.offer = o.id AND c.ordinal = o.clearance
WHERE o.county = :county
  AND ((o.village >= :low AND o.village < :high) OR (o.village IS NULL AND :with_placeless = 1))
  AND (CAST(:kinds AS BIGINT) IS NULL OR (o.kinds & :kinds) <> 0)
  AND (CAST(:provider_kind AS TEXT) IS NULL OR o.provider_kind = :provider_kind)
  AND (CAST(:cleared AS BIGINT) IS NULL OR :cleared = CASE
    WHEN c.result = 'clear' AND c.queried_on <= :today AND c.valid_to > :today THEN 1
    WHEN c.result = 'not_required' AND o.provider_kind IN ('care_place', 'depot') THEN 1
    ELSE 0 END))");

constexpr db::Sql list_stored_sql(R"(
SELECT o.id, o.code, o.name, o.provider_kind, o.sex, o.kinds, o.is_online, o.village, o.radius_m,
  o.slots, o.capacity_weekly, o.languages, o.is_trained, o.phone, c.result, c.queried_on,
  c.reference
FROM offer o
JOIN clearance c ON c.county = o.county AND c.offer = o.id AND c.ordinal = o.clearance
WHERE o.county = :county
ORDER BY o.id)");

constexpr db::Sql find_sql(R"(
SELECT o.id, o.code, o.name, o.provider_kind, o.sex, o.kinds, o.is_online, o.village, o.radius_m,
  o.slots, o.capacity_weekly, o.languages, o.is_trained, o.phone, c.result, c.queried_on,
  c.reference, d.name
FROM offer o
JOIN clearance c ON c.county = o.county AND c.offer = o.id AND c.ordinal = o.clearance
LEFT JOIN division d ON d.county = o.county AND d.code = o.village
WHERE o.county = :county AND o.id = :id)");

// Expired: was clear, is over a year old. Expiring: valid today, not on the day `soon`.
constexpr db::Sql count_supply_sql(R"(
SELECT count(*),
  CAST(sum(CASE WHEN s.is_cleared = 0 THEN 1 ELSE 0 END) AS BIGINT),
  CAST(sum(CASE WHEN s.result = 'clear' AND s.valid_to <= :today THEN 1 ELSE 0 END) AS BIGINT),
  CAST(sum(CASE WHEN s.is_cleared = 1 AND s.result = 'clear' AND s.valid_to <= :soon
    THEN 1 ELSE 0 END) AS BIGINT),
  CAST(sum(CASE WHEN s.is_cleared = 1 THEN s.capacity_weekly ELSE 0 END) AS BIGINT)
FROM (
  SELECT o.capacity_weekly, c.result, c.valid_to, CASE
    WHEN c.result = 'clear' AND c.queried_on <= :today AND c.valid_to > :today THEN 1
    WHEN c.result = 'not_required' AND o.provider_kind IN ('care_place', 'depot') THEN 1
    ELSE 0 END AS is_cleared
  FROM offer o
  JOIN clearance c ON c.county = o.county AND c.offer = o.id AND c.ordinal = o.clearance
  WHERE o.county = :county
    AND (o.village IS NULL OR (o.village >= :low AND o.village < :high))
) s)");

constexpr db::Sql insert_sql(R"(
INSERT INTO offer (county, id, code, name, provider_kind, sex, kinds, is_online, village, radius_m,
  slots, capacity_weekly, languages, is_trained, phone, clearance)
VALUES (:county, :id, :code, :name, :provider_kind, :sex, :kinds, :is_online, :village, :radius_m,
  :slots, :capacity_weekly, :languages, :is_trained, :phone, :clearance))");

constexpr db::Sql update_sql(R"(
UPDATE offer
SET code = :code, name = :name, provider_kind = :provider_kind, sex = :sex, kinds = :kinds,
  is_online = :is_online, village = :village, radius_m = :radius_m, slots = :slots,
  capacity_weekly = :capacity_weekly, languages = :languages, is_trained = :is_trained,
  phone = :phone, clearance = clearance + :clearance
WHERE county = :county AND id = :id)");

constexpr db::Sql insert_clearance_sql(R"(
INSERT INTO clearance (county, offer, ordinal, result, queried_on, valid_to, reference, recorded_at)
SELECT o.county, o.id, o.clearance, :result, CAST(:queried_on AS BIGINT),
  CAST(:valid_to AS BIGINT), :reference, :recorded_at
FROM offer o
WHERE o.county = :county AND o.id = :offer)");

core::Result<void> insert_clearance(const access::Call& call, const Offer& offer) {
  const auto done =
      call.transaction.run(insert_clearance_sql, {{"county", call.county},
                                                  {"offer", offer.id},
                                                  {"result", core::name_of(offer.clearance.result)},
                                                  {"queried_on", offer.clearance.queried_on},
                                                  {"valid_to", valid_to(offer.clearance)},
                                                  {"reference", offer.clearance.reference},
                                                  {"recorded_at", call.now}});
  return done ? core::Result<void>() : done.error();
}

std::optional<std::int64_t> as_integer(const std::optional<bool>& flag) {
  return flag ? std::optional<std::int64_t>(*flag ? 1 : 0) : std::nullopt;
}

/// Inserts or updates; `clearance` is the first ordinal, or what the ordinal grows by.
core::Result<void> write_offer(const access::Call& call, db::Sql sql, const Offer& offer,
                               std::int64_t clearance) {
  const auto done =
      call.transaction.run(sql, {{"county", call.county},
                                 {"id", offer.id},
                                 {"code", offer.code},
                                 {"name", offer.name},
                                 {"provider_kind", core::name_of(offer.provider_kind)},
                                 {"sex", static_cast<std::int64_t>(offer.sex)},
                                 {"kinds", offer.kinds.mask},
                                 {"is_online", offer.is_online ? 1 : 0},
                                 {"village", offer.village},
                                 {"radius_m", offer.radius_m},
                                 {"slots", offer.slots.mask},
                                 {"capacity_weekly", offer.capacity_weekly},
                                 {"languages", offer.languages},
                                 {"is_trained", as_integer(offer.is_trained)},
                                 {"phone", offer.phone},
                                 {"clearance", clearance}});
  return done ? core::Result<void>() : done.error();
}

OfferRow read_row(const db::Row& row, core::Date today) {
  OfferRow found;
  found.offer = read_offer(row);
  found.village_name = row.is_null(17) ? std::string_view() : row.text(17);
  found.is_cleared_today = is_valid_on(found.offer.clearance, found.offer.provider_kind, today);
  return found;
}

}  // namespace

core::Result<std::vector<OfferRow>> list_rows(const access::Call& call,
                                              const OfferSelection& selection,
                                              const OfferKey& after, int limit) {
  return db::list(call.transaction, list_sql,
                  {{"county", call.county},
                   {"code_after", after.code},
                   {"id_after", after.id},
                   {"low", selection.area.low()},
                   {"high", selection.area.high()},
                   {"with_placeless", selection.with_placeless ? 1 : 0},
                   {"kinds", selection.kinds},
                   {"provider_kind", selection.provider_kind},
                   {"cleared", as_integer(selection.is_cleared)},
                   {"today", call.today},
                   {"limit", limit}},
                  [&](const db::Row& row) { return read_row(row, call.today); });
}

core::Result<std::int64_t> count_rows(const access::Call& call, const OfferSelection& selection) {
  const auto count = db::find_one(call.transaction, count_sql,
                                  {{"county", call.county},
                                   {"low", selection.area.low()},
                                   {"high", selection.area.high()},
                                   {"with_placeless", selection.with_placeless ? 1 : 0},
                                   {"kinds", selection.kinds},
                                   {"provider_kind", selection.provider_kind},
                                   {"cleared", as_integer(selection.is_cleared)},
                                   {"today", call.today}},
                                  [](const db::Row& row) { return row.integer(0); });
  if (!count) {
    return count.error();
  }
  return (*count).value_or(0);
}

core::Result<std::vector<Offer>> list_stored(const access::Call& call) {
  return db::list(call.transaction, list_stored_sql, {{"county", call.county}}, read_offer);
}

core::Result<std::optional<OfferRow>> find_row(const access::Call& call, OfferId id) {
  return db::find_one(call.transaction, find_sql, {{"county", call.county}, {"id", id}},
                      [&](const db::Row& row) { return read_row(row, call.today); });
}

core::Result<OfferCounts> count_supply(const access::Call& call, core::Date soon) {
  const auto counts =
      db::find_one(call.transaction, count_supply_sql,
                   {{"county", call.county},
                    {"today", call.today},
                    {"soon", soon},
                    {"low", call.actor.area.low()},
                    {"high", call.actor.area.high()}},
                   [](const db::Row& row) {
                     return OfferCounts{row.integer(0), row.integer(1), row.integer(2),
                                        row.integer(3), row.integer(4)};
                   });
  if (!counts) {
    return counts.error();
  }
  return (*counts).value_or(OfferCounts{});
}

core::Result<void> insert_offer(const access::Call& call, const Offer& offer) {
  if (auto done = write_offer(call, insert_sql, offer, 0); !done) {
    return done;
  }
  return insert_clearance(call, offer);
}

core::Result<void> update_offer(const access::Call& call, const Offer& offer,
                                const Clearance& stored) {
  const bool is_queried_again = offer.clearance != stored;
  if (auto done = write_offer(call, update_sql, offer, is_queried_again ? 1 : 0); !done) {
    return done;
  }
  return is_queried_again ? insert_clearance(call, offer) : core::Result<void>();
}

}  // namespace caregrid::services
