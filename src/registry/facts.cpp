#include "registry/facts.h"

#include <optional>

#include "core/json.h"

namespace caregrid::registry {
namespace {

using core::json::Kind;
using core::json::View;

std::optional<core::Date> date_in(View fact, std::string_view member) {
  const auto found = fact.find(member);
  const auto text = found ? found->as_string() : std::nullopt;
  return text ? core::parse_iso_date(*text) : std::nullopt;
}

void write(core::json::Writer& json, View value) {
  switch (value.kind()) {
    case Kind::boolean:
      json.boolean(value.as_bool().value_or(false));
      return;
    case Kind::number:
      json.integer(value.as_integer().value_or(0));
      return;
    case Kind::string:
      json.string(value.as_string().value_or(std::string_view{}));
      return;
    case Kind::array: {
      // Lists of codes; joined, since a fact's members are plain values.
      std::string joined;
      for (std::size_t i = 0; i < value.size(); ++i) {
        joined += joined.empty() ? "" : ", ";
        joined += value.at(i).as_string().value_or(std::string_view{});
      }
      json.string(joined);
      return;
    }
    case Kind::object:
    case Kind::null:
      json.null();
      return;
  }
}

}  // namespace

std::vector<Fact> unpack_facts(std::string_view facts, const SourceRow& source) {
  std::vector<Fact> unpacked;
  const auto document = core::json::Document::parse(facts);
  if (!document) {
    return unpacked;
  }
  document->root().each_member([&](std::string_view kind, View value) {
    core::json::Writer json;
    json.begin_object();
    value.each_member([&](std::string_view name, View member) {
      if (name != "from" && name != "to") {
        write(json.key(name), member);
      }
    });
    json.end_object();
    unpacked.push_back({std::string(kind), json.take(), date_in(value, "from"),
                        date_in(value, "to"), source.file, source.at});
  });
  return unpacked;
}

}  // namespace caregrid::registry
