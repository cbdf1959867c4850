#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "allocation/operations.h"
#include "core/describe.h"
#include "http/need_shape.h"
#include "http/shape.h"

namespace caregrid::http {

/// The helper of a line.
struct HelperShape {
  services::OfferId id;
  std::string code;
  std::string name;
  services::ProviderKind provider_kind = services::ProviderKind::other;
  std::optional<MapPlace> village;
  bool online = false;
};

/// Who helps whom, and why.
struct LineShape {
  allocation::LineId id;
  NeedShape need;
  HelperShape offer;
  std::optional<MapPlace> child_village;
  int units = 0;
  std::vector<std::string> slots;
  std::optional<std::int64_t> distance_m;
  allocation::LineState state = allocation::LineState::proposed;
  std::vector<Sentence> reasons;
};

/// What nobody serves, why, and what would help.
struct UnmetShape {
  NeedShape need;
  int units = 0;
  allocation::UnmetReason reason = allocation::UnmetReason::no_offer_of_kind;
  core::RawJson values;
  std::vector<Sentence> would_help;
};

/// A straight line on the map, [longitude, latitude] at each end as map libraries want it.
struct MapLineShape {
  std::vector<double> from;
  std::vector<double> to;
  int tier = 1;
  care::NeedKind kind = care::NeedKind::mentor;
  int units = 0;
};

struct PlanMap {
  std::vector<MapLineShape> lines;
};

LineShape shape_of(const allocation::PlanLine& line);
UnmetShape shape_of(const allocation::Unmet& unmet);
MapLineShape shape_of(const allocation::MapLine& line);

}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::HelperShape> {
  using It = http::HelperShape;
  static constexpr std::string_view name = "Helper";
  static constexpr auto fields =
      std::tuple{field("id", &It::id),           field("code", &It::code),
                 field("name", &It::name),       field("provider_kind", &It::provider_kind),
                 field("village", &It::village), field("online", &It::online)};
};

template <>
struct Describe<http::LineShape> {
  using It = http::LineShape;
  static constexpr std::string_view name = "PlanLine";
  static constexpr std::string_view page_name = "PlanLinePage";
  static constexpr auto fields = std::tuple{field("id", &It::id),
                                            field("need", &It::need),
                                            field("offer", &It::offer),
                                            field("child_village", &It::child_village),
                                            field("units", &It::units, "Times a week"),
                                            field("slots", &It::slots, "Suggested hours"),
                                            field("distance_m", &It::distance_m, "Null online"),
                                            field("state", &It::state),
                                            field("reasons", &It::reasons, "reason.<key>")};
};

template <>
struct Describe<http::UnmetShape> {
  using It = http::UnmetShape;
  static constexpr std::string_view name = "Unmet";
  static constexpr std::string_view page_name = "UnmetPage";
  static constexpr auto fields =
      std::tuple{field("need", &It::need), field("units", &It::units, "Times a week"),
                 field("reason", &It::reason, "unmet.<reason>"), field("values", &It::values),
                 field("would_help", &It::would_help, "help.<key>")};
};

template <>
struct Describe<http::MapLineShape> {
  using It = http::MapLineShape;
  static constexpr std::string_view name = "MapLine";
  static constexpr auto fields =
      std::tuple{field("from", &It::from, "[longitude, latitude]"),
                 field("to", &It::to, "[longitude, latitude]"), field("tier", &It::tier),
                 field("kind", &It::kind), field("units", &It::units)};
};

template <>
struct Describe<http::PlanMap> {
  static constexpr std::string_view name = "PlanMap";
  static constexpr auto fields = std::tuple{field("lines", &http::PlanMap::lines)};
};

}  // namespace caregrid::core
