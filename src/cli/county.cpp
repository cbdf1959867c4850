#include "cli/county.h"

#include <algorithm>
#include <vector>

#include "access/settings.h"
#include "assessment/counts.h"
#include "registry/consents.h"

namespace caregrid::cli {
namespace {

constexpr std::int64_t codes_per_county = 1'000'000;
constexpr std::string_view county_setting_name = "county";

core::Result<std::vector<std::int64_t>> counties_of(Workplace& workplace) {
  std::vector<std::int64_t> counties;
  const auto done =
      workplace.door().database().read([&](db::Transaction& transaction) -> core::Result<void> {
        auto known = access::known_counties(transaction);
        if (!known) {
          return known.error();
        }
        counties = std::move(*known);
        return {};
      });
  if (!done) {
    return done.error();
  }
  return counties;
}

/// The first six digits of a division code; 0 when the text is none.
std::int64_t county_of_code(std::string_view text) {
  std::int64_t county = 0;
  std::size_t digits = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9' && digits < 6) {
      county = county * 10 + (c - '0');
      ++digits;
    }
  }
  return digits == 6 ? county : 0;
}

/// Sets one of the county's settings through the door.
core::Result<void> set_setting(Workplace& workplace, const access::Actor& actor,
                               std::string_view name, std::string_view value = "1") {
  const auto done = submit(
      workplace, actor, "set_setting", [&](const access::Call& call) -> core::Result<std::string> {
        const auto set = access::set_county_setting(call, name, value);
        return set ? core::Result<std::string>("{}") : core::Result<std::string>(set.error());
      });
  return done ? core::Result<void>() : core::Result<void>(done.error());
}

}  // namespace

core::Result<access::Actor> operator_for(Workplace& workplace, const DataOptions& options,
                                         access::Role role) {
  std::int64_t county = options.county;
  if (county == 0) {
    const auto counties = counties_of(workplace);
    if (!counties) {
      return counties.error();
    }
    if (counties->size() != 1) {
      return core::invalid("--county", counties->empty() ? "county.unknown" : "county.several");
    }
    county = counties->front();
  }
  return access::operator_of(role, access::Area{county * codes_per_county});
}

core::Result<std::vector<access::Actor>> operators_for_all(Workplace& workplace,
                                                           access::Role role) {
  const auto counties = counties_of(workplace);
  if (!counties) {
    return counties.error();
  }
  std::vector<access::Actor> operators;
  for (const std::int64_t county : *counties) {
    operators.push_back(access::operator_of(role, access::Area{county * codes_per_county}));
  }
  return operators;
}

std::int64_t county_of_sheets(std::span<const intake::SheetMapping> sheets) {
  for (const auto& sheet : sheets) {
    if (sheet.kind != "division") {
      continue;
    }
    for (const auto& column : sheet.columns) {
      if (column.field == "code" && !column.samples.empty()) {
        return county_of_code(column.samples.front());
      }
    }
  }
  return 0;
}

core::Result<std::string> submit(Workplace& workplace, const access::Actor& actor,
                                 std::string_view kind, access::Operate operate) {
  const auto id = access::CommandId::make(workplace.clock().now(), workplace.rng());
  return workplace.door().submit(actor, {id, kind, id.text()}, operate);
}

core::Result<void> mark_synthetic(Workplace& workplace, const access::Actor& actor) {
  return set_setting(workplace, actor, access::synthetic_setting);
}

core::Result<void> invent_consents(Workplace& workplace, const access::Actor& actor) {
  const auto id = access::CommandId::make(workplace.clock().now(), workplace.rng());
  const auto done = workplace.door().submit(
      actor, {id, "add_synthetic_consents", id.text(), true},
      [](const access::Call& call) -> core::Result<std::string> {
        const auto count = registry::add_synthetic_consents(call);
        return count ? core::Result<std::string>("{}") : core::Result<std::string>(count.error());
      });
  return done ? core::Result<void>() : core::Result<void>(done.error());
}

core::Result<void> name_county(Workplace& workplace, const access::Actor& actor,
                               std::string_view name) {
  return set_setting(workplace, actor, assessment::county_name_setting, name);
}

core::Result<void> note_county(Workplace& workplace, const access::Actor& actor) {
  const auto counties = counties_of(workplace);
  if (!counties) {
    return counties.error();
  }
  const bool is_known = std::ranges::find(*counties, actor.area.county()) != counties->end();
  return is_known ? core::Result<void>() : set_setting(workplace, actor, county_setting_name);
}

}  // namespace caregrid::cli
