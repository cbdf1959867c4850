// What only the civil-affairs form of 2016 asks for.
#include <array>

#include "registry/date_reading.h"
#include "registry/facts_writer.h"
#include "registry/person_name.h"
#include "registry/reading.h"
#include "registry/row_reading.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

/// A grandparent's columns, and what its fact calls him or her.
struct GrandparentFields {
  ChildField name;
  ChildField born_on;
  std::string_view member;
};

constexpr std::array<GrandparentFields, 4> grandparents{{
    {ChildField::paternal_grandfather, ChildField::paternal_grandfather_born_on,
     "paternal_grandfather"},
    {ChildField::paternal_grandmother, ChildField::paternal_grandmother_born_on,
     "paternal_grandmother"},
    {ChildField::maternal_grandfather, ChildField::maternal_grandfather_born_on,
     "maternal_grandfather"},
    {ChildField::maternal_grandmother, ChildField::maternal_grandmother_born_on,
     "maternal_grandmother"},
}};

/// The form's own sign for somebody who has died; an empty cell says nothing.
bool says_dead(std::string_view text) {
  const std::string word = fold_word(text);
  return word == "—" || word == "——" || word == "-" || word == "--" || word == "已故" ||
         word == "去世" || word == "已去世";
}

void read_day(FactsWriter& facts, RowReading& row, ChildField field, std::string_view member) {
  if (row.filled(field).empty() || says_dead(row.text(field))) {
    return;
  }
  const DateReading day = read_date(row.value(field), DayOrder::unknown);
  if (!day.date) {
    row.keep_unread(field, day.reason);
    return;
  }
  facts.text(member, core::to_iso(*day.date));
}

void read_grandparents(FactsWriter& facts, RowReading& row) {
  facts.kind("grandparents");
  for (const GrandparentFields& fields : grandparents) {
    if (says_dead(row.text(fields.name))) {
      facts.flag(std::string(fields.member) + "_dead", true);
      continue;
    }
    facts.text(fields.member, normalise_name(row.filled(fields.name)));
    read_day(facts, row, fields.born_on, std::string(fields.member) + "_born_on");
  }
}

/// "父", "母", "父、母": each a person's judgement of one parent; of the other nothing is said.
void read_capacity(FactsWriter& facts, RowReading& row) {
  const std::string_view stated = row.filled(ChildField::incapable_parent);
  const std::string word = fold_word(stated);
  const bool names_father = word.find("父") != std::string::npos || word == "father";
  const bool names_mother = word.find("母") != std::string::npos || word == "mother";
  if (names_father) {
    facts.kind("father_capacity");
    facts.flag("capable", false);
  }
  if (names_mother) {
    facts.kind("mother_capacity");
    facts.flag("capable", false);
  }
  if (!stated.empty() && !names_father && !names_mother) {
    row.keep_unread(ChildField::incapable_parent, "form.incapable_parent");
  }
}

}  // namespace

void read_form(FactsWriter& facts, RowReading& row) {
  read_grandparents(facts, row);
  facts.kind("father_birth");
  read_day(facts, row, ChildField::father_born_on, "born_on");
  facts.kind("mother_birth");
  read_day(facts, row, ChildField::mother_born_on, "born_on");
  read_capacity(facts, row);
  facts.kind("form_signatures");
  facts.text("unit_head", tidy(row.filled(ChildField::unit_head)));
  facts.text("reviewer", tidy(row.filled(ChildField::reviewer)));
  facts.text("filled_by", tidy(row.filled(ChildField::filled_by)));
}

}  // namespace caregrid::registry
