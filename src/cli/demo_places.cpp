#include "cli/demo_places.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace caregrid::cli {

namespace {

constexpr std::size_t stages = 5;
constexpr double metres_of_degree = 111'195;
constexpr core::Point county_centre{33.62, 106.34};

constexpr std::array<std::string_view, 40> village_first = {
    "石", "柳", "白", "青", "黑", "红", "黄", "大", "小", "长", "松", "杨", "桃", "杏",
    "梨", "枣", "槐", "榆", "竹", "茶", "麦", "谷", "沙", "土", "金", "银", "铁", "盐",
    "龙", "凤", "马", "牛", "羊", "鹿", "鹤", "雁", "云", "月", "泉", "井"};
constexpr std::array<std::string_view, 30> village_second = {
    "桥", "沟", "湾", "坪", "岭", "坡", "梁", "塬", "庄", "堡", "寨", "营", "店", "铺", "集",
    "滩", "渡", "口", "河", "川", "泉", "崖", "洼", "台", "垭", "坝", "塘", "冲", "垣", "屯"};
constexpr std::array<std::string_view, 5> village_before = {"", "上", "下", "东", "西"};
constexpr std::array<std::string_view, 24> township_first = {
    "青禾", "云溪", "石盘", "双河", "太平", "兴隆", "清水", "望月", "松林", "长坪", "白鹤", "金鸡",
    "柳溪", "桃源", "永丰", "福安", "龙潭", "凤鸣", "安乐", "义和", "新丰", "古渡", "落雁", "听泉"};
constexpr std::array<std::string_view, 12> township_before = {"",   "北", "南", "东", "西", "上",
                                                              "下", "新", "老", "大", "小", "中"};
constexpr std::array<std::string_view, 6> subjects = {"音乐",     "美术", "科学",
                                                      "信息技术", "英语", "体育"};

/// How many villages a county of so many children has. Source: domain handbook 9.3.
std::size_t village_count(std::int64_t children) {
  const std::int64_t dense = children / 33;
  const std::int64_t vast = std::max<std::int64_t>(450, children / 300);
  return static_cast<std::size_t>(std::clamp<std::int64_t>(dense, 8, vast));
}

core::Point moved(core::Point from, double distance_m, double direction) {
  const double shrink = std::cos(from.latitude * std::numbers::pi / 180);
  return core::Point{from.latitude + distance_m * std::sin(direction) / metres_of_degree,
                     from.longitude + distance_m * std::cos(direction) / metres_of_degree / shrink};
}

/// A place about `median_m` from another, in any direction, rarely further than three times that.
core::Point near(core::Point from, double median_m, core::SeededRng& rng) {
  const double distance_m = median_m * (0.15 + 1.7 * rng.unit() + (rng.chance(0.1) ? 1 : 0));
  return moved(from, distance_m, 2 * std::numbers::pi * rng.unit());
}

std::string village_name(std::size_t number) {
  // Steps with no common divisor scatter neighbours over the lists without repeating.
  constexpr std::size_t pairs = village_first.size() * village_second.size();
  const std::size_t pair = number % pairs * 617 % pairs;
  const std::string_view before = village_before[number / pairs % village_before.size()];
  std::string name(before);
  name.append(village_first[pair % village_first.size()]);
  name.append(village_second[pair / village_first.size()]);
  return name;
}

std::string township_name(std::size_t number) {
  std::string name(township_before[number / township_first.size() % township_before.size()]);
  name.append(township_first[number % township_first.size()]);
  return name;
}

std::string stem_of(std::string_view village) {
  for (const std::string_view ending : {"社区居民委员会", "村民委员会"}) {
    if (village.ends_with(ending)) {
      return std::string(village.substr(0, village.size() - ending.size()));
    }
  }
  return std::string(village);
}

}  // namespace

