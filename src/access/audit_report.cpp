#include "access/audit_report.h"

#include <algorithm>
#include <utility>

#include "access/audit_report_store.h"
#include "access/policy.h"
#include "access/reads.h"

namespace caregrid::access {
namespace {

constexpr int usual_days = 28;
constexpr std::size_t active_days_min = 7;
constexpr std::int64_t unusual_factor = 3;
constexpr int first_year = 2020;
constexpr int last_year = 2200;

bool is_look(const AuditedEntry& entry) { return entry.event != "denied" && entry.records > 0; }

int year_of(core::Date day) { return core::parts_of(day).year; }

/// The value 99 of 100 days stay at or below.
std::int64_t percentile_99(std::vector<std::int64_t> values) {
  std::ranges::sort(values);
  const std::size_t rank = (values.size() * 99 + 99) / 100;
  return values[std::min(rank, values.size()) - 1];
}

}  // namespace

void AuditTally::add(const AuditedEntry& entry) {
  if (is_look(entry)) {
    Account& account = accounts_[entry.account];
    account.role = entry.role;
    if (account.days.empty() || account.days.back().day != entry.day) {
      close_day(account);
      account.days.push_back({entry.day, 0});
      std::erase_if(account.days, [&](const Day& day) { return entry.day - day.day > usual_days; });
    }
    account.days.back().records += entry.records;
  }
  if (year_of(entry.day) != report_.year) {
    return;
  }
  ++report_.policies[entry.policy];
  if (entry.event == "denied") {
    ++report_.denied_by_role[entry.role];
    return;
  }
  report_.commands += entry.event == "command" ? 1 : 0;
  report_.unmaskings += entry.kind == "unmask_child" ? 1 : 0;
  report_.consents_recorded += entry.kind == "record_consent" ? 1 : 0;
  report_.consents_withdrawn += entry.kind == "withdraw_consent" ? 1 : 0;
  if (entry.kind.starts_with("export_") && is_look(entry)) {
    ++report_.exports;
    report_.exported_records += entry.records;
  }
  if (is_look(entry)) {
    add_volume(entry);
  }
}

void AuditTally::add_volume(const AuditedEntry& entry) {
  const auto count = [&](Volume& volume) {
    ++volume.looks;
    volume.records += entry.records;
  };
  count(report_.by_role[entry.role]);
  count(report_.by_purpose[entry.purpose]);
  count(report_.by_class[entry.field_class]);
  count(report_.by_month[entry.month]);
}

/// Compares the account's last day with those before it.
void AuditTally::close_day(Account& account) {
  if (account.days.size() <= active_days_min || year_of(account.days.back().day) != report_.year) {
    return;
  }
  const Day& last = account.days.back();
  std::vector<std::int64_t> before;
  for (const Day& day : account.days) {
    if (day.day != last.day && last.day - day.day <= usual_days) {
      before.push_back(day.records);
    }
  }
  if (before.size() < active_days_min) {
    return;
  }
  const std::int64_t usual = percentile_99(std::move(before));
  if (last.records > unusual_factor * usual) {
    report_.unusual.push_back({account.role, last.day, last.records, usual});
  }
}

AuditReport AuditTally::finish() {
  for (auto& [id, account] : accounts_) {
    close_day(account);
  }
  std::ranges::sort(report_.unusual, {}, [](const UnusualDay& unusual) {
    return std::tuple(unusual.day, unusual.role, unusual.records);
  });
  return std::move(report_);
}

core::Result<AuditReport> make_audit_report(const Call& call, int year) {
  if (year < first_year || year > last_year) {
    return core::invalid("year", "audit.year");
  }
  const auto status = find_status(call);  // Asks the policy.
  if (!status) {
    return status.error();
  }
  AuditTally tally(year);
  const auto done = each_audited(call, year, [&](const AuditedEntry& entry) { tally.add(entry); });
  const auto emergencies = count_emergencies(call, year);
  if (!done || !emergencies) {
    return done ? emergencies.error() : done.error();
  }
  AuditReport report = tally.finish();
  report.county = call.county;
  report.made_on = call.today;
  report.emergencies = *emergencies;
  report.holds = status->holds;
  report.entries = status->entries;
  report.signed_entries = status->signed_entries;
  return report;
}

}  // namespace caregrid::access
