#include "registry/link_record.h"

#include <algorithm>
#include <string>
#include <vector>

#include "registry/han.h"
#include "registry/identity_number.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

constexpr char32_t dense_first = 0x4E00;
constexpr char32_t dense_last = 0x9FFF;
constexpr int parent_years_min = 12;
/// Beyond the basic plane, characters are hashed into the private use area.
constexpr std::uint32_t private_first = 0xE000;
constexpr std::uint32_t private_size = 0x1900;

std::uint64_t mix(std::uint64_t value) {
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31U);
}

/// 32 bits that are 0 for 0 only.
std::uint32_t shorten(std::uint64_t value) {
  return value == 0 ? 0 : std::max<std::uint32_t>(1, static_cast<std::uint32_t>(mix(value) >> 32U));
}

std::uint16_t pack_character(char32_t point) {
  if (is_wildcard_character(point)) {
    return packed_wildcard;
  }
  const char32_t variant = variant_class(point);
  return static_cast<std::uint16_t>(variant <= 0xFFFF ? variant
                                                      : private_first + variant % private_size);
}

/// A text as sounds: sums of letters' numbers, whatever their order.
struct Sound {
  std::uint64_t letters = 0;
  std::uint64_t blurred = 0;
};

Sound sound_of(std::string_view pinyin) {
  return {letters_key(pinyin), letters_key(fold_pinyin(pinyin))};
}

bool is_repeated(std::string_view digits) {
  return digits.find_first_not_of(digits.front()) == std::string_view::npos;
}

std::uint64_t pack_phone(std::string_view text) {
  std::string digits;
  each_solid(text, [&](char32_t point) {
    if (point >= U'0' && point <= U'9') {
      digits.push_back(static_cast<char>(point));
    }
  });
  if (digits.size() == 13 && digits.starts_with("86")) {
    digits.erase(0, 2);
  }
  if (digits.size() < 7 || digits.size() > 18 || is_repeated(digits)) {
    return 0;
  }
  std::uint64_t number = 0;
  for (const char digit : digits) {
    number = number * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  return number;
}

std::uint32_t pack_date(core::Date date) {
  const core::YearMonthDay parts = core::parts_of(date);
  return static_cast<std::uint32_t>(parts.year << 9 | parts.month << 5 | parts.day);
}

/// 17 digits and a digit or X, however wrong the check; 0 for anything else.
std::uint64_t pack_loose(std::string_view text) {
  std::string characters;
  each_solid(text, [&](char32_t point) {
    characters.push_back(point == U'x' ? 'X' : point < 0x80 ? static_cast<char>(point) : '#');
  });
  if (characters.size() != 18 || is_repeated(characters)) {
    return 0;
  }
  for (std::size_t i = 0; i < 18; ++i) {
    const bool is_digit = characters[i] >= '0' && characters[i] <= '9';
    const bool is_check = i == 17 && characters[i] == 'X';
    if (!is_digit && !is_check) {
      return 0;
    }
  }
  return static_cast<std::uint64_t>(pack_identity(characters));
}

void pack_number(const LinkClaim& claim, LinkRecord& record) {
  if (claim.identity.empty()) {
    return;
  }
  // Nobody who is linked was born after this day, whatever the day is.
  const core::Date far_ahead = *core::make_date({2050, 1, 1});
  const IdentityReading reading = read_identity_number(claim.identity, far_ahead);
  if (!reading.number) {
    record.identity = pack_loose(claim.identity);
    return;
  }
  const IdentityNumber& number = *reading.number;
  const core::Date born_on = number.born_on();
  if (claim.born_on &&
      core::parts_of(*claim.born_on).year - core::parts_of(born_on).year >= parent_years_min) {
    return;
  }
  record.identity = static_cast<std::uint64_t>(number.key());
  record.is_identity_valid = true;
  record.is_identity_own =
      claim.born_on == born_on && (claim.sex == Sex::unknown || claim.sex == number.sex());
}

}  // namespace

/// Sounds of the common characters, as surnames and elsewhere.
struct LinkPacker::Sounds {
  std::vector<Sound> anywhere;
  std::vector<Sound> as_surname;

  Sounds() {
    for (char32_t point = dense_first; point <= dense_last; ++point) {
      const Readings readings = readings_of(point);
      anywhere.push_back(readings.count == 0 ? Sound{} : sound_of(readings.syllable[0]));
      std::string two;
      append_code_point(two, point);
      const std::string pinyin = readings.count < 2 ? std::string() : pinyin_of(two + "一");
      as_surname.push_back(pinyin.empty() ? anywhere.back()
                                          : sound_of(pinyin.substr(0, pinyin.find(' '))));
    }
  }

  [[nodiscard]] Sound of(std::string_view name) const {
    Sound sum;
    bool is_latin = false;
    bool is_first = true;
    for (std::size_t at = 0; at < name.size();) {
      const CodePoint point = code_point_at(name, at);
      at += point.bytes;
      if (point.value >= dense_first && point.value <= dense_last) {
        const Sound& sound = (is_first ? as_surname : anywhere)[point.value - dense_first];
        sum.letters += sound.letters;
        sum.blurred += sound.blurred;
      } else {
        is_latin = is_latin || point.value < 0x300;
      }
      is_first = false;
    }
    return is_latin ? sound_of(pinyin_of(name)) : sum;
  }
};

LinkPacker::LinkPacker() : sounds_(std::make_unique<const Sounds>()) {}

LinkPacker::~LinkPacker() = default;

LinkRecord LinkPacker::pack(const LinkClaim& claim) const {
  LinkRecord record;
  record.sex = claim.sex;
  record.village = claim.village;
  record.phone = pack_phone(claim.phone);
  record.born_on = claim.born_on ? pack_date(*claim.born_on) : 0;
  pack_number(claim, record);
  if (!is_placeholder(claim.name)) {
    std::uint64_t hash = 0;
    for (std::size_t at = 0; at < claim.name.size();) {
      const CodePoint point = code_point_at(claim.name, at);
      at += point.bytes;
      const std::uint16_t packed = pack_character(point.value);
      hash = mix(hash ^ packed) + packed;
      if (record.name_length < record.name.size()) {
        record.name[record.name_length] = packed;
      }
      record.name_length = static_cast<std::uint8_t>(std::min(record.name_length + 1, 255));
    }
    const Sound sound = sounds_->of(claim.name);
    record.name_hash = shorten(hash);
    record.pinyin = shorten(sound.letters);
    record.blurred = shorten(sound.blurred);
  }
  if (!is_placeholder(claim.guardian)) {
    std::uint64_t hash = 0;
    for (std::size_t at = 0; at < claim.guardian.size();) {
      const CodePoint point = code_point_at(claim.guardian, at);
      at += point.bytes;
      hash = mix(hash ^ pack_character(point.value));
    }
    record.guardian = shorten(hash);
    record.guardian_blurred = shorten(sounds_->of(claim.guardian).blurred);
  }
  return record;
}

}  // namespace caregrid::registry
