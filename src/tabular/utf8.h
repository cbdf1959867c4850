#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace caregrid::tabular {

/// How far a text is valid UTF-8 (RFC 3629: no overlong forms, no surrogates).
struct Utf8Scan {
  std::size_t valid_bytes = 0;  ///< Whole characters from the start.
  bool broken = false;  ///< What follows can never become valid; else it is a cut character.
};

Utf8Scan scan_utf8(std::string_view text);

/// Code points of a valid text.
std::size_t count_characters(std::string_view text);

/// The first byte that is not ASCII; `text.size()` when all are.
std::size_t find_non_ascii(std::string_view text);

/// Appends one code point; values that are none become U+FFFD.
void append_utf8(char32_t character, std::string& into);

/// Reads the code point at `position` of a valid text and moves past it.
char32_t next_character(std::string_view text, std::size_t& position);

}  // namespace caregrid::tabular
