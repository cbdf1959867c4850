#include "rules/shipped.h"

namespace caregrid::rules {
namespace {

void add(std::span<const core::EmbeddedFile> files, std::vector<Source>& into) {
  for (const core::EmbeddedFile& file : files) {
    into.push_back({std::string(file.name), file.content});
  }
}

}  // namespace

std::vector<Source> shipped_facts() {
  std::vector<Source> sources;
  add(core_fact_files(), sources);
  add(country_fact_files(), sources);
  return sources;
}

std::vector<Source> shipped_packs() {
  std::vector<Source> sources;
  add(country_pack_files(), sources);
  return sources;
}

std::vector<Source> shipped_cases() {
  std::vector<Source> sources;
  add(country_case_files(), sources);
  return sources;
}

}  // namespace caregrid::rules
