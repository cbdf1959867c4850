#include "tabular/encoding.h"

#include <iconv.h>

#include <bit>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "tabular/utf8.h"

namespace caregrid::tabular {

namespace {

constexpr std::size_t window_bytes = std::size_t{64} << 10U;

const char* iconv_name(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8:
      return "UTF-8";
    case Encoding::utf16_little:
      return "UTF-16LE";
    case Encoding::utf16_big:
      return "UTF-16BE";
    case Encoding::gb18030:
      return "GB18030";
  }
  return "UTF-8";
}

std::optional<SniffedEncoding> encoding_of_mark(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) {
    return SniffedEncoding{Encoding::utf8, 3};
  }
  if (head.starts_with("\xFF\xFE")) {
    return SniffedEncoding{Encoding::utf16_little, 2};
  }
  if (head.starts_with("\xFE\xFF")) {
    return SniffedEncoding{Encoding::utf16_big, 2};
  }
  return std::nullopt;
}

/// Whether a stretch with bytes above 127 is meant as UTF-8: whole, or broken in a few places.
/// In GB18030 text well under half of those bytes happen to form UTF-8 characters.
bool looks_like_utf8(std::string_view text) {
  std::int64_t inside = 0;
  std::int64_t outside = 0;
  while (!text.empty()) {
    const Utf8Scan scan = scan_utf8(text);
    for (const char byte : text.substr(0, scan.valid_bytes)) {
      inside += (static_cast<unsigned char>(byte) & 0x80U) != 0 ? 1 : 0;
    }
    if (!scan.broken) {
      break;
    }
    ++outside;
    text.remove_prefix(scan.valid_bytes + 1);
  }
  return outside == 0 || inside > 9 * outside;
}

}  // namespace

core::Result<SniffedEncoding> sniff_encoding(const ByteFile& file) {
  std::vector<char> window(window_bytes);
  std::int64_t offset = 0;
  while (true) {
    const auto count = file.read_at(offset, window);
    if (!count) {
      return count.error();
    }
    const std::string_view text(window.data(), *count);
    if (offset == 0) {
      if (const auto marked = encoding_of_mark(text)) {
        return *marked;
      }
    }
    const std::size_t ascii = find_non_ascii(text);
    if (ascii == text.size()) {
      if (*count < window.size()) {
        return SniffedEncoding{};
      }
      offset += static_cast<std::int64_t>(*count);
      continue;
    }
    // Judge a full window from the first foreign byte on: its neighbours say what it is.
    const auto judged = file.read_at(offset + static_cast<std::int64_t>(ascii), window);
    if (!judged) {
      return judged.error();
    }
    const bool utf8 = looks_like_utf8(std::string_view(window.data(), *judged));
    return SniffedEncoding{utf8 ? Encoding::utf8 : Encoding::gb18030, 0};
  }
}

/// Owns an iconv descriptor.
class Converter final {
 public:
  Converter(Encoding from, Encoding to) : handle_(::iconv_open(iconv_name(to), iconv_name(from))) {}
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() {
    if (usable()) {
      ::iconv_close(handle_);
    }
  }

  [[nodiscard]] bool usable() const {  // iconv.h defines failure as the pointer (iconv_t)-1.
    return std::bit_cast<std::intptr_t>(handle_) != -1;
  }

  struct Step {
    std::size_t used = 0;
    std::size_t made = 0;
    int problem = 0;  ///< 0, EILSEQ (wrong byte), EINVAL (cut character) or E2BIG (no room).
  };

  Step convert(std::span<char> from, std::span<char> into) {
    char* source = from.data();
    char* target = into.data();
    std::size_t source_left = from.size();
    std::size_t target_left = into.size();
    const std::size_t done = ::iconv(handle_, &source, &source_left, &target, &target_left);
    const int problem = done == static_cast<std::size_t>(-1) ? errno : 0;
    return Step{from.size() - source_left, into.size() - target_left, problem};
  }

 private:
  iconv_t handle_;
};

