#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "registry/division_index.h"
#include "registry/reading.h"
#include "registry/store.h"
#include "registry/targets.h"
#include "registry/text.h"
#include "registry/vocabulary.h"

namespace caregrid::registry {
namespace {

using namespace std::string_view_literals;
using intake::Outcome;

constexpr std::array name_words{"学校名称"sv, "学校"sv,    "校名"sv, "schoolname"sv,
                                "school"sv,   "名称"sv,    "name"sv, "nameofschool"sv,
                                "单位名称"sv, "学校全称"sv};
constexpr std::array code_words{"学校标识码"sv, "学校代码"sv, "标识码"sv,  "schoolcode"sv,
                                "学校编码"sv,   "code"sv,     "schoolid"sv};
constexpr std::array stage_words{"学段"sv,  "办学类型"sv,    "学校类型"sv,   "学校类别"sv,
                                 "stage"sv, "type"sv,        "schooltype"sv, "level"sv,
                                 "类别"sv,  "schoolstage"sv, "办学层次"sv};
constexpr std::array village_words{
    "所在村代码"sv,  "所在村"sv,  "村代码"sv,   "学校地址"sv, "地址"sv,     "所在地"sv, "village"sv,
    "villagecode"sv, "address"sv, "所在村居"sv, "location"sv, "区划代码"sv, "所属村"sv};
constexpr std::array connected_words{
    "连接远程课堂"sv, "是否连接远程课堂"sv, "远程课堂"sv, "是否联网"sv,
    "联网"sv,         "connected"sv,        "online"sv,   "remotelessons"sv,
    "远程教学"sv,     "是否接入远程课堂"sv, "同步课堂"sv, "connectedtoremotelessons"sv,
    "双师课堂"sv,     "是否连接"sv};
constexpr std::array lacking_words{
    "缺少学科"sv,     "缺学科"sv,          "紧缺学科"sv,        "缺师学科"sv,
    "缺少教师学科"sv, "lackingsubjects"sv, "missingsubjects"sv, "subjectswithoutteacher"sv,
    "缺教师学科"sv,   "subjectslacking"sv, "缺少的学科"sv,      "无专任教师学科"sv};

enum : std::size_t {
  name_field,
  code_field,
  stage_field,
  village_field,
  connected_field,
  lacking_field
};

constexpr std::array<intake::Field, 6> fields_of_school{{
    {"name", name_words, true},
    {"code", code_words},
    {"stage", stage_words},
    {"village", village_words},
    {"connected", connected_words},
    {"subjects_lacking", lacking_words},
}};

struct SchoolRecord {
  School school;
  std::vector<intake::Issue> problems;
  std::vector<intake::Issue> warnings;
};

class SchoolBatch final : public intake::Batch {
 public:
  std::vector<SchoolRecord> records;
};

void note(std::vector<intake::Issue>& issues, std::size_t field, std::string_view reason,
          std::string detail = {}) {
  issues.push_back({field, std::string(reason), std::move(detail)});
}

void read_village(SchoolRecord& record, std::string_view text, const DivisionIndex& divisions) {
  if (is_placeholder(text)) {
    note(record.warnings, village_field, "village.missing");
    return;
  }
  const DivisionReading place = divisions.find(text);
  switch (place.match) {
    case DivisionMatch::village:
      break;
    case DivisionMatch::larger:
      note(record.warnings, village_field, "village.larger_only");
      break;
    case DivisionMatch::ambiguous:
      note(record.problems, village_field, "village.ambiguous", place.detail);
      return;
    case DivisionMatch::elsewhere:
    case DivisionMatch::unknown:
      note(record.problems, village_field, "village.unknown", place.detail);
      return;
  }
  record.school.division = place.code;
}

void read_stage(SchoolRecord& record, std::string_view text) {
  const std::string_view stated = schooling_code(text);
  const std::string_view code = stated.empty() ? schooling_code(record.school.name) : stated;
  record.school.stage = code.empty() ? "other" : std::string(code);
  if (!text.empty() && stated.empty()) {
    note(record.warnings, stage_field, "school.stage_unknown_word");
  }
}

SchoolRecord read_school_row(const intake::Record& row, const DivisionIndex& divisions,
                             std::int64_t county) {
  SchoolRecord record;
  School& school = record.school;
  school.name = tidy(row.values[name_field].text);
  if (school.name.empty()) {
    note(record.problems, name_field, "name.missing");
  }
  school.code = squeeze(row.values[code_field].text);
  school.division = county;
  read_stage(record, row.values[stage_field].text);
  read_village(record, row.values[village_field].text, divisions);
  const std::string_view connected = row.values[connected_field].text;
  school.is_connected = read_yes_no(connected);
  if (!connected.empty() && !school.is_connected) {
    note(record.warnings, connected_field, "yes_no.unknown_word");
  }
  const std::string_view lacking = row.values[lacking_field].text;
  if (!is_placeholder(lacking)) {
    school.subjects_lacking = split_list(lacking);
  }
  return record;
}

class SchoolTarget final : public intake::Target {
 public:
  [[nodiscard]] std::string_view kind() const override { return "school"; }
  [[nodiscard]] std::span<const intake::Field> fields() const override { return fields_of_school; }

  core::Result<void> prepare(const access::Call& call) override {
    county_ = call.county * 1'000'000;
    auto divisions = store::list_divisions(call, access::Area{county_});
    if (!divisions) {
      return divisions.error();
    }
    divisions_ = DivisionIndex(std::move(*divisions));
    return {};
  }

  [[nodiscard]] std::unique_ptr<intake::Batch> read(std::span<const intake::Record> records,
                                                    const intake::Source& /*source*/,
                                                    core::Date /*today*/) override {
    auto batch = std::make_unique<SchoolBatch>();
    batch->records.reserve(records.size());
    for (const intake::Record& row : records) {
      batch->records.push_back(read_school_row(row, divisions_, county_));
      name_school(batch->records.back().school);
    }
    return batch;
  }

  core::Result<std::vector<intake::RowResult>> store(const access::Call& call,
                                                     intake::Batch& batch) override {
    std::vector<intake::RowResult> results;
    for (SchoolRecord& record : static_cast<SchoolBatch&>(batch).records) {
      if (!record.problems.empty()) {
        results.push_back({Outcome::rejected, std::move(record.problems), {}});
        continue;
      }
      const auto outcome = store::put_school(call, record.school);
      if (!outcome) {
        return outcome.error();
      }
      results.push_back({*outcome, {}, std::move(record.warnings)});
    }
    return results;
  }

 private:
  /// Two schools may agree in all but what they lack; the how-manieth of its kind a row is tells
  /// them apart, so that the same list gives the same ids again.
  void name_school(School& school) {
    std::string key = school.code;
    if (key.empty()) {
      key = school.name + '\x1f' + school.stage + '\x1f' + std::to_string(school.division);
    }
    const int place = ++seen_[key];
    school.id = SchoolId::derive(std::to_string(county_) + '\x1f' + key + '\x1f' +
                                 std::to_string(school.code.empty() ? place : 0));
  }

  DivisionIndex divisions_;
  std::int64_t county_ = 0;
  std::map<std::string, int> seen_;
};

}  // namespace

std::unique_ptr<intake::Target> make_school_target() { return std::make_unique<SchoolTarget>(); }

}  // namespace caregrid::registry
