#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "registry/link_children.h"
#include "registry/link_record.h"
#include "stats/linkage_index.h"
#include "stats/linkage_model.h"

namespace caregrid::registry {

/// A child that may be the one somebody describes.
struct LikelyChild {
  std::int64_t number = 0;
  double probability = 0;
  stats::Pattern pattern = 0;  ///< How they agree, field by field; see `LinkField`.

  bool operator==(const LikelyChild&) const = default;
};

/// All children of a county as linkage compares them, so that one description is held against
/// a million within microseconds. In memory alone.
///
/// Cost: about 450 bytes a child, most of it for keys. Readers may share it; a writer is alone.
class DuplicateIndex final {
 public:
  DuplicateIndex();

  /// Enters a child, or what is known of it now.
  void put(std::int64_t number, const LinkClaim& claim);
  /// Forgets a child: it is never found again, and what it was compared by is wiped. Hashes it was
  /// found by stay until the index is built anew, which `settle` does before they get many.
  void remove(std::int64_t number);
  /// To be called after many changes: counts names anew and builds keys anew where it is time.
  void settle();

  /// Children that may be the one described with a probability of at least `probability_min`, the
  /// likeliest first, equal ones by number. Hard non-links are left out.
  /// Cost: some 10 us at 1,000,000 children.
  [[nodiscard]] std::vector<LikelyChild> find(const LinkClaim& claim, double probability_min) const;

  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] std::size_t bytes() const;

 private:
  static constexpr std::uint32_t none = UINT32_MAX;

  void rebuild();
  void enter(std::uint32_t record);

  LinkPacker packer_;
  std::unique_ptr<ChildRecords> records_;
  std::unique_ptr<stats::LinkageIndex> index_;
  std::vector<std::uint32_t> record_of_;  ///< By number of the child.
  std::vector<std::int64_t> child_of_;    ///< By record; -1: of nobody any more.
  std::unique_ptr<stats::LinkageOdds> odds_;
  std::size_t count_ = 0;
  std::size_t expected_ = 0;
  std::size_t counted_ = 0;  ///< How many children names were counted of.
};

}  // namespace caregrid::registry
