#include "registry/school.h"

#include "registry/text.h"

namespace caregrid::registry {

SchoolNames::SchoolNames(const std::vector<School>& schools) {
  for (const School& school : schools) {
    ++names_[squeeze(school.name)];
  }
}

int SchoolNames::count(std::string_view name) const {
  auto found = names_.find(name);
  if (found == names_.end()) {
    found = names_.find(squeeze(name));
  }
  return found == names_.end() ? 0 : found->second;
}

}  // namespace caregrid::registry
