#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace caregrid::registry {

/// One decoded character of a UTF-8 text and how many bytes it took.
struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;
};

/// The character at `at`; a byte that starts no valid character stands for itself.
CodePoint code_point_at(std::string_view text, std::size_t at);

void append_code_point(std::string& text, char32_t value);

std::size_t count_code_points(std::string_view text);

/// The ASCII form of a full-width character or ideographic space; anything else unchanged.
char32_t narrow(char32_t value);

/// Chinese characters, including those outside the basic plane.
bool is_han(char32_t value);

/// Spaces of all widths, tabs, line ends, zero-width marks and the byte-order mark.
bool is_blank(char32_t value);

/// `text` with full-width forms made narrow and blanks taken off both ends and out of the middle.
std::string squeeze(std::string_view text);

/// `text` without blanks at its ends, each run of blanks inside made one plain space.
std::string tidy(std::string_view text);

/// Whether people write the text to say that there is nothing: "无", "暂无", "-", "n/a", …
bool is_placeholder(std::string_view text);

/// `text` with full-width forms made narrow, ASCII letters made small and blanks taken out: what
/// words of a vocabulary are compared as.
std::string fold_word(std::string_view text);

/// Feeds one character after another of `text`, narrowed and without blanks, to `visit(char32_t)`.
template <class Visit>
void each_solid(std::string_view text, Visit visit) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    at += point.bytes;
    const char32_t value = narrow(point.value);
    if (!is_blank(value)) {
      visit(value);
    }
  }
}

}  // namespace caregrid::registry
