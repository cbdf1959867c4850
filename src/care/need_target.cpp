#include <array>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "access/policy.h"
#include "care/need_reading.h"
#include "care/store.h"
#include "care/targets.h"

namespace caregrid::care {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 9> child_name_words{
    "儿童姓名", "姓名", "孩子姓名", "学生姓名", "name", "childname", "child", "受助儿童", "儿童"};
constexpr std::array<std::string_view, 8> identity_words{
    "身份证号", "身份证号码", "公民身份号码", "身份证",
    "证件号码", "idnumber",   "nationalid",   "identitynumber"};
constexpr std::array<std::string_view, 4> student_words{"学籍号", "全国学籍号", "studentnumber",
                                                        "studentid"};
constexpr std::array<std::string_view, 9> village_words{
    "所在村", "村", "村(居)", "村居", "所在村居", "现居住地", "village", "community", "居住村"};
constexpr std::array<std::string_view, 10> kind_words{
    "需求类型", "需求", "需求类别", "服务类型", "所需服务",
    "帮扶需求", "need", "needkind", "needtype", "kind"};
constexpr std::array<std::string_view, 9> tier_words{
    "紧急程度", "紧急", "优先级", "轻重缓急", "等级", "urgency", "priority", "tier", "severity"};
constexpr std::array<std::string_view, 9> slots_words{
    "可参加时段", "时段",         "可用时段",  "时间",          "空闲时间",
    "slots",      "availability", "timeslots", "availabletimes"};
constexpr std::array<std::string_view, 8> units_words{"每周次数",    "次数",       "每周频次",
                                                      "频次",        "timesaweek", "timesperweek",
                                                      "unitsweekly", "weeklytimes"};
constexpr std::array<std::string_view, 7> sex_words{
    "性别要求", "帮扶人性别", "性别限制", "sexrule", "sexwish", "helpersex", "preferredsex"};
constexpr std::array<std::string_view, 5> language_words{"语言", "语言要求", "民族语言", "language",
                                                         "languagewish"};
constexpr std::array<std::string_view, 6> helper_words{
    "原帮扶人", "原志愿者", "帮扶人", "previoushelper", "currenthelper", "formerhelper"};
constexpr std::array<std::string_view, 8> opened_words{"登记日期",    "登记时间",  "提出日期",
                                                       "申请日期",    "openedon",  "registeredon",
                                                       "requestdate", "dateopened"};
constexpr std::array<std::string_view, 7> note_words{"说明", "备注",  "需求说明", "描述",
                                                     "note", "notes", "remarks"};

constexpr std::array<intake::Field, need_field_count> need_fields{{
    {"child_name", Words(child_name_words), false},
    {"identity_number", Words(identity_words), false},
    {"student_number", Words(student_words), false},
    {"village", Words(village_words), false},
    {"kind", Words(kind_words), true},
    {"tier", Words(tier_words), false},
    {"slots", Words(slots_words), false},
    {"units_weekly", Words(units_words), false},
    {"sex_rule", Words(sex_words), false},
    {"language", Words(language_words), false},
    {"previous_helper", Words(helper_words), false},
    {"opened_on", Words(opened_words), false},
    {"note", Words(note_words), false},
}};

class NeedBatch final : public intake::Batch {
 public:
  std::vector<NeedReading> rows;
};

intake::RowResult rejected(std::vector<intake::Issue> problems) {
  return {intake::Outcome::rejected, std::move(problems), {}};
}

intake::Issue issue(NeedField field, std::string_view reason, std::string detail = {}) {
  return {static_cast<std::size_t>(field), std::string(reason), std::move(detail)};
}

/// One row a child, kind and stated day: the same row is the same need in every import.
NeedId id_of(std::int64_t county, const NeedReading& reading, const ChildId& child) {
  std::string name = "need|" + std::to_string(county) + "|" + child.text() + "|" +
                     std::string(core::name_of(reading.need.kind));
  if (reading.states_opened_on) {
    name += "|" + core::to_iso(reading.need.opened_on);
  }
  return NeedId::derive(name);
}

class NeedTarget final : public intake::Target {
 public:
  [[nodiscard]] std::string_view kind() const override { return "need"; }
  [[nodiscard]] std::span<const intake::Field> fields() const override { return need_fields; }

