#include "registry/link_people.h"

#include <algorithm>
#include <utility>

namespace caregrid::registry {
namespace {

/// More people than this around one child say nothing more about who it is.
constexpr std::size_t people_max = 12;

bool is_same(std::uint64_t a, std::uint64_t b) { return a != 0 && a == b; }

}  // namespace

RegisterRecords::RegisterRecords(std::vector<LinkRecord> records,
                                 std::vector<std::vector<PackedPerson>> people)
    : children_(std::move(records)), people_(std::move(people)) {}

void RegisterRecords::write_keys(std::uint32_t record, std::span<std::uint32_t> keys) const {
  children_.write_keys(record, keys);
}

stats::Comparison RegisterRecords::compare(std::uint32_t a, std::uint32_t b) const {
  LinkRecord left = children_.at(a);
  LinkRecord right = children_.at(b);
  for (const PackedPerson& one : people_[a]) {
    for (const PackedPerson& other : people_[b]) {
      if (is_same(one.phone, other.phone)) {
        left.phone = right.phone = one.phone;
      }
      const bool is_named_alike = is_same(one.name, other.name);
      const bool was_named_alike = is_same(left.guardian, right.guardian);
      if (is_named_alike || (!was_named_alike && is_same(one.name_blurred, other.name_blurred))) {
        left.guardian = one.name;
        left.guardian_blurred = one.name_blurred;
        right.guardian = other.name;
        right.guardian_blurred = other.name_blurred;
      }
    }
  }
  return children_.compare_records(left, right);
}

std::uint64_t RegisterRecords::order_key(std::uint32_t record) const {
  std::uint64_t hash = children_.order_key(record);
  for (const PackedPerson& person : people_[record]) {
    for (const std::uint64_t word :
         {std::uint64_t{person.name} << 32U | person.name_blurred, person.phone}) {
      hash = (hash ^ word) * 0xbf58476d1ce4e5b9ULL;
      hash ^= hash >> 29U;
    }
  }
  return hash;
}

std::vector<PackedPerson> pack_people(const LinkPacker& packer, const LinkChild& child) {
  std::vector<PackedPerson> packed;
  for (const LinkPerson& person : child.people) {
    LinkClaim claim;
    claim.guardian = person.name;
    claim.phone = person.phone;
    const LinkRecord record = packer.pack(claim);
    const PackedPerson one{record.guardian, record.guardian_blurred, record.phone};
    if (packed.size() < people_max && std::ranges::find(packed, one) == packed.end()) {
      packed.push_back(one);
    }
  }
  return packed;
}

}  // namespace caregrid::registry
