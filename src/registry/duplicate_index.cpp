#include "registry/duplicate_index.h"

#include <algorithm>
#include <array>
#include <bit>

#include "core/check.h"
#include "registry/link_compare.h"
#include "registry/link_model_prior.h"

namespace caregrid::registry {
namespace {

constexpr std::int64_t nobody = -1;
constexpr std::size_t expected_min = 4096;
/// A name that many share still finds somebody: few records are compared in vain for it.
constexpr std::size_t block_max = 200;

}  // namespace

DuplicateIndex::DuplicateIndex() { rebuild(); }

void DuplicateIndex::enter(std::uint32_t record) {
  std::array<std::uint32_t, link_keys> keys{};
  records_->write_keys(record, keys);
  index_->add(keys);
}

void DuplicateIndex::put(std::int64_t number, const LinkClaim& claim) {
  core::check(number >= 0 && number < none);
  remove(number);
  const auto slot = static_cast<std::size_t>(number);
  if (record_of_.size() <= slot) {
    record_of_.resize(slot + 1, none);
  }
  const std::uint32_t record = records_->add(packer_.pack(claim));
  enter(record);
  record_of_[slot] = record;
  child_of_.push_back(number);
  ++count_;
}

void DuplicateIndex::remove(std::int64_t number) {
  const auto slot = static_cast<std::size_t>(number);
  if (number < 0 || slot >= record_of_.size() || record_of_[slot] == none) {
    return;
  }
  records_->replace(record_of_[slot], {});
  child_of_[record_of_[slot]] = nobody;
  record_of_[slot] = none;
  --count_;
}

void DuplicateIndex::settle() {
  constexpr std::size_t stale_free = 4096;
  constexpr std::size_t count_again = 10;  // Percent.
  const std::size_t stale = child_of_.size() - count_;
  if (stale > stale_free + count_ / 4 || child_of_.size() > expected_ * 2) {
    rebuild();
  } else if (count_ * 100 > counted_ * (100 + count_again)) {
    records_->count_names();
    odds_ = std::make_unique<stats::LinkageOdds>(link_model_prior(count_));
    counted_ = count_;
  }
}

void DuplicateIndex::rebuild() {
  std::vector<LinkRecord> live;
  std::vector<std::int64_t> owners;
  live.reserve(count_);
  owners.reserve(count_);
  for (std::size_t i = 0; i < child_of_.size(); ++i) {
    if (child_of_[i] != nobody) {
      record_of_[static_cast<std::size_t>(child_of_[i])] = static_cast<std::uint32_t>(live.size());
      live.push_back(records_->at(static_cast<std::uint32_t>(i)));
      owners.push_back(child_of_[i]);
    }
  }
  child_of_ = std::move(owners);
  expected_ = std::max(expected_min, live.size());
  records_ = std::make_unique<ChildRecords>(std::move(live));
  index_.reset();
  index_ = std::make_unique<stats::LinkageIndex>(link_keys, expected_, block_max);
  for (std::uint32_t i = 0; i < records_->count(); ++i) {
    enter(i);
  }
  odds_ = std::make_unique<stats::LinkageOdds>(link_model_prior(count_));
  counted_ = count_;
}

std::vector<LikelyChild> DuplicateIndex::find(const LinkClaim& claim,
                                              double probability_min) const {
  const LinkRecord described = packer_.pack(claim);
  std::array<std::uint32_t, link_keys> keys{};
  write_link_keys(described, keys);
  std::vector<LikelyChild> likely;
  for (const std::uint32_t record : index_->candidates(keys)) {
    if (child_of_[record] == nobody) {
      continue;
    }
    const auto comparison = records_->compare_records(described, records_->at(record));
    const double probability =
        stats::probability_of(odds_->of(comparison.pattern, comparison.rarity));
    if (!comparison.is_never && probability >= probability_min) {
      likely.push_back({child_of_[record], probability, comparison.pattern});
    }
  }
  std::ranges::sort(likely, [](const LikelyChild& a, const LikelyChild& b) {
    return a.probability != b.probability ? a.probability > b.probability : a.number < b.number;
  });
  return likely;
}

std::size_t DuplicateIndex::bytes() const {
  constexpr std::size_t key_bytes = 8;
  return child_of_.capacity() *
             (sizeof(LinkRecord) + sizeof(std::int64_t) + link_keys * key_bytes) +
         record_of_.capacity() * sizeof(std::uint32_t) +
         std::bit_ceil(expected_ * link_keys) * sizeof(std::uint32_t);
}

}  // namespace caregrid::registry
