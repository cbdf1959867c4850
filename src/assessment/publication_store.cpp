#include "assessment/publication_store.h"

#include <algorithm>
#include <array>

#include "core/json_codec.h"
#include "db/database.h"

namespace caregrid::assessment {
namespace {

// A birth later than the n-th birthday before today is somebody younger than n.
constexpr db::Sql tally_children(R"(
SELECT c.division / 1000 * 1000, c.sex,
  CAST(CASE WHEN c.born_on IS NULL THEN 6 WHEN c.born_on > :y3 THEN 0 WHEN c.born_on > :y6 THEN 1
    WHEN c.born_on > :y12 THEN 2 WHEN c.born_on > :y15 THEN 3 WHEN c.born_on > :y18 THEN 4
    ELSE 5 END AS BIGINT),
  COUNT(*)
FROM child c
WHERE c.county = :county AND c.division >= :low AND c.division < :high AND c.kept IS NULL
GROUP BY 1, 2, 3)");

constexpr db::Sql tally_needs(R"(
SELECT c.division / 1000 * 1000, c.sex,
  CAST(CASE WHEN c.born_on IS NULL THEN 6 WHEN c.born_on > :y3 THEN 0 WHEN c.born_on > :y6 THEN 1
    WHEN c.born_on > :y12 THEN 2 WHEN c.born_on > :y15 THEN 3 WHEN c.born_on > :y18 THEN 4
    ELSE 5 END AS BIGINT),
  COUNT(*), n.kind, n.tier
FROM need n JOIN child c ON c.county = n.county AND c.id = n.child
WHERE n.county = :county AND c.division >= :low AND c.division < :high
  AND (n.status IN ('matched', 'in_service') OR (n.status = 'open' AND :served = 0))
GROUP BY 1, 2, 3, 5, 6)");

constexpr db::Sql insert_sql(R"(
INSERT INTO publication (county, id, measure, area, dimensions, categories, counts, hidden,
  threshold, day, published_at, account)
VALUES (:county, :id, :measure, :area, :dimensions, :categories, :counts, :hidden, :threshold,
  :day, :published_at, :account))");

constexpr db::Sql find_sql(R"(
SELECT id, measure, area, dimensions, categories, counts, hidden, threshold, day, published_at
FROM publication WHERE county = :county AND id = :id)");

constexpr db::Sql list_sql(R"(
SELECT id, measure, area, dimensions, categories, counts, hidden, threshold, day, published_at
FROM publication WHERE county = :county ORDER BY published_at DESC, id DESC LIMIT :limit)");

/// The day somebody was born who completes these years today.
core::Date years_before(core::Date today, int years) {
  auto parts = core::parts_of(today);
  parts.year -= years;
  const auto day = core::make_date(parts);
  return day ? *day : *core::make_date({parts.year, 2, 28});
}

/// What a column of ours holds; nothing when somebody else wrote there.
template <class T>
std::vector<T> list_of(std::string_view json) {
  auto read = core::from_json<std::vector<T>>(json);
  return read ? std::move(*read) : std::vector<T>();
}

StoredPublication read_stored(const db::Row& row) {
  StoredPublication stored;
  Publication& told = stored.publication;
  ReleasedTable& released = stored.released;
  told.id = PublicationId::from(row.blob(0)).value_or(PublicationId{});
  told.what = core::value_of<Measure>(row.text(1)).value_or(Measure::children);
  released.area = row.integer(2);
  told.by = list_of<Dimension>(row.text(3));
  told.categories = list_of<std::vector<Category>>(row.text(4));
  const auto counts = list_of<std::int64_t>(row.text(5));
  const std::string_view hidden = row.text(6);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const bool is_hidden = i < hidden.size() && hidden[i] == '1';
    released.hidden.push_back(is_hidden ? 1 : 0);
    told.counts.push_back(is_hidden ? std::nullopt : std::optional(counts[i]));
  }
  for (std::size_t d = 0; d < told.by.size(); ++d) {
    released.dimensions.emplace_back(core::name_of(told.by[d]));
    auto& keys = released.categories.emplace_back();
    for (const Category& category : told.categories[d]) {
      keys.push_back(category.key);
    }
    released.table.sizes.push_back(keys.size());
  }
  released.table.counts = counts;
  told.threshold = row.integer(7);
  told.day = core::Date{static_cast<std::int32_t>(row.integer(8))};
  told.published_at = core::Instant{row.integer(9)};
  return stored;
}

}  // namespace

core::Result<std::vector<Tally>> tally(const access::Call& call, Measure what) {
  const access::Area area = call.actor.area;
  std::vector<db::Bind> binds{{"county", call.county},
                              {"low", area.low()},
                              {"high", area.high()},
                              {"y3", years_before(call.today, 3)},
                              {"y6", years_before(call.today, 6)},
                              {"y12", years_before(call.today, 12)},
                              {"y15", years_before(call.today, 15)},
                              {"y18", years_before(call.today, 18)}};
  const bool is_of_needs = what != Measure::children;
  if (is_of_needs) {
    binds.emplace_back("served", what == Measure::served ? 1 : 0);
  }
  std::vector<Tally> tallies;
  const auto done = call.transaction.each(is_of_needs ? tally_needs : tally_children,
                                          db::Binds(binds), [&](const db::Row& row) {
                                            Tally made{row.integer(0),
                                                       static_cast<int>(row.integer(1)),
                                                       static_cast<int>(row.integer(2)),
                                                       {},
                                                       0,
                                                       row.integer(3)};
                                            if (is_of_needs) {
                                              made.kind = row.text(4);
                                              made.tier = static_cast<int>(row.integer(5));
                                            }
                                            tallies.push_back(std::move(made));
                                            return true;
                                          });
  return done ? core::Result<std::vector<Tally>>(std::move(tallies))
              : core::Result<std::vector<Tally>>(done.error());
}

core::Result<void> insert_publication(const access::Call& call, const StoredPublication& stored) {
  const Publication& told = stored.publication;
  std::string hidden;
  for (const auto each : stored.released.hidden) {
    hidden.push_back(each != 0 ? '1' : '0');
  }
  const auto changed =
      call.transaction.run(insert_sql, {{"county", call.county},
                                        {"id", told.id},
                                        {"measure", core::name_of(told.what)},
                                        {"area", stored.released.area},
                                        {"dimensions", core::to_json(told.by)},
                                        {"categories", core::to_json(told.categories)},
                                        {"counts", core::to_json(stored.released.table.counts)},
                                        {"hidden", hidden},
                                        {"threshold", told.threshold},
                                        {"day", told.day},
                                        {"published_at", told.published_at},
                                        {"account", call.actor.account}});
  return changed ? core::Result<void>() : core::Result<void>(changed.error());
}

core::Result<std::optional<StoredPublication>> find_stored(const access::Call& call,
                                                           const PublicationId& id) {
  return db::find_one(call.transaction, find_sql, {{"county", call.county}, {"id", id}},
                      read_stored);
}

core::Result<std::vector<StoredPublication>> list_stored(const access::Call& call, int limit) {
  std::vector<StoredPublication> found;
  const auto done = call.transaction.each(list_sql, {{"county", call.county}, {"limit", limit}},
                                          [&](const db::Row& row) {
                                            found.push_back(read_stored(row));
                                            return true;
                                          });
  return done ? core::Result<std::vector<StoredPublication>>(std::move(found))
              : core::Result<std::vector<StoredPublication>>(done.error());
}

}  // namespace caregrid::assessment
