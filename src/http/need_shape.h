#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "care/operations.h"
#include "core/describe.h"
#include "http/shape.h"

namespace caregrid::http {

/// A child by id and name.
struct ChildName {
  care::ChildId id;
  std::string name;
};

/// A need as the API shows it.
struct NeedShape {
  care::NeedId id;
  ChildName child;
  care::NeedKind kind = care::NeedKind::mentor;
  int tier = 1;
  int units_weekly = 1;
  std::vector<std::string> slots;
  std::optional<Place> village;
  care::SexRule sex_rule = care::SexRule::any;
  std::optional<core::Date> opened_on;
  care::NeedStatus status = care::NeedStatus::open;
  std::optional<std::string> note;
};

NeedShape shape_of(const care::NeedRow& row);

}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::ChildName> {
  static constexpr std::string_view name = "ChildName";
  static constexpr auto fields =
      std::tuple{field("id", &http::ChildName::id), field("name", &http::ChildName::name)};
};

template <>
struct Describe<http::NeedShape> {
  using It = http::NeedShape;
  static constexpr std::string_view name = "Need";
  static constexpr std::string_view page_name = "NeedPage";
  static constexpr auto fields =
      std::tuple{field("id", &It::id),
                 field("child", &It::child),
                 field("kind", &It::kind),
                 field("tier", &It::tier, "1 most urgent … 4"),
                 field("units_weekly", &It::units_weekly, "Times a week"),
                 field("slots", &It::slots, "mon_am … sun_ev"),
                 field("village", &It::village),
                 field("sex_rule", &It::sex_rule),
                 field("opened_on", &It::opened_on),
                 field("status", &It::status),
                 field("note", &It::note)};
};

}  // namespace caregrid::core
