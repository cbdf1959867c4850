#include "registry/civil_form.h"

#include <algorithm>
#include <utility>

#include "core/json.h"
#include "registry/reading.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

using namespace std::string_view_literals;

constexpr std::array<std::string_view, civil_form_columns> headers{
    "姓名",
    "性别",
    "民族",
    "出生日期",
    "公民身份号码",
    "是否登记户口",
    "户籍所在地",
    "现居住地",
    "身体情况",
    "残疾类别及等级",
    "患病类型",
    "是否学校寄宿",
    "就学情况",
    "祖父姓名",
    "祖父出生日期",
    "祖母姓名",
    "祖母出生日期",
    "外祖父姓名",
    "外祖父出生日期",
    "外祖母姓名",
    "外祖母出生日期",
    "父亲姓名",
    "父亲出生日期",
    "父亲公民身份号码",
    "父亲当前务工地点",
    "父亲联系电话",
    "母亲姓名",
    "母亲出生日期",
    "母亲公民身份号码",
    "母亲当前务工地点",
    "母亲联系电话",
    "父母双方同时外出",
    "父母一方外出另一方无监护能力",
    "无监护能力",
    "有无委托其他监护人",
    "委托监护人姓名",
    "委托监护人电话",
    "委托监护人公民身份号码",
    "与被监护人关系",
    "委托监护人居住地址",
    "监护类型",
    "家庭经济来源",
    "救助情况",
    "单位负责人",
    "复核人",
    "填表人",
};

struct CodeWord {
  std::string_view code;
  std::string_view word;
};

constexpr std::array schooling_words{CodeWord{"not_kindergarten", "未入园"},
                                     CodeWord{"kindergarten", "幼儿园"},
                                     CodeWord{"primary", "小学"},
                                     CodeWord{"junior", "初中"},
                                     CodeWord{"senior", "高中"},
                                     CodeWord{"vocational", "中职"},
                                     CodeWord{"dropout", "辍学"},
                                     CodeWord{"not_in_school_14_16", "不在学"}};
constexpr std::array health_words{CodeWord{"healthy", "健康"}, CodeWord{"disabled", "残疾"},
                                  CodeWord{"ill", "患病"}};
constexpr std::array guardianship_words{
    CodeWord{"nobody", "无人监护"}, CodeWord{"parent_incapable", "父或母无监护能力"},
    CodeWord{"carer_insufficient", "受委托监护人监护能力不足"}, CodeWord{"fair", "监护情况一般"},
    CodeWord{"good", "监护情况较好"}};
constexpr std::array income_words{CodeWord{"labour", "打工"}, CodeWord{"farming", "种养殖"},
                                  CodeWord{"aid", "政府救助"}, CodeWord{"relatives", "亲朋接济"},
                                  CodeWord{"other", "其他"}};
constexpr std::array assistance_words{CodeWord{"dibao", "低保"},
                                      CodeWord{"temporary", "临时救助"},
                                      CodeWord{"medical", "医疗救助"},
                                      CodeWord{"housing", "住房救助"},
                                      CodeWord{"education", "教育救助"},
                                      CodeWord{"destitute", "特困供养"},
                                      CodeWord{"orphan_allowance", "孤儿基本生活费"},
                                      CodeWord{"unattended_allowance", "事实无人抚养补贴"},
                                      CodeWord{"disability_allowance", "残疾人补贴"},
                                      CodeWord{"other", "其他"},
                                      CodeWord{"none", "未享受"}};
constexpr std::array disability_words{
    CodeWord{"visual", "视力残疾"},       CodeWord{"hearing", "听力残疾"},
    CodeWord{"speech", "言语残疾"},       CodeWord{"physical", "肢体残疾"},
    CodeWord{"intellectual", "智力残疾"}, CodeWord{"mental", "精神残疾"},
    CodeWord{"multiple", "多重残疾"}};
constexpr std::array level_words{"一级"sv, "二级"sv, "三级"sv, "四级"sv};

