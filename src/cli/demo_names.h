#pragma once

#include <string>
#include <string_view>

#include "core/rng.h"

namespace caregrid::cli {

/// An invented name, in Chinese and as foreigners write it.
struct DemoName {
  std::string text;    ///< "陈晓宁", "阿依努尔·买买提"
  std::string pinyin;  ///< "Chen Xiaoning"

  bool operator==(const DemoName&) const = default;
};

/// A family's surname; its members share it.
struct DemoSurname {
  std::string_view text;
  std::string_view pinyin;
};

DemoSurname make_surname(core::SeededRng& rng);

/// A Han name of two or three characters.
DemoName make_name(const DemoSurname& surname, core::SeededRng& rng);

/// A name of two parts around U+00B7, as several nationalities have; it has no surname.
DemoName make_dotted_name(core::SeededRng& rng);

/// The name with one character as another clerk heard or wrote it (闫/阎, 晓/小), if it has one
/// that is often mistaken; else unchanged.
std::string mistake_name(std::string_view name, core::SeededRng& rng);

}  // namespace caregrid::cli
