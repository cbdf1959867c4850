#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "intake/target.h"
#include "registry/child.h"
#include "registry/identity_number.h"
#include "registry/student_number.h"

namespace caregrid::registry {

/// What one source says to tell a child from others.
struct Claim {
  std::string name;
  Sex sex = Sex::unknown;
  std::optional<core::Date> born_on;
  std::optional<IdentityNumber> identity;
  std::optional<StudentNumber> student;

  bool operator==(const Claim&) const = default;
};

/// Somebody around the child as a row names them.
struct StatedRelation {
  RelationRole role = RelationRole::carer;
  std::string name;
  std::string phone;  ///< Digits; the text as written when it is no phone number.
  std::string place;
  std::string relation;
  std::string identity_number;

  bool operator==(const StatedRelation&) const = default;
};

/// Where and at school what a row says the child is; what lists show and may change with time.
struct Situation {
  std::int64_t division = 0;  ///< Village, township or county; 0: the row does not say.
  std::string school;
  std::string grade;
  int ethnicity = 0;  ///< GB/T 3304; 0: not stated.

  bool operator==(const Situation&) const = default;
};

/// One row, read and checked: all a statement holds.
struct ChildRecord {
  std::int64_t row = 0;
  std::int64_t digest = 0;  ///< Of the content below; rows of equal content have equal digests.
  Claim claim;
  Situation situation;
  std::vector<StatedRelation> relations;
  std::string facts;                    ///< JSON object by kind.
  std::vector<const char*> conflicts;   ///< Fields in which the row contradicts itself.
  std::vector<intake::Issue> problems;  ///< Any makes the row rejected.
  std::vector<intake::Issue> warnings;
};

}  // namespace caregrid::registry
