#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "tabular/table_writer.h"
#include "tabular/utf8.h"

namespace caregrid::tabular {

namespace {

using namespace std::string_view_literals;

constexpr char32_t broken_character = 0xFFFD;

/// Nothing of ours to drop begins with these bytes, so most text passes with one look a byte.
bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool plain_ascii = byte >= 0x20 && byte < 0x7F;
    // Characters of three bytes from U+3000 to U+CFFF: Chinese, Japanese, Korean; and their tails.
    return plain_ascii || (byte >= 0xE3 && byte <= 0xEC) || (byte >= 0x80 && byte <= 0xBF);
  });
}

bool is_dropped(char32_t character) {
  const auto within = [character](char32_t first, char32_t last) {
    return character >= first && character <= last;
  };
  const bool control =
      (character < 0x20 && character != '\t' && character != '\n') || within(0x7F, 0x9F);
  const bool unseen = within(0x200B, 0x200D) || within(0x2060, 0x2064) || character == 0xFEFF;
  const bool bidirectional = character == 0x061C || within(0x200E, 0x200F) ||
                             within(0x202A, 0x202E) || within(0x2066, 0x2069);
  // A soft hyphen, an old vowel separator, marks of annotations and tags: nobody sees them, and
  // what they hide might begin a formula.
  const bool hides = character == 0x00AD || character == 0x180E || within(0x206A, 0x206F) ||
                     within(0xFFF9, 0xFFFB) || character == 0xE0001 || within(0xE0020, 0xE007F);
  const bool no_character = (character & 0xFFFEU) == 0xFFFE;
  return control || unseen || bidirectional || hides || no_character;
}

}  // namespace

std::string printable(std::string_view text) {
  if (is_plain(text) && scan_utf8(text).valid_bytes == text.size()) {
    return std::string(text);
  }
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    const std::size_t valid = scan_utf8(text).valid_bytes;
    for (std::size_t position = 0; position < valid;) {
      const bool before_line_feed =
          text[position] == '\r' && position + 1 < text.size() && text[position + 1] == '\n';
      char32_t character = next_character(text, position);
      if (character == '\r' && !before_line_feed) {
        character = '\n';
      }
      if (!is_dropped(character)) {
        append_utf8(character, clean);
      }
    }
    if (valid < text.size()) {
      append_utf8(broken_character, clean);
    }
    text.remove_prefix(std::min(text.size(), valid + 1));
  }
  return clean;
}

std::string formula_safe(std::string_view text) {
  constexpr std::array starts = {"="sv,  "+"sv,  "-"sv,  "@"sv,  "\t"sv,
                                 "\n"sv, "＝"sv, "＋"sv, "－"sv, "＠"sv};
  std::string clean = printable(text);
  const bool computed = std::any_of(starts.begin(), starts.end(), [&](std::string_view start) {
    return clean.starts_with(start);
  });
  return computed ? "'" + clean : clean;
}

}  // namespace caregrid::tabular
