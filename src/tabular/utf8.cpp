#include "tabular/utf8.h"

#include <cstring>

namespace caregrid::tabular {

namespace {

constexpr std::uint64_t high_bits = 0x8080808080808080U;

unsigned byte_at(std::string_view text, std::size_t position) {
  return static_cast<unsigned char>(text[position]);
}

/// Length by the lead byte, 0 when it can lead nothing.
std::size_t sequence_length(unsigned lead) {
  if (lead < 0x80) {
    return 1;
  }
  if (lead >= 0xC2 && lead <= 0xDF) {
    return 2;
  }
  if ((lead & 0xF0U) == 0xE0) {
    return 3;
  }
  return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/// The second byte carries the rules against overlong forms, surrogates and too large values.
bool is_second_byte(unsigned lead, unsigned second) {
  switch (lead) {
    case 0xE0:
      return second >= 0xA0 && second <= 0xBF;
    case 0xED:
      return second >= 0x80 && second <= 0x9F;
    case 0xF0:
      return second >= 0x90 && second <= 0xBF;
    case 0xF4:
      return second >= 0x80 && second <= 0x8F;
    default:
      return second >= 0x80 && second <= 0xBF;
  }
}

enum class Sequence { whole, cut, broken };

Sequence check_sequence(std::string_view text, std::size_t position, std::size_t length) {
  if (length == 0) {
    return Sequence::broken;
  }
  const std::size_t available = std::min(length, text.size() - position);
  if (available > 1 && !is_second_byte(byte_at(text, position), byte_at(text, position + 1))) {
    return Sequence::broken;
  }
  for (std::size_t i = 2; i < available; ++i) {
    if ((byte_at(text, position + i) & 0xC0U) != 0x80) {
      return Sequence::broken;
    }
  }
  return available == length ? Sequence::whole : Sequence::cut;
}

}  // namespace

std::size_t find_non_ascii(std::string_view text) {
  std::size_t position = 0;
  while (position + 8 <= text.size()) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + position, 8);
    if ((word & high_bits) != 0) {
      break;
    }
    position += 8;
  }
  while (position < text.size() && byte_at(text, position) < 0x80) {
    ++position;
  }
  return position;
}

Utf8Scan scan_utf8(std::string_view text) {
  std::size_t position = 0;
  while (position < text.size()) {
    const unsigned lead = byte_at(text, position);
    if (lead < 0x80) {
      position += find_non_ascii(text.substr(position));
      continue;
    }
    // Chinese text is nearly all three-byte characters away from the edges of the range.
    if (lead > 0xE0 && lead < 0xED && position + 3 <= text.size() &&
        (byte_at(text, position + 1) & 0xC0U) == 0x80 &&
        (byte_at(text, position + 2) & 0xC0U) == 0x80) {
      position += 3;
      continue;
    }
    const std::size_t length = sequence_length(lead);
    const Sequence found = check_sequence(text, position, length);
    if (found != Sequence::whole) {
      return Utf8Scan{position, found == Sequence::broken};
    }
    position += length;
  }
  return Utf8Scan{position, false};
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (const char byte : text) {
    count += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80 ? 1U : 0U;
  }
  return count;
}

void append_utf8(char32_t character, std::string& into) {
  if (character > 0x10FFFF || (character >= 0xD800 && character <= 0xDFFF)) {
    character = 0xFFFD;
  }
  const auto tail = [&](unsigned shift) {
    into.push_back(static_cast<char>(0x80U | ((character >> shift) & 0x3FU)));
  };
  if (character < 0x80) {
    into.push_back(static_cast<char>(character));
  } else if (character < 0x800) {
    into.push_back(static_cast<char>(0xC0U | (character >> 6U)));
    tail(0);
  } else if (character < 0x10000) {
    into.push_back(static_cast<char>(0xE0U | (character >> 12U)));
    tail(6);
    tail(0);
  } else {
    into.push_back(static_cast<char>(0xF0U | (character >> 18U)));
    tail(12);
    tail(6);
    tail(0);
  }
}

char32_t next_character(std::string_view text, std::size_t& position) {
  const unsigned lead = byte_at(text, position);
  const std::size_t length = std::max<std::size_t>(1, sequence_length(lead));
  char32_t character = length == 1 ? lead : lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length && position + i < text.size(); ++i) {
    character = (character << 6U) | (byte_at(text, position + i) & 0x3FU);
  }
  position += length;
  return character;
}

}  // namespace caregrid::tabular
