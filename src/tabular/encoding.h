#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "tabular/byte_file.h"
#include "tabular/text_format.h"

namespace caregrid::tabular {

/// An encoding and the bytes of a byte order mark to pass over.
struct SniffedEncoding {
  Encoding encoding = Encoding::utf8;
  std::int64_t mark_bytes = 0;

  bool operator==(const SniffedEncoding&) const = default;
};

/// Guesses from a byte order mark, else from the first stretch of text that is not ASCII, however
/// late it comes. A UTF-8 file with a few broken characters stays UTF-8, so that reading it fails
/// with the place instead of giving wrong characters.
core::Result<SniffedEncoding> sniff_encoding(const ByteFile& file);

class Converter;

/// The file as UTF-8 from front to back.
class TextSource final {
 public:
  TextSource(std::unique_ptr<ByteFile> file, SniffedEncoding sniffed);
  TextSource(const TextSource&) = delete;
  TextSource& operator=(const TextSource&) = delete;
  ~TextSource();

  /// Writes whole characters to the front of `into` (at least 16 bytes); 0 at the end.
  /// UTF-8 is checked where it was read, without a copy.
  /// Errors: invalid "table.encoding" once all text before the broken byte was given.
  core::Result<std::size_t> read(std::span<char> into);

  [[nodiscard]] std::int64_t bytes_done() const { return offset_; }
  [[nodiscard]] std::int64_t bytes_total() const { return file_->size_bytes(); }

 private:
  core::Result<std::size_t> read_utf8(std::span<char> into);
  core::Result<std::size_t> read_converted(std::span<char> into);
  [[nodiscard]] core::Error broken_at(std::int64_t offset) const;

  std::unique_ptr<ByteFile> file_;
  Encoding encoding_;
  std::int64_t offset_;    ///< Of the next byte to read.
  std::vector<char> raw_;  ///< Bytes read, not converted yet.
  std::size_t raw_begin_ = 0;
  std::size_t raw_end_ = 0;
  bool broken_ = false;  ///< The byte at raw_begin_ is wrong.
  std::unique_ptr<Converter> converter_;
};

/// UTF-8 turned into another encoding, piece by piece.
class TextEncoder final {
 public:
  explicit TextEncoder(Encoding encoding);
  TextEncoder(const TextEncoder&) = delete;
  TextEncoder& operator=(const TextEncoder&) = delete;
  ~TextEncoder();

  /// Appends valid UTF-8 of whole characters; every encoding here has them all.
  /// Errors: unavailable "table.encoding" when the system lacks the encoding.
  core::Result<void> append(std::string_view text, std::string& into);

 private:
  std::unique_ptr<Converter> converter_;  ///< None for UTF-8.
};

}  // namespace caregrid::tabular
