#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/embedded.h"

namespace caregrid::core {

/// The languages the program speaks.
enum class Language { zh, en };

/// "zh-CN,zh;q=0.9" or "en" → the language to use; Chinese unless English comes first.
Language parse_language(std::string_view text);

/// One value to fill into a sentence.
struct MessageValue {
  std::string_view name;
  std::string_view text;
};

/// The sentence for a reason key, with its `{placeholders}` filled; the key itself when there is
/// no sentence, so that nothing is ever hidden.
///
/// Source: packs/core/messages.<language>.json, embedded when the program is built; the web app
/// reads the same files.
std::string message(Language language, std::string_view key,
                    std::span<const MessageValue> values = {});

/// Whether there is a sentence for the key.
bool has_message(Language language, std::string_view key);

/// The files the sentences come from: messages.en.json, messages.zh.json.
std::span<const EmbeddedFile> message_files();

}  // namespace caregrid::core
