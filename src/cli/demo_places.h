#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/demo_county.h"
#include "core/geo.h"
#include "core/rng.h"

namespace caregrid::cli {

/// A town or rural township with its villages by index.
struct DemoTownship {
  std::string name;
  std::int64_t code = 0;  ///< Nine digits.
  std::vector<std::size_t> villages;
};

/// A village or residents' community.
struct DemoVillage {
  std::string name;       ///< "上石桥村民委员会"; no two alike in the county.
  std::int64_t code = 0;  ///< Twelve digits.
  std::size_t township = 0;
  core::Point place;
};

/// Stages of schooling, youngest first.
enum class DemoStage { kindergarten, primary, junior, senior, vocational };

/// A school in a village; junior and higher ones carry the township's name.
struct DemoSchool {
  std::string name;
  DemoStage stage = DemoStage::primary;
  std::size_t village = 0;
  bool connected = false;
  std::string lacking;  ///< Subjects, "音乐、美术".
};

/// The county's places: villages around their townships, schools in villages.
///
/// As many as the children need: about 33 children a village in a small county, 300 in a vast one.
class DemoPlaces final {
 public:
  explicit DemoPlaces(const DemoCountyOptions& options);

  [[nodiscard]] const std::vector<DemoTownship>& townships() const { return townships_; }
  [[nodiscard]] const std::vector<DemoVillage>& villages() const { return villages_; }
  [[nodiscard]] const std::vector<DemoSchool>& schools() const { return schools_; }

  /// A school of a stage near a village; `choice` tells children of one village apart.
  [[nodiscard]] std::size_t school_for(std::size_t village, DemoStage stage,
                                       std::uint64_t choice) const;

  /// "石桥镇上石桥村民委员会"
  [[nodiscard]] std::string full_name(std::size_t village) const;

 private:
  void add_village(std::size_t township, core::SeededRng& rng);
  void add_schools(core::SeededRng& rng);
  void add_school(DemoStage stage, std::size_t village, core::SeededRng& rng);

  std::vector<DemoTownship> townships_;
  std::vector<DemoVillage> villages_;
  std::vector<core::Point> centres_;  ///< Of the townships.
  std::vector<DemoSchool> schools_;
  /// By stage, by township: indices into `schools_`; the county's own where a township has none.
  std::vector<std::vector<std::vector<std::size_t>>> near_;
};

/// "小学", as lists write it.
std::string_view stage_name(DemoStage stage);

}  // namespace caregrid::cli
