// Shows what the yearly audit report says, in both languages, of a made-up year of looks: each
// number comes from an entry below. With CAREGRID_ACCEPT set the golden files are rewritten.
#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "access/audit_report.h"
#include "core/file.h"

namespace caregrid::access {
namespace {

constexpr std::string_view folder = "tests/golden/audit";

core::Date day(int month, int number) { return core::make_date({2026, month, number}).value(); }

AuditedEntry look(core::Date on, std::string_view role, std::int64_t records) {
  AuditedEntry entry;
  entry.day = on;
  entry.month = static_cast<int>(core::parts_of(on).month);
  entry.event = "read";
  entry.kind = "list_children";
  entry.role = role;
  entry.purpose = "care";
  entry.field_class = 2;
  entry.policy = "2026-11-22";
  entry.records = records;
  entry.account = AccountId::derive(role);
  return entry;
}

AuditReport year_of_looks() {
  AuditTally tally(2026);
  AuditedEntry before = look(day(1, 1) + -1, "county", 1'000);
  before.policy = "2025-01-01";
  tally.add(before);  // Last year's: counts for nothing but the usual volume.
  for (int number = 1; number <= 20; ++number) {
    tally.add(look(day(3, number), "director", 50));
  }
  tally.add(look(day(3, 21), "director", 150));  // Three times the usual: not more.
  tally.add(look(day(3, 22), "director", 451));  // More than three times 150.
  tally.add(look(day(5, 1), "county", 3));
  AuditedEntry entry = look(day(5, 2), "county", 1);
  entry.event = "command";
  entry.kind = "unmask_child";
  entry.field_class = 3;
  tally.add(entry);
  entry.kind = "record_consent";
  entry.records = 0;
  for (int i = 0; i < 12; ++i) {
    tally.add(entry);
  }
  entry.kind = "withdraw_consent";
  tally.add(entry);
  entry = look(day(6, 1), "county", 480);
  entry.kind = "export_children";
  tally.add(entry);
  entry = look(day(6, 2), "volunteer", 1);
  entry.event = "denied";
  for (int i = 0; i < 7; ++i) {
    tally.add(entry);
  }
  AuditReport report = tally.finish();
  report.county = 990'601;
  report.made_on = day(12, 31) + 9;
  report.emergencies = {13, 10, 2, 1};
  report.holds = true;
  report.entries = 5'123;
  report.signed_entries = 5'120;
  return report;
}

void expect(const std::string& path, const std::string& text) {
  core::RealFileSystem files;
  if (std::getenv("CAREGRID_ACCEPT") != nullptr) {
    REQUIRE(files.make_folder(std::string(folder)).ok());
    REQUIRE(core::write_file(files, path, core::as_bytes(text)).ok());
  }
  CAPTURE(path);
  CHECK(core::read_file(files, path, 1'000'000).value() == text);
}

TEST_CASE("the audit report of a made-up year, in both languages") {
  const AuditReport report = year_of_looks();
  CHECK(report.by_role.at("county").looks == 3);
  CHECK(report.by_role.at("director") == Volume{22, 1'601});
  CHECK(report.unusual == std::vector<UnusualDay>{{"director", day(3, 22), 451, 150}});
  expect(std::string(folder) + "/report.zh.md", to_markdown(report, core::Language::zh));
  expect(std::string(folder) + "/report.en.md", to_markdown(report, core::Language::en));
}

}  // namespace
}  // namespace caregrid::access
