#include "cli/demo_lists.h"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <utility>

#include "cli/demo_noise.h"

namespace caregrid::cli {

namespace {

enum Purpose : std::uint64_t { roster = 20, roster_again, civil, civil_again, partner, again };

/// Children who stand in a list twice. Source: domain handbook 9.3.
constexpr double listed_again_share = 0.04;

/// The second entry comes so many rows after the first.
constexpr std::int64_t again_after = 97;

std::string_view grade_name(int grade) {
  constexpr std::array<std::string_view, 15> names = {
      "小班",   "中班",   "大班",   "一年级", "二年级", "三年级", "四年级", "五年级",
      "六年级", "七年级", "八年级", "九年级", "高一",   "高二",   "高三"};
  return names[static_cast<std::size_t>(std::clamp(grade + 2, 0, 14))];
}

std::string_view sex_word(bool male, core::SeededRng& rng) {
  const double drawn = rng.unit();
  if (drawn < 0.9) {
    return male ? "男" : "女";
  }
  if (drawn < 0.95) {
    return male ? "1" : "2";
  }
  return male ? "M" : "F";
}

/// Whom a school would call.
const DemoAdult& contact_of(const DemoCare& care) {
  if (!care.carer.name.empty() && care.father.is_away()) {
    return care.carer;
  }
  return care.father.is_away() ? care.mother : care.father;
}

/// Children to be entered once more, each some rows later.
class AgainQueue final {
 public:
  void add(DemoChild child, std::int64_t row) {
    waiting_.emplace_back(row + again_after, std::move(child));
  }
  /// The next one whose row has come, or any when `all` rows are written.
  std::optional<DemoChild> take(std::int64_t row, bool all) {
    if (waiting_.empty() || (!all && waiting_.front().first > row)) {
      return std::nullopt;
    }
    DemoChild child = std::move(waiting_.front().second);
    waiting_.pop_front();
    return child;
  }

