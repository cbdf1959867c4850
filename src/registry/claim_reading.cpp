#include "registry/person_name.h"
#include "registry/reading.h"
#include "registry/row_reading.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

bool has_han(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    at += point.bytes;
    if (is_han(point.value)) {
      return true;
    }
  }
  return false;
}

void read_name(RowReading& row) {
  std::string& name = row.record().claim.name;
  name = normalise_name(row.filled(ChildField::name));
  const std::string other = normalise_name(row.filled(ChildField::name_pinyin));
  if (!name.empty() && !has_han(name) && has_han(other)) {
    name = other;
    row.warn(ChildField::name, "name.swapped_pinyin");
  }
  if (name.empty()) {
    name = normalise_name(row.filled(ChildField::name_pinyin));
    if (name.empty()) {
      row.reject(ChildField::name, "name.missing");
      return;
    }
    row.warn(ChildField::name, "name.from_pinyin");
  }
  const std::string_view wrong = check_name(name);
  if (!wrong.empty()) {
    row.reject(ChildField::name, wrong);
  }
}

void read_identity(RowReading& row, core::Date today) {
  const std::string_view text = row.filled(ChildField::identity_number);
  if (text.empty()) {
    return;
  }
  const IdentityReading reading = read_identity_number(text, today);
  if (reading.check != IdentityCheck::valid) {
    row.reject(ChildField::identity_number, reason_of(reading.check));
    return;
  }
  row.record().claim.identity = reading.number;
}

/// A parent's number given for a child would make brothers and sisters one, and all of them as old
/// as the parent: it is kept as it was written and taken for nobody's.
void set_aside_parents_number(RowReading& row, const ReadingContext& context) {
  Claim& claim = row.record().claim;
  if (!claim.identity) {
    return;
  }
  constexpr int adult_years = 18;
  constexpr int days_between_generations = 15 * 365;
  const core::Date born_on = claim.identity->born_on();
  const auto stated = read_date(row.value(ChildField::born_on), context.born_order).date;
  const bool is_older = stated && *stated - born_on > days_between_generations;
  const auto is_same = [&](ChildField field) {
    return squeeze(row.filled(field)) == claim.identity->text();
  };
  const bool is_named =
      !stated && core::age_years(born_on, context.today) >= adult_years &&
      (is_same(ChildField::father_identity_number) || is_same(ChildField::mother_identity_number) ||
       is_same(ChildField::carer_identity_number));
  if (is_older || is_named) {
    claim.identity.reset();
    row.keep_unread(ChildField::identity_number, "id_number.of_parent");
  }
}

void read_student(RowReading& row, core::Date today) {
  const std::string_view text = row.filled(ChildField::student_number);
  if (text.empty()) {
    return;
  }
  Claim& claim = row.record().claim;
  claim.student = read_student_number(text, today);
  if (!claim.student) {
    row.keep_unread(ChildField::student_number, "student_number.format");
    return;
  }
  if (claim.student->kind() != StudentNumberKind::formal) {
    return;
  }
  if (!claim.student->identity()) {
    row.warn(ChildField::student_number, "student_number.check_digit");
  } else if (!claim.identity) {
    if (row.record().problems.empty()) {
      claim.identity = claim.student->identity();
      row.warn(ChildField::identity_number, "id_number.from_student_number");
    }
  } else if (*claim.identity != *claim.student->identity()) {
    row.warn(ChildField::student_number, "student_number.disagrees_id");
  }
}

void read_sex_of(RowReading& row) {
  Claim& claim = row.record().claim;
  const auto sex = read_sex(row.text(ChildField::sex));
  if (!sex) {
    row.keep_unread(ChildField::sex, "sex.unknown_word");
  }
  claim.sex = sex.value_or(Sex::unknown);
  if (!claim.identity) {
    return;
  }
  if (claim.sex == Sex::unknown || claim.sex == Sex::unspecified) {
    claim.sex = claim.identity->sex();
  } else if (claim.sex != claim.identity->sex()) {
    row.warn(ChildField::sex, "sex.disagrees_id");
    row.record().conflicts.push_back("sex");
  }
}

void read_birth(RowReading& row, const ReadingContext& context) {
  Claim& claim = row.record().claim;
  const intake::Value& value = row.value(ChildField::born_on);
  if (row.filled(ChildField::born_on).empty()) {
    if (claim.identity) {
      claim.born_on = claim.identity->born_on();
    } else {
      row.warn(ChildField::born_on, "born_on.missing");
    }
    return;
  }
  DateReading reading = read_date(value, context.born_order);
  if (reading.reason == "date.ambiguous" && claim.identity) {
    reading = {claim.identity->born_on(), {}};
  }
  const std::string_view wrong =
      reading.date ? check_born_on(*reading.date, context.today) : reading.reason;
  if (!wrong.empty()) {
    row.reject(ChildField::born_on, wrong);
    return;
  }
  claim.born_on = reading.date;
  if (claim.identity && *claim.born_on != claim.identity->born_on()) {
    row.warn(ChildField::born_on, "born_on.disagrees_id", core::to_iso(claim.identity->born_on()));
    row.record().conflicts.push_back("born_on");
  }
}

}  // namespace

void read_claim(RowReading& row, const ReadingContext& context) {
  read_name(row);
  read_identity(row, context.today);
  set_aside_parents_number(row, context);
  read_student(row, context.today);
  read_sex_of(row);
  read_birth(row, context);
}

}  // namespace caregrid::registry