/// Empty for a code the form has no word for.
std::string_view word_of(std::span<const CodeWord> words, std::string_view code) {
  const auto found = std::ranges::find(words, code, &CodeWord::code);
  return found == words.end() ? std::string_view{} : found->word;
}

/// What is known of one kind about one person; members as JSON text.
class Known final {
 public:
  Known(const FormChild& child, std::string_view kind, FactSubject subject) {
    const auto found = std::ranges::find_if(child.facts, [&](const DayFact& fact) {
      return fact.id.kind == kind && fact.id.subject == subject;
    });
    value_ = found == child.facts.end() ? nullptr : &found->value;
  }

  [[nodiscard]] std::string text(std::string_view member) const {
    const auto json = parsed(member);
    return json ? std::string(json->root().as_string().value_or(std::string_view{}))
                : std::string();
  }
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view member) const {
    const auto json = parsed(member);
    return json ? json->root().as_integer() : std::nullopt;
  }
  /// "是"/"否", or other words for yes and no; empty when nobody knows.
  [[nodiscard]] std::string yes_no(std::string_view member, std::string_view yes = "是",
                                   std::string_view no = "否") const {
    const auto json = parsed(member);
    const auto value = json ? json->root().as_bool() : std::nullopt;
    return std::string(value ? (*value ? yes : no) : std::string_view{});
  }
  [[nodiscard]] std::string codes(std::string_view member, std::span<const CodeWord> words) const {
    std::string joined;
    const auto json = parsed(member);
    // In the order of the form, however the fact keeps them.
    for (const CodeWord& each : words) {
      for (std::size_t i = 0; json && i < json->root().size(); ++i) {
        if (json->root().at(i).as_string() == each.code) {
          joined += (joined.empty() ? "" : "、") + std::string(each.word);
        }
      }
    }
    return joined;
  }
  /// The list's own words where it had any, else the form's word for the code.
  [[nodiscard]] std::string own_or_code(std::string_view member,
                                        std::span<const CodeWord> words) const {
    const std::string_view word = word_of(words, text(member));
    return word.empty() ? text("text") : std::string(word);
  }

 private:
  [[nodiscard]] std::optional<core::json::Document> parsed(std::string_view member) const {
    if (value_ == nullptr) {
      return std::nullopt;
    }
    const auto found = value_->find(std::string(member));
    if (found == value_->end()) {
      return std::nullopt;
    }
    auto document = core::json::Document::parse(found->second);
    return document ? std::optional(std::move(*document)) : std::nullopt;
  }

  const FactValue* value_ = nullptr;
};

/// The row while it is written, cell after cell.
class FormRow final {
 public:
  FormRow(const FormChild& child, const DivisionIndex& divisions)
      : child_(child), divisions_(divisions) {}

  std::vector<std::string> write() {
    add_claim();
    add_places();
    add_health();
    add_schooling();
    for (const std::string_view one : {"paternal_grandfather"sv, "paternal_grandmother"sv,
                                       "maternal_grandfather"sv, "maternal_grandmother"sv}) {
      add_grandparent(one);
    }
    add_parent(FactSubject::father, RelationRole::father);
    add_parent(FactSubject::mother, RelationRole::mother);
    add_guardianship();
    const Known signatures = known("form_signatures");
    for (const std::string_view one : {"unit_head"sv, "reviewer"sv, "filled_by"sv}) {
      cells_.push_back(signatures.text(one));
    }
    return std::move(cells_);
  }

 private:
  [[nodiscard]] Known known(std::string_view kind, FactSubject subject = FactSubject::child) const {
    return {child_, kind, subject};
  }
  void add(std::string cell) { cells_.push_back(std::move(cell)); }

  void add_claim() {
    add(child_.name);
    constexpr std::array words{std::pair(Sex::male, "男"sv), std::pair(Sex::female, "女"sv),
                               std::pair(Sex::unspecified, "9"sv)};
    const auto* const sex =
        std::ranges::find(words, child_.sex, &std::pair<Sex, std::string_view>::first);
    add(std::string(sex == words.end() ? std::string_view{} : sex->second));
    add(ethnicity_name(child_.ethnicity));
    add(child_.born_on ? core::to_iso(*child_.born_on) : std::string());
    add(child_.identity_number);
  }

