#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace caregrid::care {

/// A word as people write it, folded (`fold`), and what it stands for.
struct Word {
  std::string_view text;
  int meaning = 0;
};

/// The word without spaces, hyphens and underscores, ASCII letters small, full-width forms plain:
/// "Math Tutoring" and "math_tutoring" are one word.
std::string fold(std::string_view text);

/// What a folded word stands for; none when the table does not have it.
std::optional<int> meaning_of(std::span<const Word> table, std::string_view folded);

/// The parts of a list between 、 ， , ； ; ／ / | and line ends, trimmed; empty ones are dropped.
std::vector<std::string> split_list(std::string_view text);

}  // namespace caregrid::care
