#include "http/shape.h"

#include <type_traits>
#include <variant>

namespace caregrid::http {

std::optional<Place> place_of(std::optional<std::int64_t> code, const std::string& name) {
  return code && *code != 0 ? std::optional(Place{*code, name}) : std::nullopt;
}

std::optional<MapPlace> map_place_of(const std::optional<allocation::PlaceRef>& place) {
  if (!place) {
    return std::nullopt;
  }
  return MapPlace{place->code, place->name, place->point.latitude, place->point.longitude};
}

core::RawJson values_of(const std::vector<allocation::NamedFact>& facts) {
  core::json::Writer writer;
  writer.begin_object();
  for (const auto& fact : facts) {
    writer.key(fact.name);
    std::visit(
        [&](const auto& value) {
          core::Codec<std::remove_cvref_t<decltype(value)>>::write(writer, value);
        },
        fact.value);
  }
  writer.end_object();
  return {writer.take()};
}

std::vector<Sentence> sentences_of(const std::vector<allocation::Phrase>& phrases) {
  std::vector<Sentence> sentences;
  for (const auto& phrase : phrases) {
    sentences.push_back({phrase.key, values_of(phrase.values)});
  }
  return sentences;
}

}  // namespace caregrid::http
