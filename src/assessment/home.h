#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "access/call.h"
#include "assessment/plan_description.h"
#include "core/describe.h"
#include "core/result.h"

namespace caregrid::assessment {

/// One number of the home page; `definition.<key>` says what it counts.
struct Figure {
  std::string key;
  std::int64_t value = 0;
};

/// Something somebody should look at, and the screen that shows it.
struct Attention {
  std::string key;
  std::int64_t count = 0;
  std::string link;
};

/// A township's children, wanted units a week and units served by the newest plan.
struct TownshipFigures {
  std::int64_t code = 0;
  std::string name;
  std::int64_t children = 0;
  std::int64_t needs = 0;
  std::int64_t served = 0;
};

struct TierFigures {
  int tier = 1;
  std::int64_t needs = 0;
  std::int64_t served = 0;
};

struct KindFigures {
  care::NeedKind kind = care::NeedKind::mentor;
  std::int64_t needs = 0;
  std::int64_t served = 0;
  std::int64_t capacity = 0;
};

/// A village on the map.
struct VillageFigures {
  std::int64_t code = 0;
  std::string name;
  std::string township;
  double latitude = 0;
  double longitude = 0;
  std::int64_t children = 0;
  std::int64_t needs = 0;
  std::int64_t unmet = 0;
};

/// What a county, township or village office sees first, within the actor's area.
///
/// Units: every number of needs is units of help a week, so that wanted, served and unmet add up.
struct Home {
  core::Date today;
  std::vector<Figure> figures;
  std::vector<Attention> attention;  ///< Only what is not zero, most pressing first.
  std::vector<TownshipFigures> townships;
  std::vector<TierFigures> tiers;
  std::vector<KindFigures> kinds;
  std::vector<VillageFigures> villages;
  std::optional<allocation::PlanSummary> plan;
};

/// What only the caller knows: rows of recent imports that were given back.
struct Pending {
  std::int64_t import_rejects = 0;
};

/// Puts the home page together. Errors: forbidden. Cost: about ten statements, none per child.
core::Result<Home> show_home(const access::Call& call, const Pending& pending);

}  // namespace caregrid::assessment

namespace caregrid::core {

template <>
struct Describe<assessment::Figure> {
  using It = assessment::Figure;
  static constexpr std::string_view name = "Figure";
  static constexpr auto fields = std::tuple{field("key", &It::key, "Explained by definition.<key>"),
                                            field("value", &It::value)};
};

template <>
struct Describe<assessment::Attention> {
  using It = assessment::Attention;
  static constexpr std::string_view name = "Attention";
  static constexpr auto fields =
      std::tuple{field("key", &It::key), field("count", &It::count), field("link", &It::link)};
};

template <>
struct Describe<assessment::TownshipFigures> {
  using It = assessment::TownshipFigures;
  static constexpr std::string_view name = "TownshipFigures";
  static constexpr auto fields = std::tuple{
      field("code", &It::code), field("name", &It::name), field("children", &It::children),
      field("needs", &It::needs, "Units a week"), field("served", &It::served, "Units a week")};
};

template <>
struct Describe<assessment::TierFigures> {
  using It = assessment::TierFigures;
  static constexpr std::string_view name = "TierFigures";
  static constexpr auto fields =
      std::tuple{field("tier", &It::tier), field("needs", &It::needs, "Units a week"),
                 field("served", &It::served, "Units a week")};
};

template <>
struct Describe<assessment::KindFigures> {
  using It = assessment::KindFigures;
  static constexpr std::string_view name = "KindFigures";
  static constexpr auto fields =
      std::tuple{field("kind", &It::kind), field("needs", &It::needs, "Units a week"),
                 field("served", &It::served, "Units a week"),
                 field("capacity", &It::capacity, "Units a week of cleared offers")};
};

template <>
struct Describe<assessment::VillageFigures> {
  using It = assessment::VillageFigures;
  static constexpr std::string_view name = "VillageFigures";
  static constexpr auto fields = std::tuple{field("code", &It::code),
                                            field("name", &It::name),
                                            field("township", &It::township),
                                            field("latitude", &It::latitude),
                                            field("longitude", &It::longitude),
                                            field("children", &It::children),
                                            field("needs", &It::needs, "Units a week"),
                                            field("unmet", &It::unmet, "Units a week")};
};

template <>
struct Describe<assessment::Home> {
  using It = assessment::Home;
  static constexpr std::string_view name = "Home";
  static constexpr auto fields =
      std::tuple{field("today", &It::today),         field("figures", &It::figures),
                 field("attention", &It::attention), field("townships", &It::townships),
                 field("tiers", &It::tiers),         field("kinds", &It::kinds),
                 field("villages", &It::villages),   field("plan", &It::plan)};
};

}  // namespace caregrid::core
