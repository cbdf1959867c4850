#include "intake/header.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace caregrid::intake {
namespace {

using namespace std::string_view_literals;

/// One decoded character: its code point and how many bytes it took.
struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 1;
};

std::uint32_t byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

/// The text is valid UTF-8 (tables are checked when read); a stray byte counts as itself.
Character character_at(std::string_view text, std::size_t at) {
  const std::uint32_t lead = byte_at(text, at);
  const std::size_t bytes = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (bytes == 1 || at + bytes > text.size()) {
    return {lead, 1};
  }
  std::uint32_t code = lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    code = (code << 6U) | (byte_at(text, at + i) & 0x3FU);
  }
  return {code, bytes};
}

/// Traditional characters that occur in headers, and the simplified form of each.
constexpr std::array simplified{
    std::pair{"學"sv, "学"sv}, std::pair{"號"sv, "号"sv}, std::pair{"縣"sv, "县"sv},
    std::pair{"鄉"sv, "乡"sv}, std::pair{"鎮"sv, "镇"sv}, std::pair{"電"sv, "电"sv},
    std::pair{"話"sv, "话"sv}, std::pair{"監"sv, "监"sv}, std::pair{"護"sv, "护"sv},
    std::pair{"親"sv, "亲"sv}, std::pair{"與"sv, "与"sv}, std::pair{"關"sv, "关"sv},
    std::pair{"係"sv, "系"sv}, std::pair{"類"sv, "类"sv}, std::pair{"時"sv, "时"sv},
    std::pair{"間"sv, "间"sv}, std::pair{"備"sv, "备"sv}, std::pair{"註"sv, "注"sv},
    std::pair{"說"sv, "说"sv}, std::pair{"編"sv, "编"sv}, std::pair{"歲"sv, "岁"sv},
    std::pair{"戶"sv, "户"sv}, std::pair{"證"sv, "证"sv}, std::pair{"務"sv, "务"sv},
    std::pair{"點"sv, "点"sv}, std::pair{"聯"sv, "联"sv}, std::pair{"絡"sv, "络"sv},
    std::pair{"級"sv, "级"sv}, std::pair{"區"sv, "区"sv}, std::pair{"劃"sv, "划"sv},
    std::pair{"緯"sv, "纬"sv}, std::pair{"經"sv, "经"sv}, std::pair{"緊"sv, "紧"sv},
    std::pair{"數"sv, "数"sv}, std::pair{"週"sv, "周"sv}, std::pair{"兒"sv, "儿"sv},
    std::pair{"況"sv, "况"sv}, std::pair{"體"sv, "体"sv}, std::pair{"現"sv, "现"sv},
    std::pair{"詢"sv, "询"sv}, std::pair{"訓"sv, "训"sv}, std::pair{"務"sv, "务"sv},
    std::pair{"籍"sv, "籍"sv}, std::pair{"別"sv, "别"sv}, std::pair{"稱"sv, "称"sv},
};

/// First and last code point of a range.
struct CodeRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

/// Beyond ASCII: signs, spaces and forms of Unicode that are no letters.
constexpr std::array no_letters{
    CodeRange{0x80, 0xBF},     CodeRange{0xD7, 0xD7},     CodeRange{0xF7, 0xF7},
    CodeRange{0x2000, 0x2E7F}, CodeRange{0x3000, 0x303F}, CodeRange{0x30FB, 0x30FB},
    CodeRange{0xFE10, 0xFE6F}, CodeRange{0xFEFF, 0xFEFF}, CodeRange{0xFF5F, 0xFFFF}};

bool is_wide_letter(std::uint32_t code) {
  return std::ranges::none_of(no_letters, [&](const CodeRange& range) {
    return code >= range.first && code <= range.last;
  });
}

/// Appends what the character at `at` is compared as; nothing for spaces and punctuation.
void append_normal(std::string& normal, std::string_view text, std::size_t at,
                   Character character) {
  std::uint32_t code = character.code;
  if (code >= 0xFF01 && code <= 0xFF5E) {
    code -= 0xFEE0;
  }
  if (code < 0x80) {
    if (code >= 'A' && code <= 'Z') {
      code += 'a' - 'A';
    }
    if ((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9')) {
      normal.push_back(static_cast<char>(code));
    }
    return;
  }
  if (!is_wide_letter(code)) {
    return;
  }
  const std::string_view letter = text.substr(at, character.bytes);
  const auto* const found =
      std::ranges::find(simplified, letter, &std::pair<std::string_view, std::string_view>::first);
  normal += found == simplified.end() ? letter : found->second;
}

int bracket_of(std::uint32_t code) {
  constexpr std::array<std::uint32_t, 10> opening{'(',    '[',    '{',    0xFF08, 0x3010,
                                                  0x3014, 0x300A, 0xFF3B, 0xFF5B, 0x3008};
  constexpr std::array<std::uint32_t, 10> closing{')',    ']',    '}',    0xFF09, 0x3011,
                                                  0x3015, 0x300B, 0xFF3D, 0xFF5D, 0x3009};
  if (std::ranges::find(opening, code) != opening.end()) {
    return 1;
  }
  return std::ranges::find(closing, code) != closing.end() ? -1 : 0;
}

/// A header with the content of its brackets apart; both normalised.
struct Split {
  std::string outside;
  std::string inside;
};

Split split_brackets(std::string_view text) {
  Split split;
  int depth = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    const int bracket = bracket_of(character.code);
    depth = std::max(0, depth + bracket);
    if (bracket == 0) {
      append_normal(depth > 0 ? split.inside : split.outside, text, at, character);
    }
    at += character.bytes;
  }
  return split;
}