 private:
  std::deque<std::pair<std::int64_t, DemoChild>> waiting_;
};

/// Runs through the children of a list, those listed twice a second time as `moved` makes them.
/// `write` gets the child, whether it is the second time, and the count of rows so far.
template <class IsListed, class Move, class Write>
void each_listed(const DemoWorld& world, DemoTick tick, IsListed is_listed, Move moved,
                 Write write) {
  AgainQueue queue;
  std::int64_t rows = 0;
  for (std::int64_t i = 0; i < world.options.children; ++i) {
    tick();
    const DemoChild child = world.children.make(i);
    if (!is_listed(child)) {
      continue;
    }
    write(child, false, ++rows);
    core::SeededRng rng = demo_stream(world.options.seed, again, i);
    if (rng.chance(listed_again_share)) {
      queue.add(moved(child, rng), rows);
    }
    while (const auto second = queue.take(rows, false)) {
      write(*second, true, ++rows);
    }
  }
  while (const auto second = queue.take(rows, true)) {
    write(*second, true, ++rows);
  }
}

void add_title(DemoSheet& sheet, std::string_view title) {
  DemoRow row;
  sheet.add(row.text(title));
}

void add_pupil(const DemoWorld& world, const DemoChild& child, core::SeededRng& rng, DemoRow& row) {
  const DemoSchool& school = world.places.schools()[*child.school];
  row.text(written_name(child, rng)).text(sex_word(child.male, rng)).text(child.ethnicity);
  add_written_date(row, written_birth_date(child, world.options.today, rng), rng);
  const std::string identity = written_identity(child, rng);
  const bool is_right = identity == child.identity;
  row.text(identity).text(is_right && rng.chance(0.97) ? "G" + identity : std::string());
  row.text(school.name).text(grade_name(child.grade));
  row.text(std::to_string(1 + rng.below(4)) + "班").text(child.boards ? "是" : "否");
  row.text(written_village(world.places, child.village, rng));
  const DemoAdult& contact = contact_of(child.care);
  row.text(contact.name).text(contact.phone);
}

void write_pupils(const DemoWorld& world, std::optional<DemoStage> stage, DemoSheet& sheet,
                  DemoTick tick) {
  const auto& schools = world.places.schools();
  DemoRow row;
  std::int64_t pupils = 0;
  each_listed(
      world, tick,
      [&](const DemoChild& child) {
        return child.in_roster && (!stage || schools[*child.school].stage == *stage);
      },
      [&](DemoChild child, core::SeededRng& rng) {
        const std::size_t moved_to = rng.below(world.places.villages().size());
        child.school = world.places.school_for(moved_to, schools[*child.school].stage, 0);
        return child;
      },
      [&](const DemoChild& child, bool second, std::int64_t rows) {
        core::SeededRng rng =
            demo_stream(world.options.seed, second ? roster_again : roster, child.number);
        row.clear();
        row.number(rows);
        add_pupil(world, child, rng, row);
        sheet.add(row, child.number);
        pupils = rows;
      });
  row.clear();
  sheet.add(row.text("合计").text(std::to_string(pupils) + "人"));
}

std::string_view category_of(const DemoCare& care) {
  if (care.assistance == "孤儿") {
    return "孤儿";
  }
  if (care.father.is_away() && care.mother.is_away()) {
    return "农村留守儿童";
  }
  return care.guardianship == "无人监护" ? "事实无人抚养儿童" : "困境儿童";
}

void add_adult(DemoRow& row, const DemoAdult& adult) {
  row.text(adult.name).text(adult.place).text(adult.phone);
}

void add_civil_row(const DemoWorld& world, const DemoChild& child, core::SeededRng& rng,
                   DemoRow& row) {
  const DemoVillage& village = world.places.villages()[child.village];
  const DemoCare& care = child.care;
  row.text(category_of(care)).text(written_name(child, rng)).text(child.male ? "男" : "女");
  row.text(written_identity(child, rng));
  row.text(core::to_iso(written_birth_date(child, world.options.today, rng)));
  row.text(child.ethnicity).text(world.places.townships()[village.township].name);
  row.text(village.name).text(child.health);
  row.text(child.school ? stage_name(world.places.schools()[*child.school].stage) : "未入学");
  add_adult(row, care.father);
  add_adult(row, care.mother);
  row.text(care.carer.name).text(care.relation).text(care.carer.phone);
  row.text(care.guardianship).text(care.assistance);
  row.text(rng.chance(0.02) ? "=建议入户核实" : "");
}

void add_partner_row(const DemoWorld& world, const DemoChild& child, core::SeededRng& rng,
                     DemoRow& row) {
  constexpr std::array<std::string_view, 4> programmes = {"Night Library", "Reading Together",
                                                          "Mentorship", "Summer Camp"};
  const DemoAdult& contact = contact_of(child.care);
  row.text(written_name(child, rng)).text(child.name.pinyin).text(child.male ? "boy" : "girl");
  row.text(english_date(written_birth_date(child, world.options.today, rng)));
  row.text(world.places.villages()[child.village].name);
  row.text(child.school ? world.places.schools()[*child.school].name : "");
  row.text(contact.name).text(contact.phone).text(programmes[rng.below(programmes.size())]);
  row.text(std::to_string(2021 + rng.below(6)));
  row.text(rng.chance(0.01) ? "=HYPERLINK(\"http://example.org\")" : "");
}

}  // namespace

void write_villages(const DemoWorld& world, DemoSheet& sheet) {
  constexpr std::array<std::string_view, 6> header = {"序号",           "乡镇名称", "村（居）名称",
                                                      "统计用区划代码", "经度",     "纬度"};
  constexpr std::array widths = {6, 14, 28, 18, 12, 12};
  sheet.begin("村居", widths);
  add_title(sheet, "村（社区）基本信息表");
  sheet.add_header(header);
  DemoRow row;
  std::int64_t number = 0;
  for (const DemoVillage& village : world.places.villages()) {
    row.clear();
    row.number(++number).text(world.places.townships()[village.township].name);
    row.text(village.name).text(std::to_string(village.code));
    row.number(village.place.longitude).number(village.place.latitude);
    sheet.add(row);
  }
}

void write_schools(const DemoWorld& world, DemoSheet& sheet) {
  constexpr std::array<std::string_view, 6> header = {"学校名称",   "学段",         "所在村",
                                                      "所在村代码", "连接远程课堂", "缺少学科"};
  sheet.begin({});
  sheet.add_header(header);
  DemoRow row;
  for (const DemoSchool& school : world.places.schools()) {
    const DemoVillage& village = world.places.villages()[school.village];
    row.clear();
    row.text(school.name).text(stage_name(school.stage)).text(village.name);
    row.text(std::to_string(village.code)).text(school.connected ? "是" : "否");
    row.text(school.lacking);
    sheet.add(row);
  }
}

void write_roster(const DemoWorld& world, bool by_stage, DemoSheet& sheet, DemoTick tick) {
  constexpr std::array<std::string_view, 14> header = {
      "编号",     "学生姓名", "性别", "民族",     "出生年月日", "证件号码", "全国学籍号",
      "就读学校", "所在年级", "班级", "是否住校", "现住址",     "家长姓名", "家长手机号"};
  constexpr std::array widths = {6, 12, 6, 8, 14, 22, 24, 20, 10, 8, 8, 32, 12, 14};
  if (!by_stage) {
    sheet.begin({});
    sheet.add_header(header);
    write_pupils(world, std::nullopt, sheet, tick);
    return;
  }
  for (const DemoStage stage : {DemoStage::kindergarten, DemoStage::primary, DemoStage::junior,
                                DemoStage::senior, DemoStage::vocational}) {
    sheet.begin(stage_name(stage), widths);
    add_title(sheet, std::string(stage_name(stage)) + "在校（园）学生花名册");
    sheet.add_header(header);
    write_pupils(world, stage, sheet, tick);
  }
}

void write_civil_list(const DemoWorld& world, DemoSheet& sheet, DemoTick tick) {
  constexpr std::array<std::string_view, 22> header = {
      "儿童类别",   "儿童姓名",   "性别",       "身份证号码", "出生日期",   "民族",
      "乡镇",       "村（社区）", "健康状况",   "就读情况",   "父亲姓名",   "父亲务工地",
      "父亲手机号", "母亲姓名",   "母亲务工地", "母亲手机号", "照护人姓名", "与儿童关系",
      "照护人电话", "监护状况",   "享受救助",   "备注"};
  sheet.begin({});
  sheet.add_header(header);
  DemoRow row;
  each_listed(
      world, tick, [](const DemoChild& child) { return child.in_civil; },
      [&](DemoChild child, core::SeededRng& rng) {
        child.village = rng.below(world.places.villages().size());
        return child;
      },
      [&](const DemoChild& child, bool second, std::int64_t /*rows*/) {
        core::SeededRng rng =
            demo_stream(world.options.seed, second ? civil_again : civil, child.number);
        row.clear();
        add_civil_row(world, child, rng, row);
        sheet.add(row, child.number);
      });
}

void write_partner_list(const DemoWorld& world, DemoSheet& sheet, DemoTick tick) {
  constexpr std::array<std::string_view, 11> header = {
      "Full name", "Name in pinyin", "Gender",    "Birthday", "Home village", "School name",
      "Guardian",  "Mobile",         "Programme", "Joined",   "Remarks"};
  sheet.begin({});
  sheet.add_header(header);
  DemoRow row;
  for (std::int64_t i = 0; i < world.options.children; ++i) {
    tick();
    const DemoChild child = world.children.make(i);
    if (child.in_partner) {
      core::SeededRng rng = demo_stream(world.options.seed, partner, i);
      row.clear();
      add_partner_row(world, child, rng, row);
      sheet.add(row, i);
    }
  }
}

}  // namespace caregrid::cli
