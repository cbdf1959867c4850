#include "assessment/publication_audit.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

namespace caregrid::assessment {
namespace {

using stats::Standing;

/// Whom a count is of: the area and each category that narrows it, whatever their order.
std::string subject_of(const ReleasedTable& released, std::size_t cell) {
  const auto places = stats::places_of(released.table.sizes, cell);
  std::vector<std::string> parts;
  for (std::size_t d = 0; d < places.size(); ++d) {
    if (places[d] < released.categories[d].size()) {
      parts.push_back(released.dimensions[d] + "=" + released.categories[d][places[d]]);
    }
  }
  std::ranges::sort(parts);
  std::string subject = std::to_string(released.area);
  for (const std::string& part : parts) {
    subject += "|" + part;
  }
  return subject;
}

/// All tables as one system of counts.
class Together final {
 public:
  explicit Together(const stats::DisclosureRules& rules) : rules_(rules) {}

  /// Where each count of a table came to lie in the system.
  std::vector<std::size_t> add(const ReleasedTable& released) {
    std::vector<std::size_t> at;
    for (std::size_t cell = 0; cell < released.table.counts.size(); ++cell) {
      at.push_back(place_of(subject_of(released, cell), released.table.counts[cell]));
    }
    for (stats::Sum sum : stats::sums_of(released.table.sizes)) {
      sum.total = at[sum.total];
      std::ranges::transform(sum.parts, sum.parts.begin(),
                             [&](std::size_t part) { return at[part]; });
      system_.sums.push_back(std::move(sum));
    }
    return at;
  }

  void add_earlier(const ReleasedTable& released) {
    const auto at = add(released);
    for (std::size_t cell = 0; cell < at.size(); ++cell) {
      Standing& standing = system_.standings[at[cell]];
      if (released.hidden[cell] == 0) {
        standing = Standing::known;
      } else if (standing == Standing::free) {
        standing = Standing::secret;
      }
    }
  }

  /// Hides the new counts that differ a little from what was shown of the same people's place.
  void hide_small_changes(const ReleasedTable& fresh, const std::vector<std::size_t>& at) {
    for (std::size_t cell = 0; cell < at.size(); ++cell) {
      for (const std::size_t other : places_[subject_of(fresh, cell)]) {
        const auto change = std::abs(system_.counts[at[cell]] - system_.counts[other]);
        if (system_.standings[other] == Standing::known && change > 0 &&
            change < rules_.threshold && system_.counts[at[cell]] > 0 &&
            system_.standings[at[cell]] == Standing::free) {
          system_.standings[at[cell]] = Standing::secret;
        }
      }
    }
  }

  [[nodiscard]] const stats::CountSystem& system() const { return system_; }

 private:
  /// The unknown of this subject with this count: tables of the same people share it.
  std::size_t place_of(const std::string& subject, std::int64_t count) {
    auto& places = places_[subject];
    const auto found = std::ranges::find_if(
        places, [&](std::size_t place) { return system_.counts[place] == count; });
    if (found != places.end()) {
      return *found;
    }
    places.push_back(system_.counts.size());
    system_.counts.push_back(count);
    system_.standings.push_back(Standing::free);
    return places.back();
  }

  const stats::DisclosureRules& rules_;
  stats::CountSystem system_;
  std::map<std::string, std::vector<std::size_t>> places_;
};

}  // namespace

core::Result<std::vector<std::uint8_t>> audit_release(const ReleasedTable& fresh,
                                                      std::span<const ReleasedTable> earlier,
                                                      const stats::DisclosureRules& rules) {
  if (earlier.empty()) {
    auto alone = stats::suppress(fresh.table, rules);
    return alone ? core::Result<std::vector<std::uint8_t>>(std::move(alone->hidden))
                 : core::Result<std::vector<std::uint8_t>>(alone.error());
  }
  Together together(rules);
  for (const ReleasedTable& released : earlier) {
    together.add_earlier(released);
  }
  const auto at = together.add(fresh);
  together.hide_small_changes(fresh, at);
  if (together.system().counts.size() > audited_together_max) {
    return core::failure(core::Code::too_large, "publication.too_large",
                         std::to_string(audited_together_max));
  }
  const auto made = stats::suppress(together.system(), rules);
  if (!made) {
    return made.error();
  }
  std::vector<std::uint8_t> hidden;
  for (const std::size_t place : at) {
    hidden.push_back(made->hidden[place]);
  }
  return hidden;
}

}  // namespace caregrid::assessment
