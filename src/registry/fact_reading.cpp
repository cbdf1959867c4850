#include <optional>

#include "registry/facts_writer.h"
#include "registry/reading.h"
#include "registry/row_reading.h"
#include "registry/text.h"
#include "registry/vocabulary.h"

namespace caregrid::registry {
namespace {

/// The address of a row: its township column, if it has one, before the village.
std::string address_of(const RowReading& row) {
  const std::string_view township = row.filled(ChildField::township);
  const std::string_view village = row.filled(ChildField::village);
  if (township.empty() || village.starts_with(township)) {
    return std::string(village);
  }
  return std::string(township) + std::string(village);
}

void write_place(FactsWriter& facts, const DivisionReading& place, std::string_view text) {
  if (place.code != 0) {
    facts.integer("division", place.code);
  }
  if (!place.is_exact) {
    facts.text("text", tidy(text));
  }
}

void judge_residence(RowReading& row, const DivisionReading& place) {
  switch (place.match) {
    case DivisionMatch::village:
      return;
    case DivisionMatch::larger:
      row.warn(ChildField::village, "village.larger_only");
      return;
    case DivisionMatch::elsewhere:
      row.warn(ChildField::village, "village.elsewhere");
      return;
    case DivisionMatch::ambiguous:
      row.reject(ChildField::village, "village.ambiguous", place.detail);
      return;
    case DivisionMatch::unknown:
      row.reject(ChildField::village, "village.unknown", place.detail);
      return;
  }
}

void read_residence(FactsWriter& facts, RowReading& row, const ReadingContext& context) {
  const std::string_view village = row.filled(ChildField::village);
  const bool has_township = !row.filled(ChildField::township).empty();
  if (village.empty() && !has_township) {
    row.warn(ChildField::village, "village.missing");
    return;
  }
  const std::string address = has_township ? address_of(row) : std::string();
  const std::string_view text = has_township ? std::string_view(address) : village;
  const DivisionReading place = context.divisions.find(text);
  judge_residence(row, place);
  row.record().situation.division = place.code;
  facts.kind("residence");
  write_place(facts, place, text);
}

void read_hukou(FactsWriter& facts, RowReading& row, const ReadingContext& context) {
  facts.kind("hukou");
  const std::string_view text = row.filled(ChildField::hukou);
  if (!text.empty()) {
    // Registered elsewhere, or a name of another time: the text is all there is, and enough.
    write_place(facts, context.divisions.find(text), text);
  }
  const std::string_view registered = row.text(ChildField::hukou_registered);
  if (!registered.empty()) {
    const auto answer = read_yes_no(registered);
    facts.flag("registered", answer);
    if (!answer) {
      row.keep_unread(ChildField::hukou_registered, "yes_no.unknown_word");
    }
  }
}

std::optional<bool> read_boarding(RowReading& row) {
  const std::string_view text = row.text(ChildField::boarding);
  if (text.empty()) {
    return std::nullopt;
  }
  if (const auto answer = read_yes_no(text)) {
    return answer;
  }
  const std::string word = fold_word(text);
  if (word.starts_with("走读") || word.starts_with("通学") || word.starts_with("day")) {
    return false;
  }
  if (word.starts_with("寄宿") || word.starts_with("住校") || word.starts_with("住宿") ||
      word.starts_with("boarding") || word.starts_with("boarder")) {
    return true;
  }
  row.keep_unread(ChildField::boarding, "yes_no.unknown_word");
  return std::nullopt;
}

std::string_view stage_of(const RowReading& row) {
  const std::string_view stated = schooling_code(row.text(ChildField::schooling));
  if (!stated.empty()) {
    return stated;
  }
  const std::string_view by_grade = stage_of_grade(row.text(ChildField::grade));
  return !by_grade.empty() ? by_grade : schooling_code(row.text(ChildField::school));
}

/// Who has left a school is there no longer; the list says until when, and the child stays.
void read_end_of_schooling(FactsWriter& facts, RowReading& row) {
  if (row.filled(ChildField::left_on).empty()) {
    return;
  }
  const DateReading day = read_date(row.value(ChildField::left_on), DayOrder::unknown);
  if (!day.date) {
    row.keep_unread(ChildField::left_on, day.reason);
    return;
  }
  facts.text("to", core::to_iso(*day.date));
  row.record().situation.school.clear();
  row.record().situation.grade.clear();
}

void read_schooling(FactsWriter& facts, RowReading& row, const ReadingContext& context) {
  Situation& situation = row.record().situation;
  facts.kind("schooling");
  facts.text("stage", stage_of(row));
  const std::string_view stated = row.filled(ChildField::schooling);
  if (!stated.empty() && schooling_code(stated).empty()) {
    facts.text("text", tidy(stated));
  }
  situation.school = tidy(row.filled(ChildField::school));
  situation.grade = tidy(row.filled(ChildField::grade));
  facts.text("school", situation.school);
  facts.text("grade", situation.grade);
  facts.text("class", tidy(row.filled(ChildField::school_class)));
  facts.flag("boarding", read_boarding(row));
  read_end_of_schooling(facts, row);
  if (!situation.school.empty() && !context.schools.empty() &&
      context.schools.count(situation.school) == 0) {
    row.warn(ChildField::school, "school.unknown");
  }
}

void read_health(FactsWriter& facts, const RowReading& row) {
  facts.kind("health");
  const std::string_view stated = row.filled(ChildField::health);
  const std::string_view code = health_code(stated);
  facts.text("state", code);
  if (code.empty()) {
    facts.text("text", tidy(stated));
  }
  facts.text("disability", tidy(row.filled(ChildField::disability)));
  facts.text("illness", tidy(row.filled(ChildField::illness)));
}

void read_ethnicity_of(FactsWriter& facts, RowReading& row) {
  const std::string_view stated = row.filled(ChildField::ethnicity);
  if (stated.empty()) {
    return;
  }
  const auto code = read_ethnicity(stated);
  if (!code) {
    row.keep_unread(ChildField::ethnicity, "ethnicity.unknown_word");
    return;
  }
  row.record().situation.ethnicity = *code;
  facts.kind("ethnicity");
  facts.integer("code", *code);
}

void read_flag(FactsWriter& facts, RowReading& row, ChildField field, std::string_view member) {
  const std::string_view text = row.text(field);
  if (text.empty()) {
    return;
  }
  const auto answer = read_yes_no(text);
  facts.flag(member, answer);
  if (!answer) {
    row.keep_unread(field, "yes_no.unknown_word");
  }
}

void read_guardianship(FactsWriter& facts, RowReading& row) {
  facts.kind("guardianship");
  const std::string_view stated = row.filled(ChildField::guardianship_type);
  const std::string_view code = guardianship_code(stated);
  facts.text("type", code);
  if (code.empty()) {
    facts.text("text", tidy(stated));
  }
  read_flag(facts, row, ChildField::both_out, "both_out");
  read_flag(facts, row, ChildField::one_out_other_incapable, "one_out_other_incapable");
  read_flag(facts, row, ChildField::has_carer, "entrusted");
  const std::string_view care = row.filled(ChildField::care_type);
  const std::string_view care_code = care_type_code(care);
  facts.text("care_type", care_code);
  if (care_code.empty()) {
    facts.text("care_text", tidy(care));
  }
}

void read_assistance(FactsWriter& facts, const RowReading& row) {
  facts.kind("assistance");
  const std::string_view stated = row.filled(ChildField::assistance);
  if (stated.empty()) {
    return;
  }
  std::vector<std::string_view> kinds;
  bool is_understood = true;
  for (const std::string& part : split_list(stated)) {
    const std::string_view code = assistance_code(part);
    is_understood = is_understood && !code.empty();
    if (!code.empty()) {
      kinds.push_back(code);
    }
  }
  facts.texts("kinds", kinds);
  if (!is_understood) {
    facts.text("text", tidy(stated));
  }
}

void read_income(FactsWriter& facts, const RowReading& row) {
  facts.kind("income");
  const std::string_view stated = row.filled(ChildField::income_source);
  if (stated.empty()) {
    return;
  }
  std::vector<std::string_view> sources;
  bool is_understood = true;
  for (const std::string& part : split_list(stated)) {
    const std::string_view code = income_code(part);
    is_understood = is_understood && !code.empty();
    if (!code.empty()) {
      sources.push_back(code);
    }
  }
  facts.texts("sources", sources);
  if (!is_understood) {
    facts.text("text", tidy(stated));
  }
}

void read_programme(FactsWriter& facts, const RowReading& row, const ReadingContext& context) {
  facts.kind("programme");
  facts.text("name", tidy(row.filled(ChildField::programme)));
  const std::string_view since = row.filled(ChildField::since);
  if (since.empty()) {
    return;
  }
  const DateReading day = read_date(row.value(ChildField::since), context.since_order);
  if (day.date) {
    facts.text("from", core::to_iso(*day.date));
  } else {
    facts.text("since", tidy(since));
  }
}

void keep_texts(FactsWriter& facts, const RowReading& row) {
  facts.kind("category");
  facts.text("text", tidy(row.filled(ChildField::category)));
  facts.kind("note");
  facts.text("text", tidy(row.filled(ChildField::note)));
  facts.kind("written_name");
  const std::string_view written = row.text(ChildField::name);
  if (written != row.record().claim.name) {
    facts.text("text", written);
  }
  facts.text("pinyin", tidy(row.filled(ChildField::name_pinyin)));
  facts.kind("unread");
  for (const ChildField field : row.unread()) {
    facts.text(child_fields()[static_cast<std::size_t>(field)].name, row.text(field));
  }
  facts.kind("other");
  for (const intake::Extra& extra : row.extras()) {
    facts.text(extra.header, tidy(extra.text));
  }
}

}  // namespace

void read_facts(RowReading& row, const ReadingContext& context) {
  FactsWriter facts;
  read_residence(facts, row, context);
  read_hukou(facts, row, context);
  read_schooling(facts, row, context);
  read_health(facts, row);
  read_ethnicity_of(facts, row);
  read_guardianship(facts, row);
  read_assistance(facts, row);
  read_income(facts, row);
  read_form(facts, row);
  read_programme(facts, row, context);
  keep_texts(facts, row);
  row.record().facts = facts.finish();
}

}  // namespace caregrid::registry
