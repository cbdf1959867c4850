#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace caregrid::tabular {

/// Where a workbook starts counting days.
enum class DateSystem { from_1900, from_1904 };

/// What a number format shows.
enum class NumberStyle : unsigned char { plain, date, time };

/// The shortest text that reads back as the same number: "0.1", not "0.10000000000000001"; whole
/// numbers without exponent up to 21 digits. A text of digits only stays as it is; none when it is
/// no number.
std::optional<std::string> number_text(std::string_view stored);

/// The civil day of a serial number, as the program that made it shows it, which for 1900 includes
/// the 29th of February that never was. None outside 1900 (or 1904) to 9999; a serial of the 1900
/// system below 1 has no day.
/// Source: ECMA-376 part 1, 18.17.4.
std::optional<std::string> date_text(double serial, DateSystem system);

/// "08:30", or "08:30:15" when there are seconds.
std::string time_text(double serial);

/// Reads a number format code, Chinese and quoted parts included: yyyy"年"m"月"d"日".
NumberStyle classify_format(std::string_view code);

/// The same for the formats every workbook has without saying so.
/// Source: ECMA-376 part 1, 18.8.30, with the Chinese and Japanese ones.
NumberStyle classify_builtin_format(int id);

/// Replaces "_x000D_" by the character it stands for.
/// Source: ECMA-376 part 1, 22.9.2.19.
void unescape_controls(std::string& text);

/// Protects text that looks like such an escape, for writing.
std::string escape_controls(std::string_view text);

}  // namespace caregrid::tabular
