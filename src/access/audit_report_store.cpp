#include "access/audit_report_store.h"

#include <optional>

#include "db/database.h"

namespace caregrid::access {
namespace {

constexpr int china_minutes = 480;
constexpr std::int64_t micros_per_second = 1'000'000;
constexpr std::int64_t micros_per_day = std::int64_t{86'400} * micros_per_second;
constexpr std::int64_t review_micros = 3 * micros_per_day;
constexpr int days_before = 28;

core::Instant start_of(int year) {
  const core::Date day = core::make_date({year, 1, 1}).value_or(core::Date{});
  return {day.days * micros_per_day - std::int64_t{china_minutes} * 60 * micros_per_second};
}

}  // namespace

core::Result<void> each_audited(const Call& call, int year,
                                core::FunctionRef<void(const AuditedEntry&)> visit) {
  const core::Instant from{start_of(year).micros - days_before * micros_per_day};
  AuditedEntry entry;
  return call.transaction.each(
      "SELECT j.at, j.event, j.kind, j.role, j.purpose, j.field_class, j.policy, j.account, "
      "(SELECT COALESCE(SUM(LENGTH(s.ids)), 0) FROM journal_sighting s "
      "WHERE s.county = j.county AND s.seq = j.seq) FROM journal j "
      "WHERE j.county = :county AND j.at >= :from AND j.at < :to ORDER BY j.seq",
      {{"county", call.county}, {"from", from}, {"to", start_of(year + 1)}},
      [&](const db::Row& row) {
        entry.day = core::date_of(core::Instant{row.integer(0)}, china_minutes);
        entry.month = static_cast<int>(core::parts_of(entry.day).month);
        entry.event = row.text(1);
        entry.kind = row.text(2);
        entry.role = row.text(3);
        entry.purpose = row.text(4);
        entry.field_class = row.integer(5);
        entry.policy = row.text(6);
        entry.account = AccountId::from(row.blob(7)).value_or(AccountId{});
        entry.records = row.integer(8) / 16;
        visit(entry);
        return true;
      });
}

core::Result<EmergencyReviews> count_emergencies(const Call& call, int year) {
  EmergencyReviews reviews;
  const auto done = call.transaction.each(
      "SELECT at, reviewed_at, verdict FROM break_glass "
      "WHERE county = :county AND at >= :from AND at < :to",
      {{"county", call.county}, {"from", start_of(year)}, {"to", start_of(year + 1)}},
      [&](const db::Row& row) {
        ++reviews.opened;
        if (!row.is_null(1)) {
          const bool is_late = row.integer(1) - row.integer(0) > review_micros;
          ++(is_late ? reviews.reviewed_late : reviews.reviewed_in_time);
        }
        reviews.misuse += row.text(2) == "misuse" ? 1 : 0;
        return true;
      });
  return done ? core::Result<EmergencyReviews>(reviews) : done.error();
}

}  // namespace caregrid::access