/// Longer words first, where one begins another.
constexpr std::array neutral_words{
    "学生"sv,  "儿童"sv,   "孩子"sv,     "幼儿"sv,     "本人"sv,        "受助人"sv,
    "个人"sv,  "必填"sv,   "选填"sv,     "填写"sv,     "登记"sv,        "信息"sv,
    "的"sv,    "childs"sv, "child"sv,    "students"sv, "student"sv,     "pupils"sv,
    "pupil"sv, "the"sv,    "required"sv, "optional"sv, "beneficiary"sv, "participant"sv};

/// Takes one neutral word off either end; false when there is none or nothing would be left.
bool shed_neutral_word(std::string& normal) {
  for (const std::string_view word : neutral_words) {
    if (normal.size() <= word.size()) {
      continue;
    }
    if (normal.starts_with(word)) {
      normal.erase(0, word.size());
      return true;
    }
    if (normal.ends_with(word)) {
      normal.erase(normal.size() - word.size());
      return true;
    }
  }
  return false;
}

/// Whether a title over several columns says nothing about them: the title of the form itself, or
/// "基本信息". Under "父亲" or "学校" a column means something else than it would alone.
bool is_neutral_title(std::string_view text) {
  constexpr std::array endings{"表"sv, "名单"sv, "台账"sv, "花名册"sv, "清单"sv, "名册"sv};
  std::string normal = normalise_header(text);
  if (std::ranges::any_of(endings, [&](std::string_view end) { return normal.ends_with(end); })) {
    return true;
  }
  constexpr std::array fillers{"基本"sv,        "情况"sv,  "资料"sv,     "概况"sv,
                               "信息"sv,        "basic"sv, "personal"sv, "details"sv,
                               "information"sv, "info"sv,  "学生"sv,     "儿童"sv,
                               "本人"sv,        "个人"sv,  "child"sv,    "student"sv};
  for (bool is_shorter = true; is_shorter && !normal.empty();) {
    is_shorter = false;
    for (const std::string_view filler : fillers) {
      if (normal.starts_with(filler)) {
        normal.erase(0, filler.size());
        is_shorter = true;
      }
    }
  }
  return normal.empty();
}

void add_reading(std::vector<std::string>& readings, std::string reading) {
  if (!reading.empty() && std::ranges::find(readings, reading) == readings.end()) {
    readings.push_back(std::move(reading));
  }
}

void add_readings_of_line(std::vector<std::string>& readings, std::string_view text) {
  const Split split = split_brackets(text);
  if (!split.inside.empty()) {
    add_reading(readings, split.inside + split.outside);
    add_reading(readings, split.outside + split.inside);
  }
  if (split.inside.empty() || !names_another_person(split.inside)) {
    add_reading(readings, split.outside.empty() ? split.inside : split.outside);
  }
  if (!readings.empty()) {
    std::string shorter = readings.back();
    while (shed_neutral_word(shorter)) {
      add_reading(readings, shorter);
    }
  }
}

}  // namespace

bool names_another_person(std::string_view normal) {
  constexpr std::array others{"父"sv,     "母"sv,     "监护"sv,     "联系人"sv, "班主任"sv,
                              "教师"sv,   "家长"sv,   "祖"sv,       "照护"sv,   "father"sv,
                              "mother"sv, "parent"sv, "guardian"sv, "carer"sv,  "teacher"sv};
  return std::ranges::any_of(
      others, [&](std::string_view other) { return normal.find(other) != std::string_view::npos; });
}

std::string normalise_header(std::string_view text) {
  Split split = split_brackets(text);
  return split.outside.empty() ? std::move(split.inside) : std::move(split.outside);
}

std::vector<std::string> header_readings(std::string_view text) {
  std::vector<std::string> readings;
  add_readings_of_line(readings, text);
  const std::size_t line_end = text.find('\n');
  if (line_end != std::string_view::npos && is_neutral_title(text.substr(0, line_end))) {
    add_readings_of_line(readings, text.substr(line_end + 1));
  }
  return readings;
}

bool is_reason_header(std::string_view text) {
  const std::string normal = normalise_header(text);
  return normal == "未导入原因" || normal == "reasonnotimported";
}

bool is_total_word(std::string_view text) {
  if (text.size() > 60) {
    return false;
  }
  constexpr std::array words{"合计"sv,   "总计"sv,     "小计"sv,    "共计"sv,     "总数"sv,
                             "总合计"sv, "total"sv,    "totals"sv,  "subtotal"sv, "grandtotal"sv,
                             "sum"sv,    "本页合计"sv, "本页小计"sv};
  std::string normal = normalise_header(text);
  std::erase_if(normal, [](char c) { return c >= '0' && c <= '9'; });
  for (const std::string_view unit : {"人"sv, "名"sv, "条"sv, "个"sv, "所"sv, "户"sv}) {
    if (normal.ends_with(unit)) {
      normal.erase(normal.size() - unit.size());
      break;
    }
  }
  return std::ranges::find(words, normal) != words.end();
}

bool is_form_note(std::string_view text) {
  constexpr std::array openings{
      "填表人"sv,   "填报人"sv,   "制表人"sv,     "审核人"sv,   "负责人"sv,   "填表单位"sv,
      "填报单位"sv, "填表日期"sv, "填报日期"sv,   "制表日期"sv, "填表说明"sv, "注"sv,
      "备注"sv,     "说明"sv,     "preparedby"sv, "note"sv,     "notes"sv};
  const std::size_t colon = std::min(text.find(':'), text.find("："));
  constexpr std::size_t opening_bytes_max = 40;
  if (colon > opening_bytes_max) {
    return false;
  }
  return std::ranges::find(openings, normalise_header(text.substr(0, colon))) != openings.end();
}

}  // namespace caregrid::intake
