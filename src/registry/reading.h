#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "registry/child.h"

namespace caregrid::registry {

/// Reads 男/女, M/F, boy/girl, 1/2 (GB/T 2261.1); none for other words. Empty text is unknown.
std::optional<Sex> read_sex(std::string_view text);

/// Reads 是/否, 有/无, Y/N, true/false, 1/0, √/×; none for other words and for empty text.
std::optional<bool> read_yes_no(std::string_view text);

/// Reads a whole number, also in full-width digits and with a unit behind it ("3次", "12 km").
std::optional<std::int64_t> read_integer(std::string_view text);

/// Reads a decimal number, also in full-width digits.
std::optional<double> read_decimal(std::string_view text);

/// The digits of one phone number: 11 of a mobile one, or 7 to 12 of a fixed one; +86 is taken off.
/// None when the text is something else. Prefix 100 is given to nobody: an invented person's.
std::optional<std::string> read_phone(std::string_view text);

/// "100******63": the first three and last two digits stay. A text that is no number shows nothing.
std::string mask_phone(std::string_view phone);

/// The GB/T 3304 code (1 to 56, 97 other, 98 foreign origin) of a Chinese name with or without 族,
/// an English name or a code; none for other words.
std::optional<int> read_ethnicity(std::string_view text);

/// "汉族"; empty for a number that is no code.
std::string ethnicity_name(int code);

}  // namespace caregrid::registry
