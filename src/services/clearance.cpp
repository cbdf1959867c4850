#include "services/clearance.h"

#include <array>

#include "care/words.h"

namespace caregrid::services {
namespace {

using care::Word;

constexpr Word word(std::string_view text, ClearanceResult result) {
  return {text, static_cast<int>(result)};
}
constexpr Word word(std::string_view text, ProviderKind kind) {
  return {text, static_cast<int>(kind)};
}

constexpr std::array result_words{
    word("", ClearanceResult::none),
    word("未查询", ClearanceResult::none),
    word("notqueried", ClearanceResult::none),
    word("无违法犯罪记录", ClearanceResult::clear),
    word("无犯罪记录", ClearanceResult::clear),
    word("通过", ClearanceResult::clear),
    word("norecord", ClearanceResult::clear),
    word("存在记录", ClearanceResult::not_clear),
    word("有违法犯罪记录", ClearanceResult::not_clear),
    word("未通过", ClearanceResult::not_clear),
    word("recordfound", ClearanceResult::not_clear),
    word("查询中", ClearanceResult::pending),
    word("inprogress", ClearanceResult::pending),
    word("不适用", ClearanceResult::not_required),
    word("notapplicable", ClearanceResult::not_required),
    word("n/a", ClearanceResult::not_required),
};

constexpr std::array provider_words{
    word("志愿者", ProviderKind::volunteer),
    word("大学生志愿者", ProviderKind::volunteer),
    word("大学生", ProviderKind::volunteer),
    word("社会志愿者", ProviderKind::volunteer),
    word("student", ProviderKind::volunteer),
    word("退休教师", ProviderKind::retired_teacher),
    word("线上教师", ProviderKind::remote_teacher),
    word("在线教师", ProviderKind::remote_teacher),
    word("远程教师", ProviderKind::remote_teacher),
    word("onlineteacher", ProviderKind::remote_teacher),
    word("心理咨询师", ProviderKind::counsellor),
    word("心理教师", ProviderKind::counsellor),
    word("counselor", ProviderKind::counsellor),
    word("社工", ProviderKind::social_worker),
    word("社会工作者", ProviderKind::social_worker),
    word("儿童之家", ProviderKind::care_place),
    word("托管点", ProviderKind::care_place),
    word("childrenhome", ProviderKind::care_place),
    word("物资站", ProviderKind::depot),
    word("物资库", ProviderKind::depot),
    word("仓库", ProviderKind::depot),
};

}  // namespace

bool is_person(ProviderKind kind) {
  return kind != ProviderKind::care_place && kind != ProviderKind::depot;
}

std::optional<core::Date> valid_to(const Clearance& clearance) {
  if (!clearance.queried_on) {
    return std::nullopt;
  }
  core::YearMonthDay parts = core::parts_of(*clearance.queried_on);
  ++parts.year;
  if (const auto same_day = core::make_date(parts)) {
    return same_day;
  }
  parts.day = 28;
  return core::make_date(parts);
}

bool is_valid_on(const Clearance& clearance, ProviderKind kind, core::Date day) {
  if (clearance.result == ClearanceResult::not_required) {
    return !is_person(kind);
  }
  const auto end = valid_to(clearance);
  return clearance.result == ClearanceResult::clear && end && *clearance.queried_on <= day &&
         day < *end;
}

bool is_valid_through(const Clearance& clearance, ProviderKind kind, core::Date first,
                      core::Date last) {
  return is_valid_on(clearance, kind, first) && is_valid_on(clearance, kind, last);
}

std::optional<ClearanceResult> parse_clearance(std::string_view text) {
  const std::string folded = care::fold(text);
  for (const auto& described : core::Describe<ClearanceResult>::values) {
    if (care::fold(described.name) == folded) {
      return described.value;
    }
  }
  const auto meaning = care::meaning_of(result_words, folded);
  return meaning ? std::optional(static_cast<ClearanceResult>(*meaning)) : std::nullopt;
}

ProviderKind parse_provider_kind(std::string_view text) {
  const std::string folded = care::fold(text);
  for (const auto& described : core::Describe<ProviderKind>::values) {
    if (care::fold(described.name) == folded) {
      return described.value;
    }
  }
  const auto meaning = care::meaning_of(provider_words, folded);
  return meaning ? static_cast<ProviderKind>(*meaning) : ProviderKind::other;
}

}  // namespace caregrid::services
