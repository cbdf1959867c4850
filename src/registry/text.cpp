#include "registry/text.h"

#include <algorithm>
#include <array>

namespace caregrid::registry {
namespace {

unsigned byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

std::size_t length_of(unsigned lead) {
  if (lead < 0xC2) {
    return 1;
  }
  if (lead < 0xE0) {
    return 2;
  }
  if (lead < 0xF0) {
    return 3;
  }
  return lead < 0xF5 ? 4 : 1;
}

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t at) {
  const unsigned lead = byte_at(text, at);
  const std::size_t bytes = length_of(lead);
  if (bytes == 1 || at + bytes > text.size()) {
    return {lead, 1};
  }
  char32_t value = lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    const unsigned next = byte_at(text, at + i);
    if ((next & 0xC0U) != 0x80U) {
      return {lead, 1};
    }
    value = (value << 6U) | (next & 0x3FU);
  }
  return {value, bytes};
}

void append_code_point(std::string& text, char32_t value) {
  const auto put = [&](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (value < 0x80) {
    put(value);
  } else if (value < 0x800) {
    put(0xC0U | (value >> 6U));
    put(0x80U | (value & 0x3FU));
  } else if (value < 0x10000) {
    put(0xE0U | (value >> 12U));
    put(0x80U | ((value >> 6U) & 0x3FU));
    put(0x80U | (value & 0x3FU));
  } else {
    put(0xF0U | (value >> 18U));
    put(0x80U | ((value >> 12U) & 0x3FU));
    put(0x80U | ((value >> 6U) & 0x3FU));
    put(0x80U | (value & 0x3FU));
  }
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) {
    count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  }
  return count;
}

char32_t narrow(char32_t value) {
  if (value >= 0xFF01 && value <= 0xFF5E) {
    return value - 0xFEE0;
  }
  return value == 0x3000 ? U' ' : value;
}

bool is_han(char32_t value) {
  return (value >= 0x4E00 && value <= 0x9FFF) || (value >= 0x3400 && value <= 0x4DBF) ||
         (value >= 0x20000 && value <= 0x3FFFF) || (value >= 0xF900 && value <= 0xFAFF) ||
         value == 0x3007;
}

bool is_blank(char32_t value) {
  if (value <= 0x20) {
    return true;
  }
  if (value < 0xA0) {
    return value == 0x7F;
  }
  return value == 0xA0 || value == 0xAD || (value >= 0x2000 && value <= 0x200F) ||
         (value >= 0x2028 && value <= 0x202F) || value == 0x205F || value == 0x2060 ||
         value == 0x3000 || value == 0xFEFF || (value >= 0xFE00 && value <= 0xFE0F);
}

std::string squeeze(std::string_view text) {
  std::string solid;
  solid.reserve(text.size());
  each_solid(text, [&](char32_t value) { append_code_point(solid, value); });
  return solid;
}

std::string tidy(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  bool is_gap = false;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    at += point.bytes;
    if (is_blank(point.value)) {
      is_gap = !clean.empty();
      continue;
    }
    if (is_gap) {
      clean.push_back(' ');
      is_gap = false;
    }
    append_code_point(clean, point.value);
  }
  return clean;
}

bool is_placeholder(std::string_view text) {
  if (text.size() > 12) {
    return false;
  }
  constexpr std::array<std::string_view, 17> words{"",       "无",  "暂无", "没有", "不详", "未知",
                                                   "未办理", "/",   "-",    "--",   "—",    "——",
                                                   "none",   "n/a", "na",   "null", "nil"};
  return std::ranges::find(words, fold_word(text)) != words.end();
}

std::string fold_word(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  each_solid(text, [&](char32_t value) {
    append_code_point(folded, value >= U'A' && value <= U'Z' ? value + 32 : value);
  });
  return folded;
}

}  // namespace caregrid::registry
