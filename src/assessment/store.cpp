#include "assessment/counts.h"

#include <algorithm>
#include <array>

#include "access/settings.h"
#include "db/database.h"

namespace caregrid::assessment {
namespace {

constexpr db::Sql place_name("SELECT name FROM division WHERE county = :county AND code = :code");

constexpr db::Sql newest_entry(
    "SELECT seq FROM journal WHERE county = :county ORDER BY seq DESC LIMIT 1");

// By the index of commands alone: reads, which change nothing, may be many since.
constexpr db::Sql newest_command(
    "SELECT seq FROM journal WHERE county = :county AND event = 'command' "
    "ORDER BY seq DESC LIMIT 1");

constexpr db::Sql jobs_in_state("SELECT COUNT(*) FROM job WHERE state = :state");

// Ten at a time: a page asks for fifty, and each statement costs as much as five rows of it.
// open, matched and in service want help: care::wants_help.
constexpr db::Sql open_needs(
    "SELECT child, COUNT(*) FROM need WHERE county = :county "
    "AND child IN (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j) "
    "AND status IN ('open', 'matched', 'in_service') GROUP BY child");

constexpr db::Sql used_units(
    "SELECT offer, CAST(SUM(units) AS BIGINT) FROM plan_line WHERE county = :county "
    "AND offer IN (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j) AND state <> 'refused' "
    "AND plan = (SELECT id FROM plan WHERE county = :county ORDER BY number DESC LIMIT 1) "
    "GROUP BY offer");

constexpr std::array<std::string_view, 10> places{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};

/// The one number of the first row; 0 when there is none.
core::Result<std::int64_t> find_number(db::Transaction& transaction, db::Sql sql,
                                       const db::Bind& bind) {
  const auto number =
      db::find_one(transaction, sql, {bind}, [](const db::Row& row) { return row.integer(0); });
  if (!number) {
    return number.error();
  }
  return number->value_or(0);
}

/// One number for each id, 0 for those the statement does not give; at most ten ids.
template <class Tag>
core::Result<void> add_counts(const access::Call& call, db::Sql sql,
                              std::span<const core::Id<Tag>> ids,
                              std::vector<std::int64_t>& counts) {
  std::vector<db::Bind> binds{{"county", call.county}};
  for (std::size_t i = 0; i < places.size(); ++i) {
    binds.emplace_back(places[i], ids[std::min(i, ids.size() - 1)]);
  }
  const std::size_t first = counts.size();
  counts.resize(first + ids.size());
  return call.transaction.each(sql, db::Binds(binds), [&](const db::Row& row) {
    const core::Bytes blob = row.blob(0);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (std::ranges::equal(ids[i].view(), blob)) {
        counts[first + i] = row.integer(1);
      }
    }
    return true;
  });
}

template <class Tag>
core::Result<std::vector<std::int64_t>> count_each(const access::Call& call, db::Sql sql,
                                                   std::span<const core::Id<Tag>> ids) {
  std::vector<std::int64_t> counts;
  while (!ids.empty()) {
    const auto some = ids.first(std::min(places.size(), ids.size()));
    if (const auto done = add_counts(call, sql, some, counts); !done) {
      return done.error();
    }
    ids = ids.subspan(some.size());
  }
  return counts;
}

}  // namespace

core::Result<std::string> find_place_name(const access::Call& call, std::int64_t code) {
  const auto name =
      db::find_one(call.transaction, place_name, {{"county", call.county}, {"code", code}},
                   [](const db::Row& row) { return std::string(row.text(0)); });
  if (!name) {
    return name.error();
  }
  if (*name || access::level_of(code) != access::Level::county) {
    return name->value_or(std::string());
  }
  // Lists of villages seldom have a line for the county itself.
  const auto setting = access::county_setting(call, county_name_setting);
  if (!setting) {
    return setting.error();
  }
  return setting->value_or(std::to_string(call.county));
}

core::Result<std::int64_t> find_revision(const access::Call& call) {
  return find_number(call.transaction, newest_command, {"county", call.county});
}

core::Result<Activity> measure_activity(db::Transaction& transaction) {
  const auto counties = access::known_counties(transaction);
  const auto queued = find_number(transaction, jobs_in_state, {"state", "queued"});
  const auto running = find_number(transaction, jobs_in_state, {"state", "running"});
  if (!counties || !queued || !running) {
    return core::failure(core::Code::unavailable, "db.gone");
  }
  Activity activity{0, *queued, *running};
  for (const std::int64_t county : *counties) {
    const auto newest = find_number(transaction, newest_entry, {"county", county});
    if (!newest) {
      return newest.error();
    }
    activity.entries += *newest;
  }
  return activity;
}

core::Result<std::vector<std::int64_t>> count_open_needs(
    const access::Call& call, std::span<const registry::ChildId> children) {
  return count_each(call, open_needs, children);
}

core::Result<std::vector<std::int64_t>> count_used_units(
    const access::Call& call, std::span<const services::OfferId> offers) {
  return count_each(call, used_units, offers);
}

}  // namespace caregrid::assessment
