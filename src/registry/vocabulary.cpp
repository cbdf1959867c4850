#include "registry/vocabulary.h"

#include <array>
#include <cstddef>
#include <span>

#include "registry/text.h"

namespace caregrid::registry {
namespace {

struct Word {
  std::string_view text;
  std::string_view code;
};

/// The code of the word a folded text is, else of the first word it contains; words are ordered so
/// that a longer one stands before those inside it.
std::string_view find_code(std::span<const Word> words, std::string_view text) {
  const std::string folded = fold_word(text);
  if (folded.empty()) {
    return {};
  }
  for (const Word& word : words) {
    if (folded == word.text) {
      return word.code;
    }
  }
  for (const Word& word : words) {
    // Short Latin words hide inside others; whole ones only.
    if (word.text.size() >= 6 && folded.find(word.text) != std::string::npos) {
      return word.code;
    }
  }
  return {};
}

constexpr std::array schooling_words{
    Word{"未入园", "not_kindergarten"},
    Word{"未入学", "not_kindergarten"},
    Word{"学龄前", "not_kindergarten"},
    Word{"散居", "not_kindergarten"},
    Word{"幼儿园", "kindergarten"},
    Word{"幼儿", "kindergarten"},
    Word{"学前教育", "kindergarten"},
    Word{"kindergarten", "kindergarten"},
    Word{"preschool", "kindergarten"},
    Word{"教学点", "primary"},
    Word{"小学", "primary"},
    Word{"primaryschool", "primary"},
    Word{"primary", "primary"},
    Word{"elementary", "primary"},
    Word{"初级中学", "junior"},
    Word{"初中", "junior"},
    Word{"juniorhigh", "junior"},
    Word{"junior", "junior"},
    Word{"middleschool", "junior"},
    Word{"九年一贯制", "junior"},
    Word{"中等职业", "vocational"},
    Word{"职业高中", "vocational"},
    Word{"中职", "vocational"},
    Word{"职高", "vocational"},
    Word{"技校", "vocational"},
    Word{"中专", "vocational"},
    Word{"vocational", "vocational"},
    Word{"高级中学", "senior"},
    Word{"普通高中", "senior"},
    Word{"高中", "senior"},
    Word{"seniorhigh", "senior"},
    Word{"senior", "senior"},
    Word{"highschool", "senior"},
    Word{"完全中学", "senior"},
    Word{"辍学", "dropout"},
    Word{"失学", "dropout"},
    Word{"droppedout", "dropout"},
    Word{"dropout", "dropout"},
    Word{"不在学", "not_in_school_14_16"},
    Word{"notinschool", "not_in_school_14_16"},
};

constexpr std::array grade_words{
    Word{"七年级", "junior"},     Word{"八年级", "junior"},       Word{"九年级", "junior"},
    Word{"初一", "junior"},       Word{"初二", "junior"},         Word{"初三", "junior"},
    Word{"初四", "junior"},       Word{"高一", "senior"},         Word{"高二", "senior"},
    Word{"高三", "senior"},       Word{"一年级", "primary"},      Word{"二年级", "primary"},
    Word{"三年级", "primary"},    Word{"四年级", "primary"},      Word{"五年级", "primary"},
    Word{"六年级", "primary"},    Word{"小班", "kindergarten"},   Word{"中班", "kindergarten"},
    Word{"大班", "kindergarten"}, Word{"学前班", "kindergarten"},
};

constexpr std::array health_words{
    Word{"健康", "healthy"},      Word{"良好", "healthy"},
    Word{"正常", "healthy"},      Word{"healthy", "healthy"},
    Word{"good", "healthy"},      Word{"残疾", "disabled"},
    Word{"disabled", "disabled"}, Word{"disability", "disabled"},
    Word{"患病", "ill"},          Word{"重病", "ill"},
    Word{"大病", "ill"},          Word{"慢性病", "ill"},
    Word{"ill", "ill"},           Word{"illness", "ill"},
    Word{"sick", "ill"},
};

constexpr std::array guardianship_words{
    Word{"无人监护", "nobody"},
    Word{"父或母无监护能力", "parent_incapable"},
    Word{"父母无监护能力", "parent_incapable"},
    Word{"受委托监护人监护能力不足", "carer_insufficient"},
    Word{"监护能力不足", "carer_insufficient"},
    Word{"监护情况一般", "fair"},
    Word{"监护情况较好", "good"},
    Word{"一般", "fair"},
    Word{"较好", "good"},
    Word{"良好", "good"},
    Word{"nobody", "nobody"},
    Word{"fair", "fair"},
    Word{"good", "good"},
};

constexpr std::array care_words{
    Word{"外祖父母", "grandparents_maternal"},
    Word{"外公外婆", "grandparents_maternal"},
    Word{"姥姥姥爷", "grandparents_maternal"},
    Word{"祖父母", "grandparents_paternal"},
    Word{"爷爷奶奶", "grandparents_paternal"},
    Word{"grandparents", "grandparents_paternal"},
    Word{"单亲", "one_parent"},
    Word{"父母", "both_parents"},
    Word{"parents", "both_parents"},
    Word{"父亲", "one_parent"},
    Word{"母亲", "one_parent"},
    Word{"mother", "one_parent"},
    Word{"father", "one_parent"},
    Word{"亲属", "relatives"},
    Word{"亲戚", "relatives"},
    Word{"relatives", "relatives"},
    Word{"寄养", "foster"},
    Word{"福利院", "institution"},
    Word{"独居", "alone"},
    Word{"独自", "alone"},
    Word{"alone", "alone"},
};

constexpr std::array assistance_words{
    Word{"最低生活保障", "dibao"},
    Word{"低保", "dibao"},
    Word{"特困", "destitute"},
    Word{"临时救助", "temporary"},
    Word{"医疗救助", "medical"},
    Word{"住房救助", "housing"},
    Word{"教育救助", "education"},
    Word{"孤儿", "orphan_allowance"},
    Word{"事实无人抚养", "unattended_allowance"},
    Word{"残疾", "disability_allowance"},
    Word{"其他", "other"},
    Word{"其它", "other"},
    Word{"未享受", "none"},
};

constexpr std::array income_words{
    Word{"外出务工", "labour"},    Word{"打工", "labour"},         Word{"务工", "labour"},
    Word{"工资", "labour"},        Word{"labour", "labour"},       Word{"wages", "labour"},
    Word{"种养殖", "farming"},     Word{"种植", "farming"},        Word{"养殖", "farming"},
    Word{"务农", "farming"},       Word{"farming", "farming"},     Word{"政府救助", "aid"},
    Word{"低保金", "aid"},         Word{"publicaid", "aid"},       Word{"亲朋接济", "relatives"},
    Word{"亲友接济", "relatives"}, Word{"relatives", "relatives"}, Word{"其他", "other"},
    Word{"其它", "other"},         Word{"other", "other"},
};

bool ends_part(char32_t value) {
  constexpr std::u32string_view ends = U",;/|+\u3001\uff0c\uff1b\uff0f\n";
  return ends.find(value) != std::u32string_view::npos;
}

}  // namespace

std::string_view schooling_code(std::string_view text) { return find_code(schooling_words, text); }

std::string_view stage_of_grade(std::string_view text) {
  const std::string_view code = find_code(grade_words, text);
  if (!code.empty()) {
    return code;
  }
  const std::string folded = fold_word(text);
  const std::string_view rest =
      folded.starts_with("grade") ? std::string_view(folded).substr(5) : folded;
  if (rest.size() == 1 && rest[0] >= '1' && rest[0] <= '9') {
    return rest[0] <= '6' ? "primary" : "junior";
  }
  return rest == "10" || rest == "11" || rest == "12" ? "senior" : std::string_view{};
}

std::string_view health_code(std::string_view text) { return find_code(health_words, text); }

std::string_view guardianship_code(std::string_view text) {
  return find_code(guardianship_words, text);
}

std::string_view care_type_code(std::string_view text) { return find_code(care_words, text); }

std::string_view income_code(std::string_view text) { return find_code(income_words, text); }

std::string_view assistance_code(std::string_view text) {
  return find_code(assistance_words, text);
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts(1);
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    at += point.bytes;
    if (ends_part(point.value)) {
      parts.emplace_back();
    } else if (!is_blank(point.value)) {
      append_code_point(parts.back(), narrow(point.value));
    }
  }
  std::erase(parts, std::string());
  return parts;
}

}  // namespace caregrid::registry
