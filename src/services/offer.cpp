#include "services/offer.h"

#include <algorithm>
#include <string_view>

namespace caregrid::services {

std::vector<std::string> to_names(KindSet kinds) {
  std::vector<std::string> names;
  for (const auto& described : core::Describe<care::NeedKind>::values) {
    if (kinds.has(described.value)) {
      names.emplace_back(described.name);
    }
  }
  return names;
}

bool speaks(const Offer& offer, const std::string& language) {
  if (language.empty() || language == "zh") {
    return true;
  }
  std::string_view rest = offer.languages;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    if (rest.substr(0, end) == language) {
      return true;
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

bool meets(const Offer& offer, care::SexRule rule) {
  if (!is_person(offer.provider_kind)) {
    return true;
  }
  switch (rule) {
    case care::SexRule::any:
      return true;
    case care::SexRule::female:
      return offer.sex == registry::Sex::female;
    case care::SexRule::male:
      return offer.sex == registry::Sex::male;
  }
  return false;
}

}  // namespace caregrid::services
