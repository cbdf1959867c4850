#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "registry/link_compare.h"
#include "registry/link_record.h"
#include "stats/linkage.h"

namespace caregrid::registry {

/// Children as the engine of linkage sees them.
///
/// How common names are is counted when `count_names` is called, and holds until it is called
/// again: records that are added meanwhile are judged by what was known.
class ChildRecords final : public stats::LinkageRecords {
 public:
  explicit ChildRecords(std::vector<LinkRecord> records);

  /// Adds a record, numbered by its place.
  std::uint32_t add(const LinkRecord& record);
  void count_names();

  [[nodiscard]] const LinkRecord& at(std::uint32_t record) const { return records_[record]; }

  [[nodiscard]] const stats::LinkageScheme& scheme() const override { return scheme_; }
  [[nodiscard]] std::size_t count() const override { return records_.size(); }
  [[nodiscard]] std::size_t key_columns() const override { return link_keys; }
  void write_keys(std::uint32_t record, std::span<std::uint32_t> keys) const override;
  [[nodiscard]] stats::Comparison compare(std::uint32_t a, std::uint32_t b) const override;
  /// Compares two records as they would be with other guardians and phones.
  [[nodiscard]] stats::Comparison compare_as(const LinkRecord& left, const LinkRecord& right) const;
  [[nodiscard]] std::uint64_t order_key(std::uint32_t record) const override;
  [[nodiscard]] double coincidence(std::size_t field, unsigned level) const override;
  [[nodiscard]] bool may_link(std::uint32_t, std::uint32_t) const override { return true; }

 private:
  /// How often each key of a kind came up: by a few bits of the key, so that rare keys may share a
  /// place; and the chance that two records share one.
  struct Frequencies {
    std::vector<std::uint32_t> counts;
    double coincidence = 0;
    double said = 0;

    void count(std::span<const LinkRecord> records, std::uint32_t LinkRecord::* key);
    [[nodiscard]] float rarity(std::uint32_t key) const;
  };

  stats::LinkageScheme scheme_;
  std::vector<LinkRecord> records_;
  std::array<Frequencies, 3> names_;  ///< By characters, by sound, by blurred sound.
};

}  // namespace caregrid::registry
