#include "core/messages.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>

#include "core/check.h"
#include "core/json.h"

namespace caregrid::core {
namespace {

using Sentences = std::map<std::string, std::string, std::less<>>;

Sentences read_sentences(std::string_view json) {
  Sentences sentences;
  const auto document = json::Document::parse(json);
  check(document.ok());  // The files are part of the program.
  document.value().root().each_member([&](std::string_view key, json::View text) {
    sentences.emplace(key, text.as_string().value_or(key));
  });
  return sentences;
}

const Sentences& sentences_of(Language language) {
  // Read once: the files never change while the program runs.
  static const std::array<Sentences, 2> all{read_sentences(message_files()[1].content),
                                            read_sentences(message_files()[0].content)};
  return all.at(language == Language::zh ? 0 : 1);
}

std::string fill(std::string_view sentence, std::span<const MessageValue> values) {
  std::string filled;
  std::size_t at = 0;
  while (at < sentence.size()) {
    const std::size_t open = sentence.find('{', at);
    const std::size_t close = open == std::string_view::npos ? open : sentence.find('}', open);
    if (close == std::string_view::npos) {
      break;
    }
    filled += sentence.substr(at, open - at);
    const auto name = sentence.substr(open + 1, close - open - 1);
    const auto value = std::ranges::find(values, name, &MessageValue::name);
    if (value != values.end()) {
      filled += value->text;
    }
    at = close + 1;
  }
  filled += sentence.substr(std::min(at, sentence.size()));
  return filled;
}

}  // namespace

Language parse_language(std::string_view text) {
  const std::size_t english = text.find("en");
  const std::size_t chinese = text.find("zh");
  return english < chinese ? Language::en : Language::zh;
}

std::string message(Language language, std::string_view key, std::span<const MessageValue> values) {
  const Sentences& sentences = sentences_of(language);
  const auto found = sentences.find(key);
  return found == sentences.end() ? std::string(key) : fill(found->second, values);
}

bool has_message(Language language, std::string_view key) {
  return sentences_of(language).contains(key);
}

}  // namespace caregrid::core
