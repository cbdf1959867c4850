#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "registry/child.h"
#include "registry/division_index.h"
#include "registry/fact_ledger.h"

namespace caregrid::registry {

/// Columns of the civil-affairs form of 2016: its 43 blanks and the three who sign.
inline constexpr std::size_t civil_form_columns = 46;
/// What the format is called: where it is recognised, and in requests for exports.
inline constexpr std::string_view civil_form_name = "civil_form_2016";

/// The form's headers, in its field order. Source: domain handbook 2.5.
std::span<const std::string_view, civil_form_columns> civil_form_headers();

/// One person around the child as the form wants it.
struct FormPerson {
  RelationRole role = RelationRole::carer;
  std::string name;
  std::string phone;
  std::string place;
  std::string relation;
  std::string identity_number;

  bool operator==(const FormPerson&) const = default;
};

/// A child as the form tells of it on one day; what nobody knows stays empty.
struct FormChild {
  std::string name;
  Sex sex = Sex::unknown;
  int ethnicity = 0;  ///< GB/T 3304; 0: not known.
  std::optional<core::Date> born_on;
  std::string identity_number;
  std::vector<DayFact> facts;      ///< What holds on the day.
  std::vector<FormPerson> people;  ///< Each role once.
};

/// A row of the form, a cell for each header. Read again (`ChildReader`) it gives facts that write
/// the same row: what a list wrote in its own words is written in those words, everything else in
/// the form's. Empty cells are what nobody knows, never "no". Pure.
std::vector<std::string> civil_form_cells(const FormChild& child, const DivisionIndex& divisions);

}  // namespace caregrid::registry