DemoPlaces::DemoPlaces(const DemoCountyOptions& options) {
  core::SeededRng rng(options.seed * 1'000'003 + 17);
  const std::size_t villages = village_count(options.children);
  const std::size_t townships = std::max<std::size_t>(2, villages / 15);
  constexpr std::size_t towns_max = 90;
  for (std::size_t i = 0; i < townships; ++i) {
    const bool town = i < std::min(towns_max, townships * 2 / 3 + 1);
    const auto serial = static_cast<std::int64_t>(
        town ? 100 + i : 200 + i - std::min(towns_max, townships * 2 / 3));
    townships_.push_back(
        DemoTownship{township_name(i) + (town ? "镇" : "乡"), options.county * 1000 + serial, {}});
    const double spread_m = 9'000 + 9'000 * std::sqrt(static_cast<double>(townships) / 18.0);
    centres_.push_back(i == 0 ? county_centre : near(county_centre, spread_m, rng));
  }
  for (std::size_t i = 0; i < villages; ++i) {
    add_village(i % townships, rng);
  }
  add_schools(rng);
}

void DemoPlaces::add_village(std::size_t township, core::SeededRng& rng) {
  constexpr double median_m = 4'000;
  DemoTownship& owner = townships_[township];
  const std::size_t number = villages_.size();
  const auto serial = static_cast<std::int64_t>(owner.villages.size());
  const bool community = serial < (township == 0 ? 4 : 1);
  villages_.push_back(
      DemoVillage{village_name(number) + (community ? "社区居民委员会" : "村民委员会"),
                  owner.code * 1000 + (community ? 1 : 200) + serial, township,
                  near(centres_[township], community ? 500 : median_m, rng)});
  owner.villages.push_back(number);
}

void DemoPlaces::add_school(DemoStage stage, std::size_t village, core::SeededRng& rng) {
  constexpr std::array<std::string_view, stages> endings = {"幼儿园", "小学", "初级中学",
                                                            "高级中学", "职业中学"};
  const auto kind = static_cast<std::size_t>(stage);
  const bool of_township = stage != DemoStage::primary && stage != DemoStage::kindergarten;
  const std::size_t township = villages_[village].township;
  std::string stem = of_township ? townships_[township].name : stem_of(villages_[village].name);
  if (of_township) {
    stem.resize(stem.size() - std::string_view("镇").size());
  }
  DemoSchool school{stem + std::string(endings[kind]), stage, village, rng.chance(0.6), {}};
  for (const std::string_view subject : subjects) {
    if (rng.chance(of_township ? 0.05 : 0.22)) {
      school.lacking.append(school.lacking.empty() ? "" : "、").append(subject);
    }
  }
  near_[kind][township].push_back(schools_.size());
  schools_.push_back(std::move(school));
}

void DemoPlaces::add_schools(core::SeededRng& rng) {
  near_.assign(stages, std::vector<std::vector<std::size_t>>(townships_.size()));
  for (std::size_t i = 0; i < townships_.size(); ++i) {
    const auto& villages = townships_[i].villages;
    for (std::size_t j = 0; j < villages.size(); ++j) {
      if (j % 4 == 0) {
        add_school(DemoStage::primary, villages[j], rng);
      }
      if (j % 6 == 0) {
        add_school(DemoStage::kindergarten, villages[j], rng);
      }
    }
    add_school(DemoStage::junior, villages.front(), rng);
    if (i % 5 == 0) {
      add_school(DemoStage::senior, villages.front(), rng);
    }
    if (i % 12 == 0) {
      add_school(DemoStage::vocational, villages.front(), rng);
    }
  }
}

std::size_t DemoPlaces::school_for(std::size_t village, DemoStage stage,
                                   std::uint64_t choice) const {
  const auto& by_township = near_[static_cast<std::size_t>(stage)];
  // Senior schools stand in every fifth township, vocational ones in every twelfth.
  std::size_t township = villages_[village].township;
  while (by_township[township].empty()) {
    --township;
  }
  const auto& found = by_township[township];
  return found[(village / townships_.size() + choice) % found.size()];
}

std::string DemoPlaces::full_name(std::size_t village) const {
  return townships_[villages_[village].township].name + villages_[village].name;
}

std::string_view stage_name(DemoStage stage) {
  constexpr std::array<std::string_view, stages> names = {"幼儿园", "小学", "初中", "高中", "中职"};
  return names[static_cast<std::size_t>(stage)];
}

}  // namespace caregrid::cli