  /// A place as it was written, while that still means the same place; else its name, and its code
  /// where the name is not enough to find it again.
  [[nodiscard]] std::string place_in(const Known& fact) const {
    const std::string written = fact.text("text");
    const auto code = fact.integer("division");
    if (!code || (!written.empty() && divisions_.find(written).code == *code)) {
      return written;
    }
    std::string name = divisions_.full_name(*code);
    return divisions_.find(name).code == *code ? name : std::to_string(*code);
  }

  void add_places() {
    const Known hukou = known("hukou");
    add(hukou.yes_no("registered"));
    add(place_in(hukou));
    add(place_in(known("residence")));
  }

  void add_health() {
    const Known health = known("health");
    add(health.own_or_code("state", health_words));
    std::string disability = health.text("disability");
    if (disability.empty()) {
      const Known own = known("disability");
      disability = word_of(disability_words, own.text("category"));
      const auto level = own.integer("level").value_or(0);
      if (!disability.empty() && level >= 1 && level <= 4) {
        disability += level_words.at(static_cast<std::size_t>(level - 1));
      }
    }
    add(std::move(disability));
    const std::string illness = health.text("illness");
    add(illness.empty() ? known("illness").text("text") : illness);
  }

  void add_schooling() {
    const Known schooling = known("schooling");
    add(schooling.yes_no("boarding"));
    add(schooling.own_or_code("stage", schooling_words));
  }

  void add_grandparent(std::string_view who) {
    const Known all = known("grandparents");
    const std::string member(who);
    if (!all.yes_no(member + "_dead").empty()) {
      add("—");
      add("—");
      return;
    }
    add(all.text(member));
    add(all.text(member + "_born_on"));
  }

  [[nodiscard]] FormPerson person(RelationRole role) const {
    const auto found = std::ranges::find(child_.people, role, &FormPerson::role);
    return found == child_.people.end() ? FormPerson{} : *found;
  }

  void add_parent(FactSubject subject, RelationRole role) {
    const FormPerson parent = person(role);
    add(parent.name);
    add(known("birth", subject).text("born_on"));
    add(parent.identity_number);
    const Known absence = known("absence", subject);
    std::string place = absence.text("text");
    if (const auto code = absence.integer("place"); place.empty() && code) {
      place = divisions_.full_name(*code);
    }
    add(std::move(place));
    add(parent.phone);
  }

  void add_guardianship() {
    const Known guardianship = known("guardianship");
    add(guardianship.yes_no("both_out"));
    add(guardianship.yes_no("one_out_other_incapable"));
    const bool father = known("capacity", FactSubject::father).yes_no("capable") == "否";
    const bool mother = known("capacity", FactSubject::mother).yes_no("capable") == "否";
    add(father && mother ? "父、母" : father ? "父" : mother ? "母" : "");
    add(guardianship.yes_no("entrusted", "有", "无"));
    const FormPerson carer = person(RelationRole::carer);
    for (const std::string& cell :
         {carer.name, carer.phone, carer.identity_number, carer.relation, carer.place}) {
      add(cell);
    }
    add(guardianship.own_or_code("type", guardianship_words));
    const Known income = known("income", FactSubject::household);
    const std::string written_income = income.text("text");
    add(written_income.empty() ? income.codes("sources", income_words) : written_income);
    const Known aid = known("assistance", FactSubject::household);
    const std::string written_aid = aid.text("text");
    add(written_aid.empty() ? aid.codes("kinds", assistance_words) : written_aid);
  }

  const FormChild& child_;
  const DivisionIndex& divisions_;
  std::vector<std::string> cells_;
};

}  // namespace

std::span<const std::string_view, civil_form_columns> civil_form_headers() { return headers; }

std::vector<std::string> civil_form_cells(const FormChild& child, const DivisionIndex& divisions) {
  return FormRow(child, divisions).write();
}

}  // namespace caregrid::registry
