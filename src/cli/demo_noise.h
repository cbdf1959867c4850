#pragma once

#include <string>
#include <string_view>

#include "cli/demo_child.h"
#include "cli/demo_sheet.h"
#include "core/rng.h"

namespace caregrid::cli {

// How people write down what they were told. Rates: domain handbook 9.3.

/// The child's name, at times with a mistaken character or a blank inside.
std::string written_name(const DemoChild& child, core::SeededRng& rng);

/// The identity number: missing, mistyped, in full-width digits, with an apostrophe or blanks, or
/// mostly right.
std::string written_identity(const DemoChild& child, core::SeededRng& rng);

/// The birth date, at times a wrong one: neighbouring day, day and month swapped, or not yet come.
core::Date written_birth_date(const DemoChild& child, core::Date today, core::SeededRng& rng);

/// A date in one of the five forms people type, or as a date cell.
void add_written_date(DemoRow& row, core::Date date, core::SeededRng& rng);

/// "17 Sep 2016"
std::string english_date(core::Date date);

/// Where the child lives: mostly the full name, at times shortened, with a group behind, or a
/// place nobody knows.
std::string written_village(const DemoPlaces& places, std::size_t village, core::SeededRng& rng);

}  // namespace caregrid::cli
