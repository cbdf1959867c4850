#include "care/words.h"

#include <array>

#include "registry/text.h"

namespace caregrid::care {
namespace {

constexpr std::string_view ideographic_space = "\u3000";
constexpr std::array<std::string_view, 9> separators{"、", "，", "；", "／", ",",
                                                     ";",  "/",  "|",  "\n"};

bool joins(char letter) {
  return letter == ' ' || letter == '_' || letter == '-' || letter == '\t' || letter == '\r';
}

std::string_view trim(std::string_view text) {
  while (!text.empty()) {
    if (joins(text.front())) {
      text.remove_prefix(1);
    } else if (joins(text.back())) {
      text.remove_suffix(1);
    } else if (text.starts_with(ideographic_space)) {
      text.remove_prefix(ideographic_space.size());
    } else if (text.ends_with(ideographic_space)) {
      text.remove_suffix(ideographic_space.size());
    } else {
      break;
    }
  }
  return text;
}

/// The length of the separator a text starts with; 0 when it starts with none.
std::size_t separator_length(std::string_view text) {
  for (const std::string_view separator : separators) {
    if (text.starts_with(separator)) {
      return separator.size();
    }
  }
  return 0;
}

}  // namespace

std::string fold(std::string_view text) {
  std::string folded = registry::fold_word(text);
  std::erase_if(folded, joins);
  return folded;
}

std::optional<int> meaning_of(std::span<const Word> table, std::string_view folded) {
  for (const Word& word : table) {
    if (word.text == folded) {
      return word.meaning;
    }
  }
  return std::nullopt;
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  const auto take = [&](std::size_t end) {
    const std::string_view part = trim(text.substr(start, end - start));
    if (!part.empty()) {
      parts.emplace_back(part);
    }
  };
  for (std::size_t i = 0; i < text.size();) {
    if (const std::size_t length = separator_length(text.substr(i)); length > 0) {
      take(i);
      i += length;
      start = i;
    } else {
      ++i;
    }
  }
  take(text.size());
  return parts;
}

}  // namespace caregrid::care
