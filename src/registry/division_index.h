#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "registry/division.h"

namespace caregrid::registry {

/// What a text says about a place.
enum class DivisionMatch : std::uint8_t {
  village,    ///< Exactly one village or community.
  larger,     ///< A township or the county itself, no village.
  elsewhere,  ///< A place in another province.
  ambiguous,  ///< Several villages; `detail` lists them with their townships.
  unknown,    ///< None; `detail` lists up to three with similar names.
};

struct DivisionReading {
  DivisionMatch match = DivisionMatch::unknown;
  std::int64_t code = 0;  ///< Set for village and larger.
  std::string detail;     ///< Set for ambiguous and unknown.
  bool is_exact = false;  ///< The text is just the name as the register has it.
};

/// Finds villages by what people write: "四门镇岗头村民委员会", "四门岗头村", "渭北社区", "岗头",
/// a whole address with house number, or a code of 9 or 12 digits.
///
/// A township before the name narrows; without one the name must be unique. A name that fits
/// exactly goes before one that fits without its ending (村民委员会, 居委会, 社区, 村 …).
/// Cost: a look-up of a text as the register itself writes it is one hash, no allocation.
class DivisionIndex final {
 public:
  DivisionIndex() = default;
  /// `divisions` of one county, townships and the county itself included.
  explicit DivisionIndex(std::vector<Division> divisions);

  [[nodiscard]] DivisionReading find(std::string_view text) const;

  /// The name with its township in front ("四门镇岗头村民委员会"); empty for an unknown code.
  [[nodiscard]] std::string full_name(std::int64_t code) const;

  [[nodiscard]] std::span<const Division> divisions() const { return divisions_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  template <class Found>
  using ByText = std::unordered_map<std::string, Found, Hash, std::equal_to<>>;

  /// The part of an address that names the village, and the township before it.
  struct Address {
    std::string_view rest;
    const Division* township = nullptr;
    const Division* larger = nullptr;  ///< Smallest place named before `rest`.
  };

  void add_village(const Division& village, std::size_t index);
  void add_prefixes(const Division& division, std::size_t index);
  [[nodiscard]] const Division* find_code(std::int64_t code) const;
  [[nodiscard]] Address split(std::string_view text) const;
  [[nodiscard]] DivisionReading find_solid(std::string_view text) const;
  [[nodiscard]] std::vector<const Division*> candidates(const Address& address) const;
  [[nodiscard]] DivisionReading choose(const std::vector<const Division*>& found,
                                       std::string_view name) const;
  [[nodiscard]] std::string nearest(const Address& address) const;

  std::vector<Division> divisions_;           ///< Ordered by code.
  ByText<std::size_t> exact_;                 ///< Whole texts that mean one village.
  ByText<std::vector<std::size_t>> by_stem_;  ///< Villages by name without its ending.
  ByText<std::size_t> prefixes_;  ///< Townships and the county, with and without ending.
  std::size_t prefix_bytes_max_ = 0;
  std::size_t stem_bytes_max_ = 0;
};

}  // namespace caregrid::registry
