#include "access/fields.h"

#include <algorithm>
#include <span>

#include "access/access_table.h"

namespace caregrid::access {
namespace {

const FieldRule& rule_of(Field field) { return field_rules()[static_cast<std::size_t>(field)]; }

/// Bytes of the first character of UTF-8 text; 0 when empty.
std::size_t first_character(std::string_view text) {
  std::size_t bytes = text.empty() ? 0 : 1;
  while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xc0U) == 0x80U) {
    ++bytes;
  }
  return bytes;
}

/// Surnames of two characters that are met with; any other counts as one character. A rare one
/// that is missing here shows one character more, never the whole name.
constexpr std::array<std::string_view, 8> long_surnames{"欧阳", "上官", "皇甫", "令狐",
                                                        "诸葛", "司徒", "司马", "尉迟"};

/// What is left of a name without its surname: 王小明 → 小明; 阿依古丽·买买提 → 阿依古丽.
std::string_view without_surname(std::string_view name) {
  constexpr std::string_view dot = "·";
  if (const std::size_t at = name.find(dot); at != std::string_view::npos) {
    return name.substr(0, at);
  }
  if (const std::size_t at = name.rfind(' '); at != std::string_view::npos) {
    return name.substr(at + 1);
  }
  for (const std::string_view surname : long_surnames) {
    if (name.starts_with(surname) && name.size() > surname.size()) {
      return name.substr(surname.size());
    }
  }
  return name.substr(first_character(name));
}

}  // namespace

View view_of(const Actor& actor, Field field, const Standing& standing) {
  const FieldRule& rule = rule_of(field);
  const FieldClass field_class =
      rule.shields && standing.is_shielded ? FieldClass::shielded : rule.field_class;
  const auto ceiling = ceiling_of(actor.role, rule.operation);
  const bool is_for_this = (rule.purposes & bit(actor.purpose)) != 0;
  if (!ceiling || field_class > *ceiling || !is_for_this ||
      !has_purpose(actor.role, actor.purpose)) {
    return View::hidden;
  }
  if (field_class >= FieldClass::personal) {
    if (actor.lacks_second_factor) {
      return View::hidden;
    }
    const bool is_own = scope_of(actor.role) == Scope::area || standing.is_assigned;
    const bool is_agreed =
        basis_of(actor.purpose) != LegalBasis::separate_consent || standing.is_consented;
    if (!is_own || !is_agreed) {
      return View::hidden;
    }
  }
  return rule.is_masked ? View::masked : View::clear;
}

Views views_of(const Actor& actor, const Standing& standing) {
  Views views;
  for (std::size_t i = 0; i < field_count; ++i) {
    views.by_field[i] = view_of(actor, static_cast<Field>(i), standing);
  }
  return views;
}

Field field_of_fact(std::string_view kind) {
  constexpr std::string_view prefix = "fact.";
  const auto rules = field_rules();
  const auto found = std::ranges::find_if(rules, [&](const FieldRule& rule) {
    return rule.name.starts_with(prefix) && rule.name.substr(prefix.size()) == kind;
  });
  return found == rules.end() ? Field::fact_other : found->field;
}

std::string_view to_text(Field field) { return rule_of(field).name; }

std::string_view to_text(View view) {
  constexpr std::array<std::string_view, 3> names{"hidden", "masked", "clear"};
  return names[static_cast<std::size_t>(view)];
}

std::string shown_name(const Views& views, std::string_view name) {
  if (views.of(Field::child_name) == View::clear) {
    return std::string(name);
  }
  if (views.of(Field::child_first_name) == View::clear && !without_surname(name).empty()) {
    return std::string(without_surname(name));
  }
  return "—";
}

}  // namespace caregrid::access
