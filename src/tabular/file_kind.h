#pragma once

#include <string_view>

namespace caregrid::tabular {

/// What the first bytes of a file say it is.
enum class FileKind { text, zip, compound, web_page, xml, binary };

/// Judges by content alone; `head` is the start of the file, 4 KiB or all of it.
FileKind detect_file_kind(std::string_view head);

}  // namespace caregrid::tabular
