#include "intake/catalogue.h"

#include <algorithm>
#include <utility>

#include "core/check.h"

namespace caregrid::intake {

Catalogue::Catalogue(std::vector<MakeTarget> makers) : makers_(std::move(makers)) {
  for (const MakeTarget& make : makers_) {
    prototypes_.push_back(make());
    const Target& target = *prototypes_.back();
    kinds_.push_back({target.kind(), target.fields(), target.keeps_extras(), target.keeps_totals(),
                      target.formats()});
  }
}

const Kind* Catalogue::find(std::string_view kind) const {
  const std::size_t order = order_of(kind);
  return order < kinds_.size() ? &kinds_[order] : nullptr;
}

std::size_t Catalogue::order_of(std::string_view kind) const {
  const auto found = std::ranges::find(kinds_, kind, &Kind::name);
  return static_cast<std::size_t>(found - kinds_.begin());
}

std::unique_ptr<Target> Catalogue::make(std::string_view kind) const {
  const std::size_t order = order_of(kind);
  core::check(order < makers_.size());
  return makers_[order]();
}

}  // namespace caregrid::intake