TextSource::TextSource(std::unique_ptr<ByteFile> file, SniffedEncoding sniffed)
    : file_(std::move(file)), encoding_(sniffed.encoding), offset_(sniffed.mark_bytes) {
  if (encoding_ != Encoding::utf8) {
    raw_.resize(window_bytes);
    converter_ = std::make_unique<Converter>(encoding_, Encoding::utf8);
  } else {
    raw_.resize(4);
  }
}

TextSource::~TextSource() = default;

core::Error TextSource::broken_at(std::int64_t offset) const {
  return core::invalid({}, "table.encoding",
                       "byte " + std::to_string(offset + 1) + " is not " + iconv_name(encoding_));
}

core::Result<std::size_t> TextSource::read(std::span<char> into) {
  core::check(into.size() >= 16);
  return encoding_ == Encoding::utf8 ? read_utf8(into) : read_converted(into);
}

core::Result<std::size_t> TextSource::read_utf8(std::span<char> into) {
  // raw_ holds the start of a character whose rest was not read yet, or a wrong byte.
  const std::size_t carried = raw_end_;
  if (broken_) {
    return broken_at(offset_ - static_cast<std::int64_t>(carried));
  }
  std::memcpy(into.data(), raw_.data(), carried);
  const auto count = file_->read_at(offset_, into.subspan(carried));
  if (!count) {
    return count.error();
  }
  offset_ += static_cast<std::int64_t>(*count);
  const std::size_t filled = carried + *count;
  const Utf8Scan scan = scan_utf8(std::string_view(into.data(), filled));
  const std::size_t rest = filled - scan.valid_bytes;
  const bool at_end = filled < into.size();
  if (scan.broken || (at_end && rest > 0)) {
    broken_ = true;
    offset_ -= static_cast<std::int64_t>(rest);
    raw_end_ = 0;
    return scan.valid_bytes > 0 ? core::Result<std::size_t>(scan.valid_bytes) : broken_at(offset_);
  }
  std::memcpy(raw_.data(), into.data() + scan.valid_bytes, rest);
  raw_end_ = rest;
  return scan.valid_bytes;
}

core::Result<std::size_t> TextSource::read_converted(std::span<char> into) {
  if (!converter_->usable()) {
    return core::failure(core::Code::unavailable, "table.encoding",
                         "this system cannot read " + std::string(iconv_name(encoding_)));
  }
  while (!broken_) {
    std::memmove(raw_.data(), raw_.data() + raw_begin_, raw_end_ - raw_begin_);
    raw_end_ -= raw_begin_;
    raw_begin_ = 0;
    const auto count = file_->read_at(offset_, std::span<char>(raw_).subspan(raw_end_));
    if (!count) {
      return count.error();
    }
    offset_ += static_cast<std::int64_t>(*count);
    raw_end_ += *count;
    if (raw_end_ == 0) {
      return std::size_t{0};
    }
    const auto step = converter_->convert(std::span<char>(raw_).first(raw_end_), into);
    raw_begin_ = step.used;
    broken_ = step.problem == EILSEQ || (step.problem == EINVAL && *count == 0);
    if (step.made > 0) {
      return step.made;
    }
  }
  return broken_at(offset_ - static_cast<std::int64_t>(raw_end_ - raw_begin_));
}

TextEncoder::TextEncoder(Encoding encoding)
    : converter_(encoding == Encoding::utf8
                     ? nullptr
                     : std::make_unique<Converter>(Encoding::utf8, encoding)) {}

TextEncoder::~TextEncoder() = default;

core::Result<void> TextEncoder::append(std::string_view text, std::string& into) {
  if (converter_ == nullptr) {
    into.append(text);
    return {};
  }
  if (!converter_->usable()) {
    return core::failure(core::Code::unavailable, "table.encoding");
  }
  // No encoding here needs more than four bytes for a byte of UTF-8.
  std::string source(text);
  std::string made(text.size() * 4, '\0');
  const auto step = converter_->convert(source, made);
  core::check(step.problem == 0);
  into.append(made, 0, step.made);
  return {};
}

}  // namespace caregrid::tabular
