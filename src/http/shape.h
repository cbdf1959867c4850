#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "allocation/plan.h"
#include "core/describe.h"
#include "core/json_codec.h"

namespace caregrid::http {

/// A division by code and name.
struct Place {
  std::int64_t code = 0;
  std::string name;
};

/// A division with where it is on the map.
struct MapPlace {
  std::int64_t code = 0;
  std::string name;
  double latitude = 0;
  double longitude = 0;
};

/// One sentence: a translation key and the values to fill in.
struct Sentence {
  std::string key;
  core::RawJson values;
};

/// The place, or none when the code is unknown.
std::optional<Place> place_of(std::optional<std::int64_t> code, const std::string& name);
std::optional<MapPlace> map_place_of(const std::optional<allocation::PlaceRef>& place);

core::RawJson values_of(const std::vector<allocation::NamedFact>& facts);
std::vector<Sentence> sentences_of(const std::vector<allocation::Phrase>& phrases);

}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::Place> {
  static constexpr std::string_view name = "Place";
  static constexpr auto fields =
      std::tuple{field("code", &http::Place::code, "12-digit division code"),
                 field("name", &http::Place::name)};
};

template <>
struct Describe<http::MapPlace> {
  using It = http::MapPlace;
  static constexpr std::string_view name = "MapPlace";
  static constexpr auto fields =
      std::tuple{field("code", &It::code, "12-digit division code"), field("name", &It::name),
                 field("latitude", &It::latitude), field("longitude", &It::longitude)};
};

template <>
struct Describe<http::Sentence> {
  static constexpr std::string_view name = "Sentence";
  static constexpr auto fields = std::tuple{field("key", &http::Sentence::key, "Translation key"),
                                            field("values", &http::Sentence::values)};
};

}  // namespace caregrid::core
