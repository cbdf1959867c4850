#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "care/slots.h"
#include "core/date.h"
#include "core/describe.h"
#include "core/id.h"
#include "registry/child.h"

namespace caregrid::care {

struct NeedTag;
using NeedId = core::Id<NeedTag>;
using ChildId = registry::ChildId;

/// What a child may need. The position is stored (bit of an offer's kinds): append only.
/// Source: domain handbook 10.1.
enum class NeedKind : std::uint8_t {
  safety,
  guardianship_agreement,
  hukou,
  id_doc,
  benefit_application,
  health,
  nutrition,
  disability_rehab,
  mental_support,
  crisis,
  tutoring_zh,
  tutoring_math,
  tutoring_en,
  online_subject_en,
  online_subject_music,
  online_subject_art,
  online_subject_science,
  digital_literacy,
  reading,
  mentor,
  sport,
  parent_contact,
  after_school_place,
  winter_clothes,
  school_supplies,
  transport,
  boarding_place,
  legal_aid,
  household_job,
  scholarship,
  medical_grant,
};
inline constexpr int need_kind_count = 31;

/// Whom a child wishes to be helped by.
enum class SexRule : std::uint8_t { any, female, male };

/// open → matched → in_service → met | partly | not_met; or withdrawn.
enum class NeedStatus : std::uint8_t {
  open,
  matched,
  in_service,
  met,
  partly,
  not_met,
  withdrawn,
};

/// How urgent: 1 (特急) before 2 (紧急) before 3 (一般) before 4 (可缓). A plan never trades a unit
/// of a lower number for any amount of a higher one.
inline constexpr int tier_count = 4;

/// One need of one child.
///
/// Units: `units_weekly` times a week. `language` is an ISO 639 code, empty when any will do.
struct Need {
  NeedId id;
  ChildId child;
  NeedKind kind = NeedKind::mentor;
  int tier = tier_count;
  int units_weekly = 1;
  Slots slots;
  SexRule sex_rule = SexRule::any;
  std::string language;
  std::string previous_helper;  ///< Name or code of who helped before, as the office wrote it.
  core::Date opened_on;
  NeedStatus status = NeedStatus::open;
  std::string note;

  bool operator==(const Need&) const = default;
};

/// Whether a plan should serve it: open, matched or in service.
bool wants_help(NeedStatus status);

/// Whether the kind is given to one child at a time, so that a helper's hour holds one of them;
/// goods, places and grants are not.
bool is_one_to_one(NeedKind kind);

/// Reads a code ("tutoring_math"), a Chinese name ("数学辅导") or an English one ("Math tutoring").
std::optional<NeedKind> parse_need_kind(std::string_view text);

/// Reads 特急/紧急/一般/可缓, "urgent", "high", "normal", "low", or 1 to 4.
std::optional<int> parse_tier(std::string_view text);

/// Reads 女/男/不限, "female", "male", "any"; empty text is any.
std::optional<SexRule> parse_sex_rule(std::string_view text);

/// Reads one language's name or code ("藏语", "Tibetan", "bo") as its ISO 639 code.
std::optional<std::string> parse_language(std::string_view text);

}  // namespace caregrid::care

namespace caregrid::core {

template <>
struct Describe<care::NeedKind> {
  static constexpr std::string_view name = "NeedKind";
  static constexpr std::array values{
      ValueOf{care::NeedKind::safety, "safety"},
      ValueOf{care::NeedKind::guardianship_agreement, "guardianship_agreement"},
      ValueOf{care::NeedKind::hukou, "hukou"},
      ValueOf{care::NeedKind::id_doc, "id_doc"},
      ValueOf{care::NeedKind::benefit_application, "benefit_application"},
      ValueOf{care::NeedKind::health, "health"},
      ValueOf{care::NeedKind::nutrition, "nutrition"},
      ValueOf{care::NeedKind::disability_rehab, "disability_rehab"},
      ValueOf{care::NeedKind::mental_support, "mental_support"},
      ValueOf{care::NeedKind::crisis, "crisis"},
      ValueOf{care::NeedKind::tutoring_zh, "tutoring_zh"},
      ValueOf{care::NeedKind::tutoring_math, "tutoring_math"},
      ValueOf{care::NeedKind::tutoring_en, "tutoring_en"},
      ValueOf{care::NeedKind::online_subject_en, "online_subject_en"},
      ValueOf{care::NeedKind::online_subject_music, "online_subject_music"},
      ValueOf{care::NeedKind::online_subject_art, "online_subject_art"},
      ValueOf{care::NeedKind::online_subject_science, "online_subject_science"},
      ValueOf{care::NeedKind::digital_literacy, "digital_literacy"},
      ValueOf{care::NeedKind::reading, "reading"},
      ValueOf{care::NeedKind::mentor, "mentor"},
      ValueOf{care::NeedKind::sport, "sport"},
      ValueOf{care::NeedKind::parent_contact, "parent_contact"},
      ValueOf{care::NeedKind::after_school_place, "after_school_place"},
      ValueOf{care::NeedKind::winter_clothes, "winter_clothes"},
      ValueOf{care::NeedKind::school_supplies, "school_supplies"},
      ValueOf{care::NeedKind::transport, "transport"},
      ValueOf{care::NeedKind::boarding_place, "boarding_place"},
      ValueOf{care::NeedKind::legal_aid, "legal_aid"},
      ValueOf{care::NeedKind::household_job, "household_job"},
      ValueOf{care::NeedKind::scholarship, "scholarship"},
      ValueOf{care::NeedKind::medical_grant, "medical_grant"},
  };
};

template <>
struct Describe<care::SexRule> {
  static constexpr std::string_view name = "SexRule";
  static constexpr std::array values{ValueOf{care::SexRule::any, "any"},
                                     ValueOf{care::SexRule::female, "female"},
                                     ValueOf{care::SexRule::male, "male"}};
};

template <>
struct Describe<care::NeedStatus> {
  static constexpr std::string_view name = "NeedStatus";
  static constexpr std::array values{
      ValueOf{care::NeedStatus::open, "open"},
      ValueOf{care::NeedStatus::matched, "matched"},
      ValueOf{care::NeedStatus::in_service, "in_service"},
      ValueOf{care::NeedStatus::met, "met"},
      ValueOf{care::NeedStatus::partly, "partly"},
      ValueOf{care::NeedStatus::not_met, "not_met"},
      ValueOf{care::NeedStatus::withdrawn, "withdrawn"},
  };
};

}  // namespace caregrid::core
