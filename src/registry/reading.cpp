#include "registry/reading.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

#include "registry/text.h"

namespace caregrid::registry {
namespace {

using namespace std::string_view_literals;

template <std::size_t Size>
bool is_one_of(std::string_view word, const std::array<std::string_view, Size>& words) {
  return std::ranges::find(words, word) != words.end();
}

constexpr std::array male_words{"男"sv,  "m"sv,    "male"sv, "boy"sv, "1"sv,   "男性"sv,
                                "man"sv, "男生"sv, "男孩"sv, "01"sv,  "男童"sv};
constexpr std::array female_words{"女"sv,    "f"sv,    "female"sv, "girl"sv, "2"sv,   "女性"sv,
                                  "woman"sv, "女生"sv, "女孩"sv,   "02"sv,   "女童"sv};
constexpr std::array unknown_sex_words{"0"sv, "未知"sv, "不详"sv, "unknown"sv, "-"sv, "—"sv};
constexpr std::array unspecified_words{"9"sv, "未说明"sv, "未说明的性别"sv, "unspecified"sv};

constexpr std::array yes_words{"是"sv, "有"sv, "y"sv,  "yes"sv, "true"sv, "1"sv, "√"sv,
                               "✓"sv,  "✔"sv,  "对"sv, "在"sv,  "已"sv,   "t"sv, "1.0"sv};
constexpr std::array no_words{"否"sv, "无"sv,   "n"sv, "no"sv, "false"sv, "0"sv,
                              "×"sv,  "✗"sv,    "✘"sv, "x"sv,  "不"sv,    "没有"sv,
                              "未"sv, "不是"sv, "f"sv, "0.0"sv};

struct Ethnicity {
  std::string_view name;
  std::string_view english;
};

/// Position 0 is code 1. Source: GB/T 3304 by domain handbook 4.4.
constexpr std::array ethnicities{
    Ethnicity{"汉", "han"},         Ethnicity{"蒙古", "mongol"},     Ethnicity{"回", "hui"},
    Ethnicity{"藏", "tibetan"},     Ethnicity{"维吾尔", "uyghur"},   Ethnicity{"苗", "miao"},
    Ethnicity{"彝", "yi"},          Ethnicity{"壮", "zhuang"},       Ethnicity{"布依", "buyei"},
    Ethnicity{"朝鲜", "korean"},    Ethnicity{"满", "manchu"},       Ethnicity{"侗", "dong"},
    Ethnicity{"瑶", "yao"},         Ethnicity{"白", "bai"},          Ethnicity{"土家", "tujia"},
    Ethnicity{"哈尼", "hani"},      Ethnicity{"哈萨克", "kazakh"},   Ethnicity{"傣", "dai"},
    Ethnicity{"黎", "li"},          Ethnicity{"傈僳", "lisu"},       Ethnicity{"佤", "va"},
    Ethnicity{"畲", "she"},         Ethnicity{"高山", "gaoshan"},    Ethnicity{"拉祜", "lahu"},
    Ethnicity{"水", "sui"},         Ethnicity{"东乡", "dongxiang"},  Ethnicity{"纳西", "naxi"},
    Ethnicity{"景颇", "jingpo"},    Ethnicity{"柯尔克孜", "kirgiz"}, Ethnicity{"土", "tu"},
    Ethnicity{"达斡尔", "daur"},    Ethnicity{"仫佬", "mulao"},      Ethnicity{"羌", "qiang"},
    Ethnicity{"布朗", "blang"},     Ethnicity{"撒拉", "salar"},      Ethnicity{"毛南", "maonan"},
    Ethnicity{"仡佬", "gelao"},     Ethnicity{"锡伯", "xibe"},       Ethnicity{"阿昌", "achang"},
    Ethnicity{"普米", "pumi"},      Ethnicity{"塔吉克", "tajik"},    Ethnicity{"怒", "nu"},
    Ethnicity{"乌孜别克", "uzbek"}, Ethnicity{"俄罗斯", "russian"},  Ethnicity{"鄂温克", "ewenki"},
    Ethnicity{"德昂", "deang"},     Ethnicity{"保安", "bonan"},      Ethnicity{"裕固", "yugur"},
    Ethnicity{"京", "jing"},        Ethnicity{"塔塔尔", "tatar"},    Ethnicity{"独龙", "derung"},
    Ethnicity{"鄂伦春", "oroqen"},  Ethnicity{"赫哲", "hezhen"},     Ethnicity{"门巴", "monba"},
    Ethnicity{"珞巴", "lhoba"},     Ethnicity{"基诺", "jino"},
};
constexpr int ethnicity_other = 97;
constexpr int ethnicity_foreign = 98;

bool is_ethnicity_code(std::int64_t code) {
  return (code >= 1 && code <= static_cast<std::int64_t>(ethnicities.size())) ||
         code == ethnicity_other || code == ethnicity_foreign;
}

constexpr std::string_view people = "族";

/// The digits of a text whose other characters are what people put between digits.
std::optional<std::string> digits_of_phone(std::string_view text) {
  std::string digits;
  bool is_clean = true;
  each_solid(text, [&](char32_t value) {
    if (value >= U'0' && value <= U'9') {
      digits.push_back(static_cast<char>(value));
      return;
    }
    constexpr std::u32string_view between = U"-()+'./\u2010\u2011\u2012\u2013\u2014\u2019\u2212";
    is_clean = is_clean && between.find(value) != std::u32string_view::npos;
  });
  return is_clean ? std::optional(std::move(digits)) : std::nullopt;
}

}  // namespace

std::optional<Sex> read_sex(std::string_view text) {
  const std::string word = fold_word(text);
  if (word.empty() || is_one_of(word, unknown_sex_words)) {
    return Sex::unknown;
  }
  if (is_one_of(word, male_words)) {
    return Sex::male;
  }
  if (is_one_of(word, female_words)) {
    return Sex::female;
  }
  return is_one_of(word, unspecified_words) ? std::optional(Sex::unspecified) : std::nullopt;
}

std::optional<bool> read_yes_no(std::string_view text) {
  const std::string word = fold_word(text);
  if (is_one_of(word, yes_words)) {
    return true;
  }
  return is_one_of(word, no_words) ? std::optional(false) : std::nullopt;
}

std::optional<std::int64_t> read_integer(std::string_view text) {
  const std::string solid = squeeze(text);
  const char* const begin = solid.data();
  const char* const end = begin + solid.size();
  std::int64_t value = 0;
  const auto [rest, failed] = std::from_chars(begin, end, value);
  if (failed != std::errc{}) {
    return std::nullopt;
  }
  const std::string_view behind(rest, static_cast<std::size_t>(end - rest));
  if (behind.starts_with('.') && behind.find_first_not_of('0', 1) != std::string_view::npos) {
    return std::nullopt;
  }
  return behind.starts_with(',') || behind.starts_with('-') ? std::nullopt : std::optional(value);
}

std::optional<double> read_decimal(std::string_view text) {
  const std::string solid = squeeze(text);
  double value = 0;
  const char* const end = solid.data() + solid.size();
  const auto [rest, failed] = std::from_chars(solid.data(), end, value);
  return failed == std::errc{} && rest == end ? std::optional(value) : std::nullopt;
}

std::optional<std::string> read_phone(std::string_view text) {
  auto digits = digits_of_phone(text);
  if (!digits) {
    return std::nullopt;
  }
  if (digits->size() == 13 && digits->starts_with("86")) {
    digits->erase(0, 2);
  } else if (digits->size() == 15 && digits->starts_with("0086")) {
    digits->erase(0, 4);
  }
  const bool is_mobile = digits->size() == 11 && digits->front() == '1';
  const bool is_fixed = digits->size() >= 7 && digits->size() <= 12 && digits->front() != '1';
  return is_mobile || is_fixed ? digits : std::nullopt;
}

std::string mask_phone(std::string_view phone) {
  const bool is_digits = phone.find_first_not_of("0123456789") == std::string_view::npos;
  if (!is_digits) {
    return "******";
  }
  std::string masked(phone);
  const bool is_long = phone.size() >= 11;
  const std::size_t head = is_long ? 3 : phone.size() / 4;
  const std::size_t tail = is_long ? 2 : phone.size() / 4;
  for (std::size_t i = head; i + tail < masked.size(); ++i) {
    masked[i] = '*';
  }
  return masked;
}

std::optional<int> read_ethnicity(std::string_view text) {
  std::string word = fold_word(text);
  if (const auto code = read_integer(word)) {
    return is_ethnicity_code(*code) ? std::optional(static_cast<int>(*code)) : std::nullopt;
  }
  if (word.size() > people.size() && word.ends_with(people)) {
    word.erase(word.size() - people.size());
  }
  for (std::size_t i = 0; i < ethnicities.size(); ++i) {
    if (ethnicities[i].name == word || ethnicities[i].english == word) {
      return static_cast<int>(i) + 1;
    }
  }
  if (word == "其他" || word == "other") {
    return ethnicity_other;
  }
  return word == "外国血统" || word == "foreign" ? std::optional(ethnicity_foreign) : std::nullopt;
}

std::string ethnicity_name(int code) {
  if (code == ethnicity_other) {
    return "其他";
  }
  if (code == ethnicity_foreign) {
    return "外国血统";
  }
  if (!is_ethnicity_code(code)) {
    return {};
  }
  return std::string(ethnicities[static_cast<std::size_t>(code - 1)].name) + std::string(people);
}

}  // namespace caregrid::registry