  core::Result<void> prepare(const access::Call& call) override {
    auto divisions = registry::list_divisions(call);
    if (!divisions) {
      return divisions.error();
    }
    divisions_ = registry::DivisionIndex(std::move(*divisions));
    seen_.clear();
    day_order_ = registry::DayOrder::unknown;
    return {};
  }

  std::unique_ptr<intake::Batch> read(std::span<const intake::Record> records,
                                      const intake::Source&, core::Date today) override {
    auto batch = std::make_unique<NeedBatch>();
    for (const intake::Record& record : records) {
      const auto column = static_cast<std::size_t>(NeedField::opened_on);
      day_order_ = registry::learn_day_order(day_order_, record.values[column].text);
    }
    const NeedContext context{divisions_, today, day_order_};
    for (const intake::Record& record : records) {
      batch->rows.push_back(read_need_row(record, context));
    }
    return batch;
  }

  core::Result<std::vector<intake::RowResult>> store(const access::Call& call,
                                                     intake::Batch& batch) override {
    if (auto allowed = access::authorise(call.actor, access::Operation::import_records,
                                         {0, access::FieldClass::personal});
        !allowed) {
      return allowed.error();
    }
    std::vector<intake::RowResult> results;
    for (NeedReading& reading : static_cast<NeedBatch&>(batch).rows) {
      auto result = reading.problems.empty()
                        ? store_row(call, reading)
                        : core::Result<intake::RowResult>(rejected(std::move(reading.problems)));
      if (!result) {
        return result.error();
      }
      auto& warnings = result->warnings;
      warnings.insert(warnings.end(), reading.warnings.begin(), reading.warnings.end());
      results.push_back(std::move(*result));
    }
    return results;
  }

 private:
  core::Result<intake::RowResult> store_row(const access::Call& call, NeedReading& reading) {
    const auto child = registry::resolve_child(call, reading.child);
    if (!child) {
      return refuse_child(child.error(), reading);
    }
    if (!call.actor.area.covers(child->division)) {
      return rejected({issue(NeedField::child_name, "child.unknown")});
    }
    if (child->has_other_name) {
      reading.warnings.push_back(issue(NeedField::child_name, "child.other_name"));
    }
    reading.need.child = child->id;
    reading.need.id = id_of(call.county, reading, child->id);
    auto stored = find_stored(call, reading.need.id);
    if (!stored) {
      return stored.error();
    }
    const bool is_repeated = !seen_.insert(reading.need.id).second;
    return *stored ? store_again(call, reading, **stored, is_repeated)
                   : store_first(call, reading.need);
  }

  /// A row whose child cannot be told is given back; a broken database ends the batch.
  static core::Result<intake::RowResult> refuse_child(const core::Error& error,
                                                      const NeedReading& reading) {
    if (error.code != core::Code::invalid) {
      return error;
    }
    const NeedField field =
        error.reason.starts_with("id_number") || !reading.child.identity_number.empty()
            ? NeedField::identity_number
            : NeedField::child_name;
    return rejected({issue(field, error.reason, error.detail)});
  }

  static core::Result<intake::RowResult> store_first(const access::Call& call, const Need& need) {
    if (auto done = insert_need(call, need); !done) {
      return done.error();
    }
    call.changed("need", need.id);
    return intake::RowResult{intake::Outcome::created, {}, {}};
  }

  static core::Result<intake::RowResult> store_again(const access::Call& call, NeedReading& reading,
                                                     const Need& stored, bool is_repeated) {
    if (!wants_help(stored.status)) {
      reading.warnings.push_back(issue(NeedField::kind, "need.closed"));
      return intake::RowResult{};
    }
    Need& need = reading.need;
    need.status = stored.status;
    need.opened_on = reading.states_opened_on ? need.opened_on : stored.opened_on;
    if (need == stored) {
      return intake::RowResult{};
    }
    if (is_repeated) {
      // Two rows of one file that contradict each other: the first stands, whoever comes again.
      return rejected({issue(NeedField::kind, "need.repeated")});
    }
    if (auto done = update_need(call, need); !done) {
      return done.error();
    }
    call.changed("need", need.id);
    return intake::RowResult{intake::Outcome::updated, {}, {}};
  }

  registry::DivisionIndex divisions_;
  registry::DayOrder day_order_ = registry::DayOrder::unknown;
  std::unordered_set<NeedId> seen_;
};

}  // namespace

std::unique_ptr<intake::Target> make_need_target() { return std::make_unique<NeedTarget>(); }

}  // namespace caregrid::care
