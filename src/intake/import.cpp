#include "intake/import.h"

namespace caregrid::intake {

Counts& Counts::operator+=(const Counts& other) {
  rows += other.rows;
  created += other.created;
  updated += other.updated;
  unchanged += other.unchanged;
  rejected += other.rejected;
  warnings += other.warnings;
  skipped += other.skipped;
  return *this;
}

Problem problem_of(const core::Error& error) { return {error.reason, error.field, error.detail}; }

}  // namespace caregrid::intake
