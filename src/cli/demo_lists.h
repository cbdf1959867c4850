#pragma once

#include "cli/demo_child.h"
#include "cli/demo_county.h"
#include "cli/demo_places.h"
#include "cli/demo_sheet.h"
#include "core/function_ref.h"

namespace caregrid::cli {

/// What every list is written from.
struct DemoWorld {
  const DemoCountyOptions& options;
  const DemoPlaces& places;
  const DemoChildren& children;
};

/// Hears that one more child was looked at.
using DemoTick = core::FunctionRef<void()>;

// Each writes all sheets of one file; the caller finishes it.

void write_villages(const DemoWorld& world, DemoSheet& sheet);
void write_schools(const DemoWorld& world, DemoSheet& sheet);

/// The school roster: one sheet a stage, or all on one; who changed school stands there twice.
void write_roster(const DemoWorld& world, bool by_stage, DemoSheet& sheet, DemoTick tick);

/// Left-behind children and children in difficulty, with parents and carers.
void write_civil_list(const DemoWorld& world, DemoSheet& sheet, DemoTick tick);

/// A charity's own list, in English.
void write_partner_list(const DemoWorld& world, DemoSheet& sheet, DemoTick tick);

void write_needs(const DemoWorld& world, DemoSheet& sheet, DemoTick tick);
void write_helpers(const DemoWorld& world, DemoSheet& sheet);

/// How many helpers a county of so many children has.
std::int64_t helper_count(std::int64_t children);

/// The name of helper `number`, from 0.
std::string helper_name(const DemoWorld& world, std::int64_t number);

}  // namespace caregrid::cli
