#include "registry/county_index.h"

#include <algorithm>

#include "core/check.h"
#include "registry/county_search.h"

namespace caregrid::registry {
namespace {

constexpr std::int32_t unknown_birth = INT32_MAX;

std::uint64_t number_of(std::string_view digits) {
  std::uint64_t number = 0;
  for (const char c : digits) {
    number = number * 10 + static_cast<std::uint64_t>(c >= '0' && c <= '9' ? c - '0' : 0);
  }
  return number;
}

/// In the order of texts; equal ones say nothing.
std::uint64_t beginning_of(std::string_view name) {
  std::uint64_t beginning = 0;
  for (std::size_t i = 0; i < sizeof(beginning); ++i) {
    beginning = beginning << 8U | (i < name.size() ? static_cast<unsigned char>(name[i]) : 0U);
  }
  return beginning;
}

}  // namespace

std::uint32_t CountyIndex::place_of(std::int64_t code) {
  const auto next = static_cast<std::uint32_t>(places_.size());
  const auto [found, is_new] = place_numbers_.try_emplace(code, next);
  const std::uint32_t number = found->second;
  if (is_new) {
    places_.push_back({code});
    if (access::level_of(code) == access::Level::village) {
      const std::uint32_t township = place_of(access::parent_of(code));
      places_[number].township = township;
    }
  }
  return number;
}

void CountyIndex::put_place(std::int64_t code, std::string_view name) {
  Place& place = places_[place_of(code)];
  const std::uint32_t before = place.name;
  place.name = place_names_.add(name);
  if (before != none) {
    place_names_.release(before);
  }
}

std::uint32_t CountyIndex::add_phones(const std::vector<std::string_view>& phones) {
  std::uint32_t first = none;
  for (const std::string_view digits : phones) {
    std::uint32_t slot = free_phone_;
    if (slot == none) {
      slot = static_cast<std::uint32_t>(phones_.size());
      phones_.emplace_back();
    } else {
      free_phone_ = phones_[slot].next;
    }
    phones_[slot] = {number_of(digits), first};
    first = slot;
  }
  return first;
}

void CountyIndex::drop_phones(std::uint32_t first) {
  while (first != none) {
    const std::uint32_t next = phones_[first].next;
    phones_[first] = {0, free_phone_};
    free_phone_ = first;
    first = next;
  }
}

void CountyIndex::put(const IndexedChild& child) {
  core::check(child.number >= 0 && child.number < none);
  remove(child.number);
  const auto number = static_cast<std::uint32_t>(child.number);
  if (children_.size() <= number) {
    children_.resize(std::size_t{number} + 1);
    rests_.resize(children_.size());
  }
  Child& stored = children_[number];
  Rest& rest = rests_[number];
  stored.name = names_.add(child.name);
  firsts_.resize(std::max(firsts_.size(), names_.size()), none);
  rest.next = firsts_[stored.name];
  firsts_[stored.name] = number;
  stored.place = place_of(child.division);
  stored.school = child.school.empty() ? none : schools_.add(child.school);
  rest.identity = county_search::identity_end(child.identity, county_search::identity_more);
  rest.phones = add_phones(child.phones);
  stored.born_on = child.born_on ? child.born_on->days : unknown_birth;
  rest.name_begins = beginning_of(child.name);
  ++count_;
}

void CountyIndex::remove(std::int64_t number) {
  if (number < 0 || static_cast<std::size_t>(number) >= children_.size() ||
      children_[static_cast<std::size_t>(number)].name == none) {
    return;
  }
  const auto slot = static_cast<std::uint32_t>(number);
  Child& child = children_[slot];
  std::uint32_t* link = &firsts_[child.name];
  while (*link != slot) {
    link = &rests_[*link].next;
  }
  *link = rests_[slot].next;
  names_.release(child.name);
  if (child.school != none) {
    schools_.release(child.school);
  }
  drop_phones(rests_[slot].phones);
  child = {};
  rests_[slot] = {};
  --count_;
}

std::size_t CountyIndex::bytes() const {
  constexpr std::size_t node_bytes = 48;
  return children_.capacity() * sizeof(Child) + rests_.capacity() * sizeof(Rest) +
         firsts_.capacity() * sizeof(std::uint32_t) + names_.bytes() + place_names_.bytes() +
         schools_.bytes() + places_.capacity() * (sizeof(Place) + node_bytes) +
         phones_.capacity() * sizeof(Phone);
}

}  // namespace caregrid::registry
