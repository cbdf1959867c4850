#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "access/keys.h"
#include "core/file.h"

namespace caregrid::access {

/// Reads keys as text: one base64 of 32 bytes a line (or between commas), the one in use last;
/// "#" begins a remark. Errors: unavailable "keys.format", never with any of the text.
core::Result<std::vector<WrappingKey>> parse_keys(std::string_view text);
std::string write_keys(const std::vector<WrappingKey>& keys);

/// Keys in a file that only its owner may read.
std::unique_ptr<KeySource> make_file_source(core::FileSystem& files, std::string path);

/// Keys handed over as a text (from the environment); they cannot be added to.
std::unique_ptr<KeySource> make_text_source(std::string text);

}  // namespace caregrid::access
