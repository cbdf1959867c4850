#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace caregrid::support {

/// One part of an archive, as honest or dishonest as a test wants it.
struct ZipPart {
  std::string name;
  std::string content;
  std::uint32_t unix_mode = 0;       ///< Of a Unix system when not 0; 0120777 is a symbolic link.
  bool packed = false;               ///< `content` is a deflate stream already.
  std::uint32_t inflated_bytes = 0;  ///< What the directory claims of a packed part.
  std::uint32_t checksum = 0;        ///< Of a packed part.
};

namespace zip {

inline void put(std::string& bytes, std::uint64_t value, int count) {
  for (int i = 0; i < count; ++i) {
    bytes.push_back(static_cast<char>(value >> (8 * i) & 0xFFU));
  }
}

inline std::uint32_t checksum_of(std::string_view bytes) {
  std::uint32_t sum = 0xFFFFFFFFU;
  for (const char byte : bytes) {
    sum ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) {
      sum = (sum >> 1U) ^ ((sum & 1U) != 0 ? 0xEDB88320U : 0U);
    }
  }
  return ~sum;
}

/// What local header and directory entry have in common (PKWARE APPNOTE 4.3.7, 4.3.12).
inline void put_common(std::string& bytes, const ZipPart& part) {
  const bool packed = part.packed;
  put(bytes, 0x0800, 2);  // Names are UTF-8.
  put(bytes, packed ? 8 : 0, 2);
  put(bytes, 0, 2);
  put(bytes, 0x5821, 2);  // 2024-01-01
  put(bytes, packed ? part.checksum : checksum_of(part.content), 4);
  put(bytes, part.content.size(), 4);
  put(bytes, packed ? part.inflated_bytes : part.content.size(), 4);
  put(bytes, part.name.size(), 2);
  put(bytes, 0, 2);
}

}  // namespace zip

/// An archive of these parts, written by hand so that it may lie.
inline std::string build_zip(const std::vector<ZipPart>& parts) {
  std::string bytes;
  std::string directory;
  for (const ZipPart& part : parts) {
    const std::size_t offset = bytes.size();
    bytes += "PK\x03\x04";
    zip::put(bytes, 20, 2);
    zip::put_common(bytes, part);
    bytes += part.name + part.content;
    directory += "PK\x01\x02";
    zip::put(directory, part.unix_mode != 0 ? 0x0314 : 20, 2);
    zip::put(directory, 20, 2);
    zip::put_common(directory, part);
    zip::put(directory, 0, 6);
    zip::put(directory, std::uint64_t{part.unix_mode} << 16U, 4);
    zip::put(directory, offset, 4);
    directory += part.name;
  }
  const std::size_t start = bytes.size();
  bytes += directory + "PK\x05\x06";
  zip::put(bytes, 0, 4);
  zip::put(bytes, parts.size(), 2);
  zip::put(bytes, parts.size(), 2);
  zip::put(bytes, directory.size(), 4);
  zip::put(bytes, start, 4);
  zip::put(bytes, 0, 2);
  return bytes;
}

/// A deflate stream of one letter repeated 1 + 258 × `repeats` times: 13 bits for 258 bytes.
/// Source: RFC 1951 3.2.6, fixed Huffman codes.
inline std::string deflate_run(char letter, std::size_t repeats) {
  std::string bytes;
  unsigned pending = 0;
  unsigned bits = 0;
  const auto put_bit = [&](unsigned bit) {
    pending |= bit << bits;
    if (++bits == 8) {
      bytes.push_back(static_cast<char>(pending));
      pending = bits = 0;
    }
  };
  const auto put_code = [&](unsigned code, int length) {
    for (int i = length - 1; i >= 0; --i) {
      put_bit(code >> i & 1U);
    }
  };
  put_code(0b110, 3);                                       // Last block, fixed codes.
  put_code(0x30U + static_cast<unsigned char>(letter), 8);  // A literal below 144.
  for (std::size_t i = 0; i < repeats; ++i) {
    put_code(0b11000101, 8);  // Length 258 …
    put_code(0, 5);           // … at distance 1.
  }
  put_code(0, 7);
  while (bits != 0) {
    put_bit(0);
  }
  return bytes;
}

}  // namespace caregrid::support
