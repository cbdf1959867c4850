#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/describe.h"

namespace caregrid::services {

/// Who or what gives help.
enum class ProviderKind : std::uint8_t {
  volunteer,
  retired_teacher,
  remote_teacher,
  counsellor,
  social_worker,
  care_place,
  depot,
  other,
};

/// Whether it is a person; unknown kinds are taken to be one, the safe side.
bool is_person(ProviderKind kind);

/// What the query of police records came to; its content is never stored.
/// Source: domain handbook 7.6.
enum class ClearanceResult : std::uint8_t { clear, not_clear, pending, none, not_required };

/// The last query about one provider.
struct Clearance {
  ClearanceResult result = ClearanceResult::none;
  std::optional<core::Date> queried_on;
  std::string reference;  ///< The authority's receipt number, if any.

  bool operator==(const Clearance&) const = default;
};

/// The first day a query no longer counts: the same day a year later (28 February after a leap
/// day); none without a date.
std::optional<core::Date> valid_to(const Clearance& clearance);

/// Whether the provider may be with children on a day: clear and queried_on ≤ day < valid_to.
/// `not_required` counts only for what is not a person.
bool is_valid_on(const Clearance& clearance, ProviderKind kind, core::Date day);

/// Whether it holds on every day from `first` to `last`.
bool is_valid_through(const Clearance& clearance, ProviderKind kind, core::Date first,
                      core::Date last);

/// Reads 无违法犯罪记录, 存在记录, 查询中, 未查询, 不适用, or the codes above; empty text is none.
std::optional<ClearanceResult> parse_clearance(std::string_view text);

/// Reads 大学生志愿者, 退休教师, 线上教师, 心理咨询师, 社工, 儿童之家, 物资站 and the like, or
/// codes; anything else is `other`.
ProviderKind parse_provider_kind(std::string_view text);

}  // namespace caregrid::services

namespace caregrid::core {

template <>
struct Describe<services::ProviderKind> {
  static constexpr std::string_view name = "ProviderKind";
  static constexpr std::array values{
      ValueOf{services::ProviderKind::volunteer, "volunteer"},
      ValueOf{services::ProviderKind::retired_teacher, "retired_teacher"},
      ValueOf{services::ProviderKind::remote_teacher, "remote_teacher"},
      ValueOf{services::ProviderKind::counsellor, "counsellor"},
      ValueOf{services::ProviderKind::social_worker, "social_worker"},
      ValueOf{services::ProviderKind::care_place, "care_place"},
      ValueOf{services::ProviderKind::depot, "depot"},
      ValueOf{services::ProviderKind::other, "other"},
  };
};

template <>
struct Describe<services::ClearanceResult> {
  static constexpr std::string_view name = "ClearanceResult";
  static constexpr std::array values{
      ValueOf{services::ClearanceResult::clear, "clear"},
      ValueOf{services::ClearanceResult::not_clear, "not_clear"},
      ValueOf{services::ClearanceResult::pending, "pending"},
      ValueOf{services::ClearanceResult::none, "none"},
      ValueOf{services::ClearanceResult::not_required, "not_required"},
  };
};

}  // namespace caregrid::core
