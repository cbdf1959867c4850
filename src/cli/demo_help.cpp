#include <algorithm>
#include <array>
#include <vector>

#include "cli/demo_lists.h"
#include "cli/demo_noise.h"

namespace caregrid::cli {

namespace {

enum Purpose : std::uint64_t { need = 40, helper, helper_person };

struct Share {
  std::string_view word;
  double share;
};

template <class Words>
std::size_t draw(const Words& words, core::SeededRng& rng) {
  double drawn = rng.unit();
  for (std::size_t i = 0; i < words.size(); ++i) {
    drawn -= words[i].share;
    if (drawn < 0) {
      return i;
    }
  }
  return words.size() - 1;
}

constexpr std::array<Share, 14> need_kinds = {{{"数学辅导", 0.14},
                                               {"英语辅导", 0.13},
                                               {"语文辅导", 0.09},
                                               {"成长陪伴", 0.12},
                                               {"课后托管", 0.1},
                                               {"御寒衣物", 0.1},
                                               {"心理辅导", 0.08},
                                               {"学习用品", 0.06},
                                               {"救助申请", 0.06},
                                               {"数字素养", 0.04},
                                               {"线上科学", 0.03},
                                               {"线上音乐", 0.01},
                                               {"健康服务", 0.03},
                                               {"亲情联系", 0.01}}};
constexpr std::array<Share, 4> urgencies = {
    {{"特急", 0.02}, {"紧急", 0.1}, {"一般", 0.5}, {"可缓", 0.38}}};
constexpr std::array<Share, 4> clearances = {
    {{"无违法犯罪记录", 0.82}, {"查询中", 0.08}, {"未查询", 0.09}, {"存在记录", 0.01}}};

/// A kind of helper: what it may offer, how far it goes and how much it can do in a week.
struct HelperKind {
  std::string_view word;
  double share;
  std::array<std::string_view, 4> services;
  std::int64_t radius_km;  ///< 0 for those who work online.
  std::uint64_t capacity_least;
  std::uint64_t capacity_spread;
  bool person;
};

constexpr std::array<HelperKind, 7> helper_kinds = {{
    {"大学生", 0.45, {"数学辅导", "英语辅导", "语文辅导", "成长陪伴"}, 10, 1, 4, true},
    {"退休教师", 0.18, {"语文辅导", "数学辅导", "英语辅导", "课后托管"}, 8, 4, 6, true},
    {"线上教师", 0.1, {"线上科学", "线上音乐", "数字素养", "英语辅导"}, 0, 3, 6, true},
    {"心理咨询师", 0.03, {"心理辅导", "成长陪伴", "心理辅导", "心理辅导"}, 0, 6, 6, true},
    {"社工", 0.07, {"心理辅导", "救助申请", "健康服务", "亲情联系"}, 20, 8, 9, true},
    {"儿童之家", 0.1, {"课后托管", "课后托管", "数字素养", "课后托管"}, 6, 20, 16, false},
    {"物资站", 0.07, {"御寒衣物", "学习用品", "御寒衣物", "学习用品"}, 40, 100, 150, false},
}};

/// "周六上午、周三晚上": from `least` on, no slot twice.
std::string written_slots(std::uint64_t least, std::uint64_t spread, core::SeededRng& rng) {
  constexpr std::array<std::string_view, 7> days = {"周一", "周二", "周三", "周四",
                                                    "周五", "周六", "周日"};
  constexpr std::array<std::string_view, 3> parts = {"上午", "下午", "晚上"};
  std::vector<std::size_t> chosen;
  const std::uint64_t wanted = least + rng.below(spread);
  while (chosen.size() < wanted) {
    const std::size_t day = rng.below(days.size());
    // Mornings of weekdays are for school.
    const std::size_t part = day < 5 ? 1 + rng.below(2) : rng.below(3);
    const std::size_t slot = day * parts.size() + part;
    if (std::find(chosen.begin(), chosen.end(), slot) == chosen.end()) {
      chosen.push_back(slot);
    }
  }
  std::string text;
  for (const std::size_t slot : chosen) {
    text.append(text.empty() ? "" : "、").append(days[slot / parts.size()]);
    text.append(parts[slot % parts.size()]);
  }
  return text;
}

core::Date some_days_ago(core::Date today, std::uint64_t days, core::SeededRng& rng) {
  return today + -static_cast<int>(1 + rng.below(days));
}

void add_need(const DemoWorld& world, const DemoChild& child, core::SeededRng& rng, DemoRow& row) {
  constexpr double identity_missing = 0.06;
  row.text(urgencies[draw(urgencies, rng)].word);
  row.text(child.name.text).text(rng.chance(identity_missing) ? "" : child.identity);
  row.text(world.places.villages()[child.village].name);
  row.text(written_slots(2, 5, rng)).number(static_cast<std::int64_t>(1 + rng.below(2)));
  row.text(rng.chance(0.05) ? "女" : "不限");
  const bool continued = rng.chance(0.06);
  const auto helpers = static_cast<std::uint64_t>(helper_count(world.options.children));
  row.text(continued ? helper_name(world, static_cast<std::int64_t>(rng.below(helpers))) : "");
  row.date(some_days_ago(world.options.today, 120, rng));
}

const HelperKind& kind_of(const DemoWorld& world, std::int64_t number) {
  core::SeededRng rng = demo_stream(world.options.seed, helper_person, number);
  return helper_kinds[draw(helper_kinds, rng)];
}

std::size_t village_of(const DemoWorld& world, std::int64_t number) {
  core::SeededRng rng = demo_stream(world.options.seed, helper, number);
  return rng.below(world.places.villages().size());
}

std::string services_of(const HelperKind& kind, core::SeededRng& rng) {
  const std::size_t first = rng.below(kind.services.size());
  std::string text(kind.services[first]);
  for (const std::string_view service : kind.services) {
    if (text.find(service) == std::string::npos && rng.chance(0.4)) {
      text.append("、").append(service);
    }
  }
  return text;
}

void add_clearance(const DemoWorld& world, const HelperKind& kind, core::SeededRng& rng,
                   DemoRow& row) {
  if (!kind.person) {
    row.text("不适用").text("");
    return;
  }
  const std::string_view result = clearances[draw(clearances, rng)].word;
  row.text(result);
  if (result == clearances[0].word || result == clearances[3].word) {
    // A query counts for a year: some of these no longer do.
    row.date(some_days_ago(world.options.today, 480, rng));
  } else {
    row.text("");
  }
}

}  // namespace

void write_needs(const DemoWorld& world, DemoSheet& sheet, DemoTick tick) {
  constexpr std::array<std::string_view, 10> header = {
      "需求类别",   "优先级",   "儿童姓名", "身份证号", "所在村居",
      "可参加时段", "每周次数", "性别要求", "原志愿者", "登记日期"};
  constexpr std::array widths = {12, 8, 12, 22, 24, 40, 8, 8, 12, 12};
  sheet.begin("需求", widths);
  sheet.add_header(header);
  DemoRow row;
  for (std::int64_t i = 0; i < world.options.children; ++i) {
    tick();
    const DemoChild child = world.children.make(i);
    core::SeededRng rng = demo_stream(world.options.seed, need, i);
    std::vector<std::size_t> kinds;
    // Rather more than one need a child of the civil-affairs list. Source: handbook 9.3.
    for (int chances = child.in_civil ? 3 : 0; chances > 0; --chances) {
      const std::size_t kind = draw(need_kinds, rng);
      const bool is_new = std::find(kinds.begin(), kinds.end(), kind) == kinds.end();
      if (rng.chance(0.38) && is_new) {
        kinds.push_back(kind);
        row.clear();
        row.text(need_kinds[kind].word);
        add_need(world, child, rng, row);
        sheet.add(row, i);
      }
    }
  }
}

std::int64_t helper_count(std::int64_t children) {
  return std::max<std::int64_t>(6, children / 16);
}

std::string helper_name(const DemoWorld& world, std::int64_t number) {
  const HelperKind& kind = kind_of(world, number);
  if (!kind.person) {
    const std::string& village = world.places.villages()[village_of(world, number)].name;
    constexpr std::size_t ending = std::string_view("村民委员会").size();
    const bool is_village = village.ends_with("村民委员会");
    return (is_village ? village.substr(0, village.size() - ending) : village) +
           std::string(kind.word);
  }
  core::SeededRng rng = demo_stream(world.options.seed, helper_person, number);
  rng.next();
  return make_name(make_surname(rng), rng).text;
}

void write_helpers(const DemoWorld& world, DemoSheet& sheet) {
  constexpr std::array<std::string_view, 14> header = {
      "资源编号", "姓名或名称", "性别",     "人员类别", "服务内容", "服务方式", "村居",
      "服务半径", "可用时段",   "每周人次", "背景审查", "审查日期", "是否培训", "手机"};
  constexpr std::array widths = {10, 14, 6, 12, 32, 8, 24, 8, 44, 8, 16, 12, 8, 14};
  sheet.begin("帮扶力量", widths);
  sheet.add_header(header);
  DemoRow row;
  for (std::int64_t i = 0; i < helper_count(world.options.children); ++i) {
    const HelperKind& kind = kind_of(world, i);
    core::SeededRng rng = demo_stream(world.options.seed, helper, i);
    const std::size_t village = rng.below(world.places.villages().size());
    row.clear();
    row.text("H" + std::to_string(100'000 + i)).text(helper_name(world, i));
    row.text(!kind.person ? "" : rng.chance(0.6) ? "女" : "男").text(kind.word);
    row.text(services_of(kind, rng)).text(kind.radius_km == 0 ? "线上" : "线下");
    row.text(world.places.villages()[village].name);
    if (kind.radius_km == 0) {
      row.text("");
    } else {
      row.number(kind.radius_km);
    }
    row.text(kind.person ? written_slots(2, 7, rng) : "不限");
    row.number(static_cast<std::int64_t>(kind.capacity_least + rng.below(kind.capacity_spread)));
    add_clearance(world, kind, rng, row);
    row.text(rng.chance(0.75) ? "是" : "否").text(make_phone(rng));
    sheet.add(row);
  }
}

}  // namespace caregrid::cli
