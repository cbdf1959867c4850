#pragma once

namespace caregrid::tabular {

/// How a text file writes its characters.
enum class Encoding { utf8, utf16_little, utf16_big, gb18030 };

/// How a CSV file is written.
struct CsvFormat {
  Encoding encoding = Encoding::utf8;  ///< The Unicode ones with a byte order mark.
  char delimiter = ',';

  bool operator==(const CsvFormat&) const = default;
};

}  // namespace caregrid::tabular
