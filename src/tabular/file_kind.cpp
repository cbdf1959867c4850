#include "tabular/file_kind.h"

#include <algorithm>
#include <array>
#include <string>

namespace caregrid::tabular {

namespace {

using namespace std::string_view_literals;

constexpr std::array binary_magics = {"%PDF"sv,
                                      "\x89PNG"sv,
                                      "\xFF\xD8\xFF"sv,
                                      "GIF8"sv,
                                      "RIFF"sv,
                                      "7z\xBC\xAF"sv,
                                      "Rar!"sv,
                                      "\x1F\x8B"sv,
                                      "\x7F"
                                      "ELF"sv,
                                      "SQLite format 3"sv,
                                      "II*\0"sv,
                                      "MM\0*"sv,
                                      "BZh"sv,
                                      "\xFD"
                                      "7zXZ"sv,
                                      R"({\rtf)"sv,
                                      "\x28\xB5\x2F\xFD"sv};

bool is_wide_text(std::string_view head) {
  return head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF");
}

/// The head without byte order mark and leading blanks, in lower case; for spotting markup.
std::string opening(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) {
    head.remove_prefix(3);
  }
  head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
  std::string lower(head.substr(0, 16));
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return lower;
}

/// NUL never occurs in text of a byte encoding; other controls only as odd ones out.
bool has_binary_bytes(std::string_view head) {
  std::size_t controls = 0;
  for (const char byte : head) {
    const auto value = static_cast<unsigned char>(byte);
    if (value == 0) {
      return true;
    }
    controls += value < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' ? 1U : 0U;
  }
  return controls > head.size() / 10;
}

}  // namespace

FileKind detect_file_kind(std::string_view head) {
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) {
    return FileKind::zip;
  }
  if (head.starts_with("\xD0\xCF\x11\xE0")) {
    return FileKind::compound;
  }
  if (std::any_of(binary_magics.begin(), binary_magics.end(),
                  [&](std::string_view magic) { return head.starts_with(magic); })) {
    return FileKind::binary;
  }
  if (is_wide_text(head)) {
    return FileKind::text;
  }
  const std::string start = opening(head);
  if (start.starts_with("<!doctype") || start.starts_with("<html") || start.starts_with("<table")) {
    return FileKind::web_page;
  }
  if (start.starts_with("<?xml")) {
    return FileKind::xml;
  }
  return has_binary_bytes(head) ? FileKind::binary : FileKind::text;
}

}  // namespace caregrid::tabular
