#pragma once

#include <cstdint>
#include <vector>

#include "registry/link_children.h"
#include "registry/link_source.h"

namespace caregrid::registry {

/// Somebody around a child, packed.
struct PackedPerson {
  std::uint32_t name = 0;
  std::uint32_t name_blurred = 0;
  std::uint64_t phone = 0;

  bool operator==(const PackedPerson&) const = default;
};

/// The children of a register as the engine of linkage sees them.
///
/// One list names the father, another the grandmother, a third gives her phone alone: two children
/// agree on guardian or phone when any of the people around them do.
class RegisterRecords final : public stats::LinkageRecords {
 public:
  /// Records and the people of each, in the same order.
  RegisterRecords(std::vector<LinkRecord> records, std::vector<std::vector<PackedPerson>> people);

  [[nodiscard]] const LinkRecord& at(std::uint32_t record) const { return children_.at(record); }

  [[nodiscard]] const stats::LinkageScheme& scheme() const override { return children_.scheme(); }
  [[nodiscard]] std::size_t count() const override { return children_.count(); }
  [[nodiscard]] std::size_t key_columns() const override { return children_.key_columns(); }
  void write_keys(std::uint32_t record, std::span<std::uint32_t> keys) const override;
  [[nodiscard]] stats::Comparison compare(std::uint32_t a, std::uint32_t b) const override;
  [[nodiscard]] std::uint64_t order_key(std::uint32_t record) const override;
  [[nodiscard]] double coincidence(std::size_t field, unsigned level) const override {
    return children_.coincidence(field, level);
  }
  [[nodiscard]] bool may_link(std::uint32_t, std::uint32_t) const override { return true; }

 private:
  ChildRecords children_;
  std::vector<std::vector<PackedPerson>> people_;
};

/// Packs the people around a child, the record's own guardian and phone among them.
std::vector<PackedPerson> pack_people(const LinkPacker& packer, const LinkChild& child);

}  // namespace caregrid::registry
