#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/call.h"
#include "core/clock.h"
#include "core/date.h"
#include "core/messages.h"
#include "core/result.h"

namespace caregrid::access {

/// One journal entry as the yearly audit counts it.
struct AuditedEntry {
  core::Date day;
  int month = 1;
  std::string event;
  std::string kind;
  std::string role;
  std::string purpose;
  std::int64_t field_class = 0;
  std::string policy;
  std::int64_t records = 0;  ///< How many records it saw.
  AccountId account;
};

/// How many looks there were and how many records they showed.
struct Volume {
  std::int64_t looks = 0;
  std::int64_t records = 0;

  bool operator==(const Volume&) const = default;
};

/// An account's day with far more records than its own usual: no name, only the role.
struct UnusualDay {
  std::string role;
  core::Date day;
  std::int64_t records = 0;
  std::int64_t usual = 0;  ///< The 99th percentile of its active days of the 28 before.

  bool operator==(const UnusualDay&) const = default;
};

/// The reviews of emergency accesses of one year.
struct EmergencyReviews {
  std::int64_t opened = 0;
  std::int64_t reviewed_in_time = 0;  ///< Within 72 hours. Source: domain handbook 7.2.
  std::int64_t reviewed_late = 0;
  std::int64_t misuse = 0;

  bool operator==(const EmergencyReviews&) const = default;
};

/// What the yearly audit of minors' personal data says. Source: PIPL art. 54; Regulations on the
/// Online Protection of Minors art. 37; domain handbook 7.1 (P-13, P-14).
struct AuditReport {
  std::int64_t county = 0;
  int year = 0;
  core::Date made_on;
  std::map<std::string, Volume> by_role;
  std::map<std::string, Volume> by_purpose;
  std::map<std::int64_t, Volume> by_class;
  std::map<int, Volume> by_month;
  std::map<std::string, std::int64_t> denied_by_role;
  std::int64_t commands = 0;
  std::int64_t unmaskings = 0;
  std::int64_t exports = 0;
  std::int64_t exported_records = 0;
  std::int64_t consents_recorded = 0;
  std::int64_t consents_withdrawn = 0;
  std::vector<UnusualDay> unusual;
  std::map<std::string, std::int64_t> policies;  ///< Entries by version of the table of rights.
  EmergencyReviews emergencies;
  bool holds = false;  ///< What `find_status` says.
  std::int64_t entries = 0;
  std::int64_t signed_entries = 0;
};

/// Counts entries given in order of time, those of December before the year too: they make the
/// first days' usual volume. Memory: accounts times 29 days.
class AuditTally final {
 public:
  explicit AuditTally(int year) { report_.year = year; }

  void add(const AuditedEntry& entry);
  /// Call once, after the last entry.
  [[nodiscard]] AuditReport finish();

 private:
  struct Day {
    core::Date day;
    std::int64_t records = 0;
  };
  struct Account {
    std::string role;
    std::vector<Day> days;  ///< The active ones of the last 29, the newest last.
  };

  void add_volume(const AuditedEntry& entry);
  void close_day(Account& account);

  AuditReport report_;
  std::map<AccountId, Account> accounts_;
};

/// Makes the report of a calendar year of China.
/// Errors: forbidden; invalid "audit.year". Cost: one pass over the year's entries, some µs each.
core::Result<AuditReport> make_audit_report(const Call& call, int year);

/// A count as the report tells it: rounded to five, and below five only that there are some, each
/// by itself, so that no small number can be worked out of the others.
std::string rounded(std::int64_t count);

/// The report as Markdown in one language, its counts as `rounded` tells them.
std::string to_markdown(const AuditReport& report, core::Language language);

}  // namespace caregrid::access
