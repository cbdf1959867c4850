// Who may be with children on a day: the rule at its edges, and the words lists use for it.
#include "services/clearance.h"

#include <doctest/doctest.h>

#include <string>

#include "services/offer.h"

namespace caregrid::services {
namespace {

core::Date day(std::string_view iso) { return core::parse_iso_date(iso).value(); }

TEST_CASE("clear counts from the day of the query, for a year less a day") {
  struct Row {
    std::string_view queried;
    std::string_view on;
    bool is_valid;
  };
  constexpr Row rows[] = {
      {"2026-03-01", "2026-02-28", false}, {"2026-03-01", "2026-03-01", true},
      {"2026-03-01", "2027-02-28", true},  {"2026-03-01", "2027-03-01", false},
      {"2025-09-21", "2026-09-20", true},  {"2025-09-21", "2026-09-21", false},
      {"2024-02-29", "2025-02-27", true},  {"2024-02-29", "2025-02-28", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.queried);
    CAPTURE(row.on);
    const Clearance clearance{ClearanceResult::clear, day(row.queried), {}};
    CHECK(is_valid_on(clearance, ProviderKind::volunteer, day(row.on)) == row.is_valid);
  }
}

TEST_CASE("no other result counts, whoever it is about") {
  for (const auto& result : core::Describe<ClearanceResult>::values) {
    for (const auto& kind : core::Describe<ProviderKind>::values) {
      CAPTURE(result.name);
      CAPTURE(kind.name);
      const Clearance clearance{result.value, day("2026-03-01"), {}};
      const bool is_place =
          kind.value == ProviderKind::care_place || kind.value == ProviderKind::depot;
      const bool counts = result.value == ClearanceResult::clear ||
                          (result.value == ClearanceResult::not_required && is_place);
      CHECK(is_valid_on(clearance, kind.value, day("2026-09-21")) == counts);
    }
  }
  CHECK_FALSE(
      is_valid_on({ClearanceResult::clear, {}, {}}, ProviderKind::volunteer, day("2026-09-21")));
}

TEST_CASE("through a week means on its first and its last day") {
  const Clearance clearance{ClearanceResult::clear, day("2025-09-24"), {}};
  CHECK(is_valid_through(clearance, ProviderKind::volunteer, day("2026-09-14"), day("2026-09-20")));
  CHECK_FALSE(
      is_valid_through(clearance, ProviderKind::volunteer, day("2026-09-21"), day("2026-09-27")));
}

TEST_CASE("the words of lists") {
  struct Row {
    std::string_view text;
    std::string_view result;  ///< Empty: not understood.
  };
  constexpr Row rows[] = {
      {"无违法犯罪记录", "clear"},
      {"存在记录", "not_clear"},
      {"查询中", "pending"},
      {"未查询", "none"},
      {"", "none"},
      {"不适用", "not_required"},
      {"Clear", "clear"},
      {"not clear", "not_clear"},
      {"N/A", "not_required"},
      {"大概没问题", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto result = parse_clearance(row.text);
    CHECK((result ? core::name_of(*result) : std::string_view()) == row.result);
  }
  CHECK(parse_provider_kind("大学生志愿者") == ProviderKind::volunteer);
  CHECK(parse_provider_kind("儿童之家") == ProviderKind::care_place);
  CHECK(parse_provider_kind("retired teacher") == ProviderKind::retired_teacher);
  CHECK(parse_provider_kind("邻居") == ProviderKind::other);
  CHECK(is_person(ProviderKind::other));
}

TEST_CASE("languages and wishes") {
  Offer offer;
  offer.languages = "ug bo";
  CHECK(speaks(offer, ""));
  CHECK(speaks(offer, "zh"));
  CHECK(speaks(offer, "bo"));
  CHECK_FALSE(speaks(offer, "b"));
  CHECK_FALSE(speaks(offer, "en"));
  CHECK(meets(offer, care::SexRule::any));
  CHECK_FALSE(meets(offer, care::SexRule::female));
  offer.provider_kind = ProviderKind::depot;
  CHECK(meets(offer, care::SexRule::female));
}

TEST_CASE("a set of kinds names them in order") {
  KindSet kinds;
  kinds.add(care::NeedKind::medical_grant);
  kinds.add(care::NeedKind::safety);
  CHECK(to_names(kinds) == std::vector<std::string>{"safety", "medical_grant"});
  CHECK(kinds.has(care::NeedKind::safety));
  CHECK_FALSE(kinds.has(care::NeedKind::mentor));
}

}  // namespace
}  // namespace caregrid::services
