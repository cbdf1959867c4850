#include "allocation/phrase_json.h"

#include <utility>

#include "core/json.h"

namespace caregrid::allocation {
namespace {

void write_facts(core::json::Writer& writer, const std::vector<NamedFact>& facts) {
  writer.begin_object();
  for (const NamedFact& fact : facts) {
    writer.key(fact.name);
    if (const auto* count = std::get_if<std::int64_t>(&fact.value)) {
      writer.integer(*count);
    } else if (const auto* measure = std::get_if<double>(&fact.value)) {
      writer.number(*measure);
    } else {
      writer.string(std::get<std::string>(fact.value));
    }
  }
  writer.end_object();
}

std::vector<NamedFact> read_facts(core::json::View object) {
  std::vector<NamedFact> facts;
  object.each_member([&](std::string_view name, core::json::View value) {
    if (const auto text = value.as_string()) {
      facts.push_back({std::string(name), std::string(*text)});
    } else if (const auto count = value.as_integer()) {
      facts.push_back({std::string(name), *count});
    } else if (const auto measure = value.as_number()) {
      facts.push_back({std::string(name), *measure});
    }
  });
  return facts;
}

}  // namespace

std::string facts_to_json(const std::vector<NamedFact>& facts) {
  core::json::Writer writer;
  write_facts(writer, facts);
  return writer.take();
}

std::string phrases_to_json(const std::vector<Phrase>& phrases) {
  core::json::Writer writer;
  writer.begin_array();
  for (const Phrase& phrase : phrases) {
    writer.begin_object().member("key", phrase.key).key("values");
    write_facts(writer, phrase.values);
    writer.end_object();
  }
  writer.end_array();
  return writer.take();
}

std::vector<NamedFact> facts_of_json(std::string_view text) {
  const auto document = core::json::Document::parse(text);
  return document ? read_facts(document->root()) : std::vector<NamedFact>();
}

std::vector<Phrase> phrases_of_json(std::string_view text) {
  std::vector<Phrase> phrases;
  const auto document = core::json::Document::parse(text);
  const std::size_t count = document ? document->root().size() : 0;
  for (std::size_t i = 0; i < count; ++i) {
    const core::json::View item = document->root().at(i);
    const auto key = item.find("key");
    const auto values = item.find("values");
    if (key && values) {
      phrases.push_back({std::string(key->as_string().value_or("")), read_facts(*values)});
    }
  }
  return phrases;
}

}  // namespace caregrid::allocation
