#include "registry/link_children.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace caregrid::registry {
namespace {

constexpr unsigned places_bits = 20;
constexpr std::uint32_t places_mask = (1U << places_bits) - 1;
constexpr float rarity_max = 5;

}  // namespace

void ChildRecords::Frequencies::count(std::span<const LinkRecord> records,
                                      std::uint32_t LinkRecord::* key) {
  counts.assign(std::size_t{1} << places_bits, 0);
  said = 0;
  for (const LinkRecord& record : records) {
    if (record.*key != 0) {
      ++counts[record.*key & places_mask];
      said += 1;
    }
  }
  double pairs = 0;
  for (const std::uint32_t one : counts) {
    pairs += static_cast<double>(one) * (one - (one > 0 ? 1.0 : 0.0));
  }
  coincidence = said > 1 ? std::max(pairs, 1.0) / (said * (said - 1)) : 0;
}

float ChildRecords::Frequencies::rarity(std::uint32_t key) const {
  if (coincidence <= 0) {
    return 0;
  }
  const double share = std::max(counts[key & places_mask], 1U) / said;
  return std::clamp(static_cast<float>(std::log(coincidence / share)), -rarity_max, rarity_max);
}

ChildRecords::ChildRecords(std::vector<LinkRecord> records)
    : scheme_(link_scheme()), records_(std::move(records)) {
  count_names();
}

std::uint32_t ChildRecords::add(const LinkRecord& record) {
  records_.push_back(record);
  return static_cast<std::uint32_t>(records_.size() - 1);
}

void ChildRecords::count_names() {
  names_[0].count(records_, &LinkRecord::name_hash);
  names_[1].count(records_, &LinkRecord::pinyin);
  names_[2].count(records_, &LinkRecord::blurred);
}

void ChildRecords::write_keys(std::uint32_t record, std::span<std::uint32_t> keys) const {
  write_link_keys(records_[record], keys);
}

stats::Comparison ChildRecords::compare(std::uint32_t a, std::uint32_t b) const {
  return compare_as(records_[a], records_[b]);
}

stats::Comparison ChildRecords::compare_as(const LinkRecord& left, const LinkRecord& right) const {
  stats::Comparison comparison{compare_link_records(left, right)};
  comparison.is_never = are_two_children(left, right, comparison.pattern);
  switch (static_cast<NameLevel>(stats::level_of(comparison.pattern, 0))) {
    case NameLevel::same:
      comparison.rarity = names_[0].rarity(left.name_hash);
      break;
    case NameLevel::same_sound:
      comparison.rarity = left.pinyin == right.pinyin ? names_[1].rarity(left.pinyin) : 0;
      break;
    case NameLevel::same_blurred:
      comparison.rarity = names_[2].rarity(left.blurred);
      break;
    default:
      break;
  }
  return comparison;
}

std::uint64_t ChildRecords::order_key(std::uint32_t record) const {
  std::array<std::uint64_t, sizeof(LinkRecord) / sizeof(std::uint64_t)> words{};
  std::memcpy(words.data(), &records_[record], sizeof(LinkRecord));
  std::uint64_t hash = 1;
  for (const std::uint64_t word : words) {
    hash = (hash ^ word) * 0xbf58476d1ce4e5b9ULL;
    hash ^= hash >> 29U;
  }
  return hash;
}

double ChildRecords::coincidence(std::size_t field, unsigned level) const {
  const bool is_name = field == static_cast<std::size_t>(LinkField::name);
  return is_name && level == static_cast<unsigned>(NameLevel::same) ? names_[0].coincidence : -1;
}

}  // namespace caregrid::registry
