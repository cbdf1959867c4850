#include "intake/cell_text.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace caregrid::intake {
namespace {

using namespace std::string_view_literals;

/// No-break, ideographic and zero-width spaces, and the byte-order mark.
constexpr std::array wide_spaces{"\u00A0"sv, "\u3000"sv, "\u200B"sv, "\uFEFF"sv,
                                 "\u2002"sv, "\u2003"sv, "\u2009"sv, "\u202F"sv};

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// Bytes of the space the text begins with; 0 when it begins with something else.
std::size_t space_at_front(std::string_view text) {
  if (is_space(text.front())) {
    return 1;
  }
  if (static_cast<unsigned char>(text.front()) < 0x80) {
    return 0;
  }
  const auto* const found = std::ranges::find_if(
      wide_spaces, [&](std::string_view space) { return text.starts_with(space); });
  return found == wide_spaces.end() ? 0 : found->size();
}

std::size_t space_at_back(std::string_view text) {
  if (is_space(text.back())) {
    return 1;
  }
  if (static_cast<unsigned char>(text.back()) < 0x80) {
    return 0;
  }
  const auto* const found = std::ranges::find_if(
      wide_spaces, [&](std::string_view space) { return text.ends_with(space); });
  return found == wide_spaces.end() ? 0 : found->size();
}

std::string_view fault_of_text(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x20 && byte < 0x7F) {
      continue;
    }
    if (byte == 0x7F || (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r')) {
      return "cell.control_character";
    }
    if (byte == 0xC2 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0) {
      return "cell.control_character";
    }
    if (byte == 0xEF && text.substr(at, 3) == "\uFFFD") {
      return "cell.bad_character";
    }
  }
  return {};
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty()) {
    const std::size_t bytes = space_at_front(text);
    if (bytes == 0) {
      break;
    }
    text.remove_prefix(bytes);
  }
  while (!text.empty()) {
    const std::size_t bytes = space_at_back(text);
    if (bytes == 0) {
      break;
    }
    text.remove_suffix(bytes);
  }
  if (text.size() > 1 && text.front() == '\'') {
    text.remove_prefix(1);
  }
  return text;
}

CellKind kind_of(tabular::CellKind kind) {
  switch (kind) {
    case tabular::CellKind::number:
      return CellKind::number;
    case tabular::CellKind::date:
      return CellKind::date;
    case tabular::CellKind::boolean:
      return CellKind::boolean;
    case tabular::CellKind::formula:
      return CellKind::formula;
    case tabular::CellKind::error:
      return CellKind::error;
    case tabular::CellKind::text:
    case tabular::CellKind::empty:
      return CellKind::text;
  }
  return CellKind::text;
}

std::string_view fault_of(const tabular::Cell& cell) {
  switch (cell.kind) {
    case tabular::CellKind::error:
      return "cell.error_value";
    case tabular::CellKind::formula:
      return cell.text.empty() ? "cell.formula_without_value" : fault_of_text(cell.text);
    case tabular::CellKind::number: {
      const auto digits =
          std::ranges::count_if(cell.text, [](char c) { return c >= '0' && c <= '9'; });
      const bool is_whole = cell.text.find('.') == std::string_view::npos;
      return is_whole && digits > 15 ? "cell.digits_lost" : std::string_view();
    }
    default:
      return fault_of_text(cell.text);
  }
}

}  // namespace caregrid::intake
