// The yearly audit of minors' personal data in figures, for the page that shows and prints it.
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "access/audit_report.h"
#include "access/policy.h"
#include "http/endpoint.h"
#include "http/routes.h"

namespace caregrid::http {
namespace {

struct FiguresQuery {
  std::optional<int> year;
};

/// One line of a table: every count already as the report tells it.
struct VolumeShape {
  std::string of;
  std::string looks;
  std::string records;
};

struct CountShape {
  std::string of;
  std::string count;
};

struct UnusualShape {
  core::Date day;
  std::string role;
  std::string records;
  std::string usual;
};

struct FiguresShape {
  std::int64_t county = 0;
  int year = 0;
  core::Date made_on;
  bool holds = false;
  std::int64_t entries = 0;
  std::int64_t signed_entries = 0;
  std::vector<std::string> policies;
  std::vector<VolumeShape> by_role;
  std::vector<VolumeShape> by_purpose;
  std::vector<VolumeShape> by_class;
  std::vector<VolumeShape> by_month;
  std::vector<CountShape> special;
  std::vector<CountShape> denied;
  std::vector<UnusualShape> unusual;
};

}  // namespace
}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::FiguresQuery> {
  static constexpr std::string_view name = "AuditFiguresQuery";
  static constexpr auto fields =
      std::tuple{field("year", &http::FiguresQuery::year, "A calendar year, like 2026; required")};
};

template <>
struct Describe<http::VolumeShape> {
  using It = http::VolumeShape;
  static constexpr std::string_view name = "AuditVolume";
  static constexpr auto fields = std::tuple{field("of", &It::of, "Role, purpose, class or month"),
                                            field("looks", &It::looks, "Rounded to five; \"< 5\""),
                                            field("records", &It::records)};
};

template <>
struct Describe<http::CountShape> {
  using It = http::CountShape;
  static constexpr std::string_view name = "AuditCount";
  static constexpr auto fields = std::tuple{field("of", &It::of), field("count", &It::count)};
};

template <>
struct Describe<http::UnusualShape> {
  using It = http::UnusualShape;
  static constexpr std::string_view name = "AuditUnusualDay";
  static constexpr auto fields =
      std::tuple{field("day", &It::day), field("role", &It::role), field("records", &It::records),
                 field("usual", &It::usual)};
};

template <>
struct Describe<http::FiguresShape> {
  using It = http::FiguresShape;
  static constexpr std::string_view name = "AuditFigures";
  static constexpr auto fields =
      std::tuple{field("county", &It::county),
                 field("year", &It::year),
                 field("made_on", &It::made_on),
                 field("holds", &It::holds, "The journal's newest part"),
                 field("entries", &It::entries),
                 field("signed_entries", &It::signed_entries),
                 field("policies", &It::policies, "Versions of the table of rights"),
                 field("by_role", &It::by_role),
                 field("by_purpose", &It::by_purpose),
                 field("by_class", &It::by_class),
                 field("by_month", &It::by_month),
                 field("special", &It::special),
                 field("denied", &It::denied, "Refused looks by role"),
                 field("unusual", &It::unusual)};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

using access::rounded;

std::string text_of(const std::string& key) { return key; }
std::string text_of(int key) { return std::to_string(key); }

template <class Key>
std::vector<VolumeShape> volumes(const std::map<Key, access::Volume>& by) {
  std::vector<VolumeShape> shapes;
  for (const auto& [key, volume] : by) {
    shapes.push_back({text_of(key), rounded(volume.looks), rounded(volume.records)});
  }
  return shapes;
}

std::vector<VolumeShape> class_volumes(const std::map<std::int64_t, access::Volume>& by) {
  std::vector<VolumeShape> shapes;
  for (const auto& [number, volume] : by) {
    const auto field_class = static_cast<access::FieldClass>(number);
    shapes.push_back({std::string(access::to_text(field_class)), rounded(volume.looks),
                      rounded(volume.records)});
  }
  return shapes;
}

std::vector<CountShape> special_of(const access::AuditReport& report) {
  const access::EmergencyReviews& emergencies = report.emergencies;
  return {{"unmaskings", rounded(report.unmaskings)},
          {"exports", rounded(report.exports)},
          {"exported_records", rounded(report.exported_records)},
          {"emergencies", rounded(emergencies.opened)},
          {"reviewed_in_time", rounded(emergencies.reviewed_in_time)},
          {"reviewed_late", rounded(emergencies.reviewed_late)},
          {"misuse", rounded(emergencies.misuse)},
          {"consents_recorded", rounded(report.consents_recorded)},
          {"consents_withdrawn", rounded(report.consents_withdrawn)}};
}

core::Result<FiguresShape> show_figures(const access::Call& call, const Visit& /*visit*/,
                                        const FiguresQuery& query) {
  const auto report = access::make_audit_report(call, query.year.value_or(0));
  if (!report) {
    return report.error();
  }
  FiguresShape shape{report->county,
                     report->year,
                     report->made_on,
                     report->holds,
                     report->entries,
                     report->signed_entries,
                     {},
                     volumes(report->by_role),
                     volumes(report->by_purpose),
                     class_volumes(report->by_class),
                     volumes(report->by_month),
                     special_of(*report),
                     {},
                     {}};
  for (const auto& [version, entries] : report->policies) {
    shape.policies.push_back(version);
  }
  for (const auto& [role, denied] : report->denied_by_role) {
    shape.denied.push_back({role, rounded(denied)});
  }
  for (const access::UnusualDay& day : report->unusual) {
    shape.unusual.push_back({day.day, day.role, rounded(day.records), rounded(day.usual)});
  }
  return shape;
}

}  // namespace

void add_audit_routes(RouteTable& table) {
  add_read(table,
           {Method::get, "/api/audit/figures", "audit_figures",
            "The yearly audit of minors' personal data, in figures"},
           show_figures);
}

}  // namespace caregrid::http
