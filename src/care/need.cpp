#include "care/need.h"

#include <array>

#include "care/words.h"

namespace caregrid::care {
namespace {

constexpr Word word(std::string_view text, NeedKind kind) { return {text, static_cast<int>(kind)}; }

/// Folded Chinese and English names; the codes themselves come from `Describe`.
constexpr std::array kind_words{
    word("人身安全", NeedKind::safety),
    word("安全", NeedKind::safety),
    word("安全保护", NeedKind::safety),
    word("委托照护协议", NeedKind::guardianship_agreement),
    word("委托监护", NeedKind::guardianship_agreement),
    word("监护协议", NeedKind::guardianship_agreement),
    word("户口", NeedKind::hukou),
    word("户籍", NeedKind::hukou),
    word("落户", NeedKind::hukou),
    word("householdregistration", NeedKind::hukou),
    word("身份证", NeedKind::id_doc),
    word("证件办理", NeedKind::id_doc),
    word("identitydocument", NeedKind::id_doc),
    word("iddocument", NeedKind::id_doc),
    word("补贴申请", NeedKind::benefit_application),
    word("福利申请", NeedKind::benefit_application),
    word("救助申请", NeedKind::benefit_application),
    word("benefits", NeedKind::benefit_application),
    word("健康", NeedKind::health),
    word("健康服务", NeedKind::health),
    word("体检", NeedKind::health),
    word("healthcare", NeedKind::health),
    word("营养", NeedKind::nutrition),
    word("营养餐", NeedKind::nutrition),
    word("残疾康复", NeedKind::disability_rehab),
    word("康复", NeedKind::disability_rehab),
    word("rehabilitation", NeedKind::disability_rehab),
    word("心理支持", NeedKind::mental_support),
    word("心理辅导", NeedKind::mental_support),
    word("心理咨询", NeedKind::mental_support),
    word("counselling", NeedKind::mental_support),
    word("counseling", NeedKind::mental_support),
    word("危机干预", NeedKind::crisis),
    word("crisisintervention", NeedKind::crisis),
    word("语文辅导", NeedKind::tutoring_zh),
    word("语文", NeedKind::tutoring_zh),
    word("chinesetutoring", NeedKind::tutoring_zh),
    word("数学辅导", NeedKind::tutoring_math),
    word("数学", NeedKind::tutoring_math),
    word("mathtutoring", NeedKind::tutoring_math),
    word("mathstutoring", NeedKind::tutoring_math),
    word("tutoringmaths", NeedKind::tutoring_math),
    word("英语辅导", NeedKind::tutoring_en),
    word("英语", NeedKind::tutoring_en),
    word("englishtutoring", NeedKind::tutoring_en),
    word("线上英语", NeedKind::online_subject_en),
    word("在线英语", NeedKind::online_subject_en),
    word("英语网课", NeedKind::online_subject_en),
    word("onlineenglish", NeedKind::online_subject_en),
    word("线上音乐", NeedKind::online_subject_music),
    word("在线音乐", NeedKind::online_subject_music),
    word("音乐网课", NeedKind::online_subject_music),
    word("onlinemusic", NeedKind::online_subject_music),
    word("线上美术", NeedKind::online_subject_art),
    word("在线美术", NeedKind::online_subject_art),
    word("美术网课", NeedKind::online_subject_art),
    word("onlineart", NeedKind::online_subject_art),
    word("线上科学", NeedKind::online_subject_science),
    word("在线科学", NeedKind::online_subject_science),
    word("科学网课", NeedKind::online_subject_science),
    word("onlinescience", NeedKind::online_subject_science),
    word("数字素养", NeedKind::digital_literacy),
    word("电脑技能", NeedKind::digital_literacy),
    word("信息技术", NeedKind::digital_literacy),
    word("digitalskills", NeedKind::digital_literacy),
    word("阅读", NeedKind::reading),
    word("阅读陪伴", NeedKind::reading),
    word("图书", NeedKind::reading),
    word("陪伴", NeedKind::mentor),
    word("成长陪伴", NeedKind::mentor),
    word("结对陪伴", NeedKind::mentor),
    word("导师", NeedKind::mentor),
    word("mentoring", NeedKind::mentor),
    word("mentorship", NeedKind::mentor),
    word("体育", NeedKind::sport),
    word("运动", NeedKind::sport),
    word("sports", NeedKind::sport),
    word("亲情联系", NeedKind::parent_contact),
    word("亲子通话", NeedKind::parent_contact),
    word("亲情连线", NeedKind::parent_contact),
    word("课后托管", NeedKind::after_school_place),
    word("课后照料", NeedKind::after_school_place),
    word("托管", NeedKind::after_school_place),
    word("afterschoolcare", NeedKind::after_school_place),
    word("冬衣", NeedKind::winter_clothes),
    word("冬季衣物", NeedKind::winter_clothes),
    word("御寒衣物", NeedKind::winter_clothes),
    word("winterclothing", NeedKind::winter_clothes),
    word("学习用品", NeedKind::school_supplies),
    word("文具", NeedKind::school_supplies),
    word("交通", NeedKind::transport),
    word("接送", NeedKind::transport),
    word("寄宿", NeedKind::boarding_place),
    word("寄宿床位", NeedKind::boarding_place),
    word("住校", NeedKind::boarding_place),
    word("boarding", NeedKind::boarding_place),
    word("法律援助", NeedKind::legal_aid),
    word("家庭就业", NeedKind::household_job),
    word("就业帮扶", NeedKind::household_job),
    word("助学金", NeedKind::scholarship),
    word("奖学金", NeedKind::scholarship),
    word("医疗救助", NeedKind::medical_grant),
    word("medicalaid", NeedKind::medical_grant),
};

constexpr std::array tier_words{
    Word{"特急", 1},      Word{"1", 1},         Word{"critical", 1}, Word{"veryurgent", 1},
    Word{"emergency", 1}, Word{"immediate", 1}, Word{"紧急", 2},     Word{"急", 2},
    Word{"2", 2},         Word{"urgent", 2},    Word{"high", 2},     Word{"一般", 3},
    Word{"普通", 3},      Word{"3", 3},         Word{"normal", 3},   Word{"medium", 3},
    Word{"可缓", 4},      Word{"缓", 4},        Word{"4", 4},        Word{"low", 4},
    Word{"canwait", 4},   Word{"不急", 4},
};

constexpr std::array sex_words{
    Word{"", 0},     Word{"不限", 0},   Word{"无", 0},    Word{"any", 0},
    Word{"none", 0}, Word{"均可", 0},   Word{"女", 1},    Word{"女性", 1},
    Word{"f", 1},    Word{"female", 1}, Word{"woman", 1}, Word{"男", 2},
    Word{"男性", 2}, Word{"m", 2},      Word{"male", 2},  Word{"man", 2},
};

struct LanguageWord {
  std::string_view text;
  std::string_view code;
};

constexpr std::array language_words{
    LanguageWord{"", ""},
    LanguageWord{"不限", ""},
    LanguageWord{"any", ""},
    LanguageWord{"普通话", "zh"},
    LanguageWord{"汉语", "zh"},
    LanguageWord{"中文", "zh"},
    LanguageWord{"mandarin", "zh"},
    LanguageWord{"chinese", "zh"},
    LanguageWord{"zh", "zh"},
    LanguageWord{"英语", "en"},
    LanguageWord{"english", "en"},
    LanguageWord{"en", "en"},
    LanguageWord{"藏语", "bo"},
    LanguageWord{"tibetan", "bo"},
    LanguageWord{"bo", "bo"},
    LanguageWord{"维吾尔语", "ug"},
    LanguageWord{"uyghur", "ug"},
    LanguageWord{"ug", "ug"},
    LanguageWord{"蒙古语", "mn"},
    LanguageWord{"mongolian", "mn"},
    LanguageWord{"mn", "mn"},
    LanguageWord{"壮语", "za"},
    LanguageWord{"zhuang", "za"},
    LanguageWord{"za", "za"},
    LanguageWord{"彝语", "ii"},
    LanguageWord{"yi", "ii"},
    LanguageWord{"ii", "ii"},
    LanguageWord{"朝鲜语", "ko"},
    LanguageWord{"korean", "ko"},
    LanguageWord{"ko", "ko"},
    LanguageWord{"哈萨克语", "kk"},
    LanguageWord{"kazakh", "kk"},
    LanguageWord{"kk", "kk"},
    LanguageWord{"手语", "csl"},
    LanguageWord{"signlanguage", "csl"},
    LanguageWord{"csl", "csl"},
};

}  // namespace

bool wants_help(NeedStatus status) {
  return status == NeedStatus::open || status == NeedStatus::matched ||
         status == NeedStatus::in_service;
}

bool is_one_to_one(NeedKind kind) {
  switch (kind) {
    case NeedKind::after_school_place:
    case NeedKind::winter_clothes:
    case NeedKind::school_supplies:
    case NeedKind::transport:
    case NeedKind::boarding_place:
    case NeedKind::scholarship:
    case NeedKind::medical_grant:
    case NeedKind::nutrition:
      return false;
    default:
      return true;
  }
}

std::optional<NeedKind> parse_need_kind(std::string_view text) {
  const std::string folded = fold(text);
  if (folded.empty()) {
    return std::nullopt;
  }
  for (const auto& described : core::Describe<NeedKind>::values) {
    if (fold(described.name) == folded) {
      return described.value;
    }
  }
  const auto meaning = meaning_of(kind_words, folded);
  return meaning ? std::optional(static_cast<NeedKind>(*meaning)) : std::nullopt;
}

std::optional<int> parse_tier(std::string_view text) { return meaning_of(tier_words, fold(text)); }

std::optional<SexRule> parse_sex_rule(std::string_view text) {
  const auto meaning = meaning_of(sex_words, fold(text));
  return meaning ? std::optional(static_cast<SexRule>(*meaning)) : std::nullopt;
}

std::optional<std::string> parse_language(std::string_view text) {
  const std::string folded = fold(text);
  for (const LanguageWord& language : language_words) {
    if (language.text == folded) {
      return std::string(language.code);
    }
  }
  return std::nullopt;
}

}  // namespace caregrid::care
