#include <array>
#include <string>
#include <string_view>

#include "access/audit_report.h"
#include "access/policy.h"

namespace caregrid::access {
namespace {

/// One wording in both languages.
struct Wording {
  std::string_view zh;
  std::string_view en;
};

constexpr std::array<Wording, role_count> role_words{
    Wording{"儿童主任", "Village children's director"},
    Wording{"儿童督导员", "Township children's supervisor"},
    Wording{"县民政部门", "County civil affairs office"},
    Wording{"学校", "School"},
    Wording{"心理辅导员", "Counsellor"},
    Wording{"社会组织协调员", "NGO coordinator"},
    Wording{"志愿者", "Volunteer"},
    Wording{"父母", "Parent"},
    Wording{"受委托照护人", "Entrusted carer"},
    Wording{"捐赠人", "Donor"},
    Wording{"政策分析员", "Policy analyst"},
    Wording{"审计员", "Auditor"},
    Wording{"系统管理员", "Administrator"}};

constexpr std::array<Wording, purpose_count> purpose_words{
    Wording{"保护与照护", "Protection and care"},
    Wording{"帮扶安排", "Planning of help"},
    Wording{"就学与控辍", "Schooling"},
    Wording{"向社会组织提供", "Sharing with an NGO"},
    Wording{"匹配志愿者", "Matching a volunteer"},
    Wording{"心理与健康筛查", "Screening"},
    Wording{"影像", "Photo"},
    Wording{"公开故事", "Story"},
    Wording{"家庭查阅本人信息", "A family's own record"},
    Wording{"统计", "Statistics"},
    Wording{"审计", "Audit"},
    Wording{"系统管理", "Administration"},
    Wording{"紧急情况", "Emergency"}};

constexpr std::array<Wording, 5> class_words{
    Wording{"公开", "Public"}, Wording{"内部", "Internal"}, Wording{"个人信息", "Personal"},
    Wording{"敏感个人信息", "Sensitive"}, Wording{"受保护", "Shielded"}};

class Page final {
 public:
  explicit Page(core::Language language) : is_chinese_(language == core::Language::zh) {}

  [[nodiscard]] std::string_view say(const Wording& wording) const {
    return is_chinese_ ? wording.zh : wording.en;
  }

  Page& heading(const Wording& wording) { return line("\n## " + std::string(say(wording)) + "\n"); }
  Page& line(std::string_view text) {
    text_ += text;
    text_ += '\n';
    return *this;
  }
  Page& item(const Wording& what, std::string_view value) {
    return line("- " + std::string(say(what)) + (is_chinese_ ? "：" : ": ") + std::string(value));
  }

  Page& volumes_heading(const Wording& of) {
    line("| " + std::string(say(of)) + " | " + std::string(say({"查阅次数", "Looks"})) + " | " +
         std::string(say({"涉及记录", "Records shown"})) + " |");
    return line("| --- | ---: | ---: |");
  }
  Page& volume(std::string_view name, const Volume& volume) {
    return line("| " + std::string(name) + " | " + rounded(volume.looks) + " | " +
                rounded(volume.records) + " |");
  }

