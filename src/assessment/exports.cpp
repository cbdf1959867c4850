#include "assessment/exports.h"

#include <array>
#include <span>
#include <string>
#include <vector>

#include "access/policy.h"
#include "assessment/export_sheet.h"
#include "core/describe.h"

namespace caregrid::assessment {
namespace {

constexpr int page_rows = 200;

constexpr std::array need_headings{Heading{"儿童姓名", "Child"},
                                   Heading{"村", "Village"},
                                   Heading{"需求", "Need"},
                                   Heading{"紧急程度", "Tier"},
                                   Heading{"每周次数", "Units a week"},
                                   Heading{"时段", "Hours"},
                                   Heading{"性别要求", "Sex rule"},
                                   Heading{"登记日期", "Opened on"},
                                   Heading{"状态", "Status"}};

constexpr std::array line_headings{Heading{"儿童姓名", "Child"},
                                   Heading{"儿童所在村", "Child's village"},
                                   Heading{"需求", "Need"},
                                   Heading{"紧急程度", "Tier"},
                                   Heading{"资源编号", "Offer"},
                                   Heading{"帮扶人", "Helper"},
                                   Heading{"每周次数", "Units a week"},
                                   Heading{"建议时段", "Suggested hours"},
                                   Heading{"距离（米）", "Distance (m)"},
                                   Heading{"状态", "State"}};

std::string join(const std::vector<std::string>& names) {
  std::string joined;
  for (const auto& name : names) {
    joined += (joined.empty() ? "" : " ") + name;
  }
  return joined;
}

core::Result<void> add_row(Sheet& sheet, const care::NeedRow& row) {
  const care::Need& need = row.need;
  sheet.text(row.child_name).text(row.village_name).text(std::string(core::name_of(need.kind)));
  sheet.number(need.tier).number(need.units_weekly).text(join(care::to_names(need.slots)));
  sheet.text(std::string(core::name_of(need.sex_rule))).date(need.opened_on);
  sheet.text(std::string(core::name_of(need.status)));
  return sheet.end_row();
}

core::Result<void> add_row(Sheet& sheet, const allocation::PlanLine& line) {
  sheet.text(line.need.child_name).text(line.need.village_name);
  sheet.text(std::string(core::name_of(line.need.need.kind))).number(line.need.need.tier);
  sheet.text(line.offer.code).text(line.offer.name).number(line.units);
  sheet.text(join(care::to_names(line.slots)));
  line.distance_m ? sheet.number(*line.distance_m) : sheet.text(std::string());
  sheet.text(std::string(core::name_of(line.state)));
  return sheet.end_row();
}

/// Writes page after page until there is none; `list(after)` gives one.
template <class List>
core::Result<void> write_pages(Sheet& sheet, List list) {
  std::string after;
  while (true) {
    const auto page = list(after);
    if (!page) {
      return page.error();
    }
    for (const auto& item : page->items) {
      if (auto done = add_row(sheet, item); !done) {
        return done.error();
      }
    }
    if (!page->next) {
      return {};
    }
    after = *page->next;
  }
}

std::vector<std::string_view> header_of(std::span<const Heading> headings,
                                        core::Language language) {
  std::vector<std::string_view> header;
  for (const Heading& heading : headings) {
    header.push_back(heading.in(language));
  }
  return header;
}

core::Result<void> may_export(const access::Call& call) {
  return access::authorise(call.actor, access::Operation::export_records,
                           {0, access::FieldClass::personal});
}

}  // namespace

std::string watermark_of(const access::Call& call, std::string_view purpose, std::string_view id) {
  std::string mark = "CareGrid · " + core::to_iso(call.now) + " · " + call.actor.name + " · " +
                     call.actor.account.text();
  for (const std::string_view part : {purpose, id}) {
    if (!part.empty()) {
      mark.append(" · ").append(part);
    }
  }
  return mark;
}

std::string_view ending_of(TableFormat format) {
  return format == TableFormat::csv ? "csv" : "xlsx";
}

std::string_view type_of(TableFormat format) {
  return format == TableFormat::csv
             ? "text/csv; charset=utf-8"
             : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

core::Result<std::int64_t> export_needs(const access::Call& call, care::NeedFilter filter,
                                        const ExportFile& file) {
  if (auto allowed = may_export(call); !allowed) {
    return allowed.error();
  }
  auto sheet = Sheet::begin(file, "需求", header_of(need_headings, file.language));
  if (!sheet) {
    return sheet.error();
  }
  filter.limit = page_rows;
  const auto done = write_pages(*sheet, [&](const std::string& after) {
    filter.after = after;
    return care::list_needs(call, filter);
  });
  return done ? sheet->finish(call) : core::Result<std::int64_t>(done.error());
}

core::Result<std::int64_t> export_plan(const access::Call& call, allocation::PlanId plan,
                                       const ExportFile& file) {
  if (auto allowed = may_export(call); !allowed) {
    return allowed.error();
  }
  auto sheet = Sheet::begin(file, "帮扶方案", header_of(line_headings, file.language));
  if (!sheet) {
    return sheet.error();
  }
  allocation::LineFilter filter;
  filter.limit = page_rows;
  const auto done = write_pages(*sheet, [&](const std::string& after) {
    filter.after = after;
    return allocation::list_lines(call, plan, filter);
  });
  return done ? sheet->finish(call) : core::Result<std::int64_t>(done.error());
}

}  // namespace caregrid::assessment
