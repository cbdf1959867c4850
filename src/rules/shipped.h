#pragma once

#include <span>
#include <vector>

#include "core/embedded.h"
#include "rules/source.h"

namespace caregrid::rules {

/// What was put into the program when it was built; see cmake/packs.cmake. Without country packs
/// the three country lists are empty.
std::span<const core::EmbeddedFile> core_fact_files();
std::span<const core::EmbeddedFile> country_fact_files();
std::span<const core::EmbeddedFile> country_pack_files();
std::span<const core::EmbeddedFile> country_case_files();

/// The vocabulary's files, the core's first.
std::vector<Source> shipped_facts();
std::vector<Source> shipped_packs();
std::vector<Source> shipped_cases();

}  // namespace caregrid::rules