  [[nodiscard]] std::string role(const std::string& name) const {
    const auto role = parse_role(name);
    return role ? std::string(say(role_words[static_cast<std::size_t>(*role)])) : name;
  }
  [[nodiscard]] std::string purpose(const std::string& name) const {
    const auto purpose = parse_purpose(name);
    return purpose ? std::string(say(purpose_words[static_cast<std::size_t>(*purpose)])) : name;
  }
  [[nodiscard]] std::string field_class(std::int64_t number) const {
    const auto index = static_cast<std::size_t>(number);
    return index < class_words.size() ? std::string(say(class_words[index]))
                                      : std::to_string(number);
  }

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  bool is_chinese_;
  std::string text_;
};

void add_head(Page& page, const AuditReport& report) {
  const std::string of = std::to_string(report.county) + " · " + std::to_string(report.year);
  page.line("# " +
            std::string(page.say({"未成年人个人信息保护合规审计报告",
                                  "Compliance audit of minors' personal data"})) +
            " · " + of + "\n");
  page.line(
      page.say({"依据《个人信息保护法》第五十四条、《未成年人网络保护条例》第三十七条。数字取自操"
                "作日志，四舍五入到五，小于五者不列明；不含任何个人信息。",
                "Source: Personal Information Protection Law art. 54, Regulations on the "
                "Online Protection of Minors art. 37. Counts come from the journal, "
                "rounded to five, those below five not told; no personal data."}));
  page.line("");
  page.item({"生成日期", "Made on"}, core::to_iso(report.made_on));
  page.item({"日志条目", "Journal entries"}, std::to_string(report.entries));
  page.item({"已签名", "Signed"}, std::to_string(report.signed_entries));
  page.item(
      {"日志核验", "Journal verified"},
      page.say(report.holds ? Wording{"最新部分成立", "its newest part holds"}
                            : Wording{"不成立，须立即处理", "it does NOT hold: act at once"}));
  std::string policies;
  for (const auto& [version, entries] : report.policies) {
    policies += (policies.empty() ? "" : ", ") + version;
  }
  page.item({"权限表版本", "Versions of the table of rights"}, policies.empty() ? "-" : policies);
}

void add_volumes(Page& page, const AuditReport& report) {
  page.heading({"查阅情况", "Who looked at people"});
  page.volumes_heading({"角色", "Role"});
  for (const auto& [role, volume] : report.by_role) {
    page.volume(page.role(role), volume);
  }
  page.line("").volumes_heading({"用途", "Purpose"});
  for (const auto& [purpose, volume] : report.by_purpose) {
    page.volume(page.purpose(purpose), volume);
  }
  page.line("").volumes_heading({"最高敏感级别", "Most sensitive class"});
  for (const auto& [field_class, volume] : report.by_class) {
    page.volume(page.field_class(field_class), volume);
  }
  page.line("").volumes_heading({"月份", "Month"});
  for (const auto& [month, volume] : report.by_month) {
    page.volume(std::to_string(month), volume);
  }
}

void add_special(Page& page, const AuditReport& report) {
  page.heading({"特别事项", "What deserves a second look"});
  page.item({"查看完整号码", "Identifiers shown in clear"}, rounded(report.unmaskings));
  page.item({"导出次数", "Exports"}, rounded(report.exports));
  page.item({"导出记录", "Records exported"}, rounded(report.exported_records));
  page.item({"紧急查阅", "Emergency accesses"}, rounded(report.emergencies.opened));
  page.item({"七十二小时内复核", "reviewed within 72 hours"},
            rounded(report.emergencies.reviewed_in_time));
  page.item({"逾期复核", "reviewed late"}, rounded(report.emergencies.reviewed_late));
  page.item({"认定为滥用", "found to be misuse"}, rounded(report.emergencies.misuse));
  page.item({"记录的授权同意", "Consents recorded"}, rounded(report.consents_recorded));
  page.item({"撤回的授权同意", "Consents withdrawn"}, rounded(report.consents_withdrawn));
  page.heading({"被拒访问", "Refused looks"});
  if (report.denied_by_role.empty()) {
    page.line(page.say({"无。", "None."}));
  }
  for (const auto& [role, denied] : report.denied_by_role) {
    page.line("- " + page.role(role) + " " + rounded(denied));
  }
  page.heading({"异常查阅量", "Unusual volume"});
  page.line(page.say({"某账号一日所见记录超过其前二十八日第九十九百分位数的三倍。",
                      "Days on which an account saw more than three times the 99th percentile of "
                      "its own 28 days before."}));
  page.line("");
  if (report.unusual.empty()) {
    page.line(page.say({"无。", "None."}));
  }
  for (const UnusualDay& unusual : report.unusual) {
    page.line("- " + core::to_iso(unusual.day) + " · " + page.role(unusual.role) + " · " +
              rounded(unusual.records) + " (" + rounded(unusual.usual) + ")");
  }
}

}  // namespace

std::string rounded(std::int64_t count) {
  if (count > 0 && count < 5) {
    return "< 5";
  }
  return std::to_string((count + 2) / 5 * 5);
}

std::string to_markdown(const AuditReport& report, core::Language language) {
  Page page(language);
  add_head(page, report);
  add_volumes(page, report);
  add_special(page, report);
  return page.take();
}

}  // namespace caregrid::access
