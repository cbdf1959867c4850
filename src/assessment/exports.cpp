#include "assessment/exports.h"

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "access/policy.h"
#include "core/date.h"
#include "core/describe.h"
#include "tabular/table_writer.h"

namespace caregrid::assessment {
namespace {

using tabular::CellKind;

constexpr int page_rows = 200;

/// A column's heading in both languages.
struct Heading {
  std::string_view zh;
  std::string_view en;
};

constexpr std::array child_headings{Heading{"姓名", "Name"},
                                    Heading{"性别", "Sex"},
                                    Heading{"出生日期", "Birth date"},
                                    Heading{"年龄", "Age"},
                                    Heading{"乡镇", "Township"},
                                    Heading{"村", "Village"},
                                    Heading{"学校", "School"},
                                    Heading{"年级", "Grade"},
                                    Heading{"身份证号（遮蔽）", "ID number (masked)"}};

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

/// One sheet being written.
class Sheet final {
 public:
  static core::Result<Sheet> begin(const ExportFile& file, std::string_view name,
                                   std::span<const Heading> headings) {
    auto writer = file.format == TableFormat::csv ? tabular::create_csv(file.path)
                                                  : tabular::create_xlsx(file.path);
    if (!writer) {
      return writer.error();
    }
    std::vector<std::string_view> header;
    for (const Heading& heading : headings) {
      header.push_back(file.language == core::Language::zh ? heading.zh : heading.en);
    }
    if (auto begun = (*writer)->begin_sheet({name, header}); !begun) {
      return begun.error();
    }
    return Sheet(std::move(*writer));
  }

  Sheet& text(std::string value) { return add(std::move(value), CellKind::text); }
  Sheet& text(const std::optional<std::string>& value) {
    return text(value.value_or(std::string()));
  }
  Sheet& number(std::int64_t value) { return add(std::to_string(value), CellKind::number); }
  Sheet& date(const std::optional<core::Date>& value) {
    return add(value ? core::to_iso(*value) : std::string(), CellKind::date);
  }

  core::Result<void> end_row() {
    std::vector<tabular::OutCell> cells;
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      cells.push_back({texts_[i], texts_[i].empty() ? CellKind::text : kinds_[i]});
    }
    const auto done = writer_->add_row(cells);
    texts_.clear();  // Only now: the cells look into them.
    kinds_.clear();
    ++rows_;
    return done;
  }

  core::Result<std::int64_t> finish(const std::string& watermark) {
    const tabular::OutCell mark{watermark};
    if (auto done = writer_->add_row({&mark, 1}); !done) {
      return done.error();
    }
    if (auto done = writer_->finish(); !done) {
      return done.error();
    }
    return rows_;
  }

 private:
  explicit Sheet(std::unique_ptr<tabular::TableWriter> writer) : writer_(std::move(writer)) {}

  Sheet& add(std::string value, CellKind kind) {
    texts_.push_back(std::move(value));
    kinds_.push_back(kind);
    return *this;
  }

  std::unique_ptr<tabular::TableWriter> writer_;
  std::vector<std::string> texts_;
  std::vector<CellKind> kinds_;
  std::int64_t rows_ = 0;
};

std::string join(const std::vector<std::string>& names) {
  std::string joined;
  for (const auto& name : names) {
    joined += (joined.empty() ? "" : " ") + name;
  }
  return joined;
}

core::Result<void> add_row(Sheet& sheet, const registry::ChildRow& row) {
  sheet.text(row.name).text(std::string(core::name_of(row.sex))).date(row.born_on);
  row.age ? sheet.number(*row.age) : sheet.text(std::string());
  sheet.text(row.township).text(row.village ? row.village->name : std::string());
  sheet.text(row.school).text(row.grade).text(row.identity_number_masked);
  return sheet.end_row();
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

/// The end of a file: a row that says who took it.
core::Result<std::int64_t> finish(const access::Call& call, const ExportFile& file, Sheet& sheet) {
  return sheet.finish(file.watermark.empty() ? watermark_of(call, {}, {}) : file.watermark);
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

core::Result<std::int64_t> export_children(const access::Call& call, registry::ChildFilter filter,
                                           const ExportFile& file) {
  if (auto allowed = may_export(call); !allowed) {
    return allowed.error();
  }
  auto sheet = Sheet::begin(file, "儿童", child_headings);
  if (!sheet) {
    return sheet.error();
  }
  filter.limit = page_rows;
  const auto done = write_pages(*sheet, [&](const std::string& after) {
    filter.after = after;
    return registry::list_children(call, filter);
  });
  return done ? finish(call, file, *sheet) : core::Result<std::int64_t>(done.error());
}

core::Result<std::int64_t> export_needs(const access::Call& call, care::NeedFilter filter,
                                        const ExportFile& file) {
  if (auto allowed = may_export(call); !allowed) {
    return allowed.error();
  }
  auto sheet = Sheet::begin(file, "需求", need_headings);
  if (!sheet) {
    return sheet.error();
  }
  filter.limit = page_rows;
  const auto done = write_pages(*sheet, [&](const std::string& after) {
    filter.after = after;
    return care::list_needs(call, filter);
  });
  return done ? finish(call, file, *sheet) : core::Result<std::int64_t>(done.error());
}

core::Result<std::int64_t> export_plan(const access::Call& call, allocation::PlanId plan,
                                       const ExportFile& file) {
  if (auto allowed = may_export(call); !allowed) {
    return allowed.error();
  }
  auto sheet = Sheet::begin(file, "帮扶方案", line_headings);
  if (!sheet) {
    return sheet.error();
  }
  allocation::LineFilter filter;
  filter.limit = page_rows;
  const auto done = write_pages(*sheet, [&](const std::string& after) {
    filter.after = after;
    return allocation::list_lines(call, plan, filter);
  });
  return done ? finish(call, file, *sheet) : core::Result<std::int64_t>(done.error());
}

}  // namespace caregrid::assessment
