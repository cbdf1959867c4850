// Children as files: a list as it is seen, the civil-affairs form, the work lists of a comparison.
#include <algorithm>
#include <array>
#include <utility>

#include "access/policy.h"
#include "assessment/counts.h"
#include "assessment/export_sheet.h"
#include "assessment/exports.h"
#include "core/describe.h"
#include "registry/civil_form.h"

namespace caregrid::assessment {
namespace {

using core::Language;
using registry::ChildRow;
using registry::ComparedSet;
using registry::CompareReason;
using registry::Sex;

constexpr int page_rows = 200;

/// A row on its way into a file.
struct ShownRow {
  const ChildRow& child;
  std::optional<std::int64_t> needs_open;
  Language language = Language::zh;
};

std::string sex_word(Sex sex, Language language) {
  const bool is_zh = language == Language::zh;
  switch (sex) {
    case Sex::male:
      return is_zh ? "男" : "Male";
    case Sex::female:
      return is_zh ? "女" : "Female";
    case Sex::unspecified:
      return is_zh ? "未说明" : "Unspecified";
    case Sex::unknown:
      break;
  }
  return is_zh ? "未知" : "Unknown";
}

struct Column {
  std::string_view id;
  Heading heading;
  void (*put)(Sheet&, const ShownRow&);
};

constexpr std::array columns{
    Column{"name",
           {"姓名", "Name"},
           [](Sheet& sheet, const ShownRow& row) { sheet.text(row.child.name); }},
    Column{"sex",
           {"性别", "Sex"},
           [](Sheet& sheet, const ShownRow& row) {
             sheet.text(sex_word(row.child.sex, row.language));
           }},
    Column{"born_on",
           {"出生日期", "Birth date"},
           [](Sheet& sheet, const ShownRow& row) { sheet.date(row.child.born_on); }},
    Column{"age",
           {"年龄", "Age"},
           [](Sheet& sheet, const ShownRow& row) {
             row.child.age ? sheet.number(*row.child.age) : sheet.text(std::string());
           }},
    Column{"township",
           {"乡镇", "Township"},
           [](Sheet& sheet, const ShownRow& row) { sheet.text(row.child.township); }},
    Column{"village",
           {"村", "Village"},
           [](Sheet& sheet, const ShownRow& row) {
             sheet.text(row.child.village ? row.child.village->name : std::string());
           }},
    Column{"school",
           {"学校", "School"},
           [](Sheet& sheet, const ShownRow& row) { sheet.text(row.child.school); }},
    Column{"grade",
           {"年级", "Grade"},
           [](Sheet& sheet, const ShownRow& row) { sheet.text(row.child.grade); }},
    Column{"identity_number",
           {"身份证号（遮蔽）", "ID number (masked)"},
           [](Sheet& sheet, const ShownRow& row) { sheet.text(row.child.identity_number_masked); }},
    Column{"needs_open",
           {"未满足的需求", "Open needs"},
           [](Sheet& sheet, const ShownRow& row) {
             row.needs_open ? sheet.number(*row.needs_open) : sheet.text(std::string());
           }},
};

constexpr std::array column_ids = [] {
  std::array<std::string_view, columns.size()> ids;
  std::ranges::transform(columns, ids.begin(), &Column::id);
  return ids;
}();

core::Result<void> may_export(const access::Call& call) {
  return access::authorise(call.actor, access::Operation::export_records,
                           {0, access::FieldClass::personal});
}

/// The columns asked for, in that order; all of them but the last when none are.
core::Result<std::vector<const Column*>> choose(const std::vector<std::string>& wanted) {
  std::vector<const Column*> chosen;
  if (wanted.empty()) {
    for (std::size_t i = 0; i + 1 < columns.size(); ++i) {
      chosen.push_back(&columns.at(i));
    }
  }
  for (const std::string& id : wanted) {
    const auto* const found = std::ranges::find(columns, id, &Column::id);
    const bool is_twice = std::ranges::find(chosen, found) != chosen.end();
    if (found == columns.end() || is_twice) {
      return core::invalid("columns", "export.column", id);
    }
    chosen.push_back(found);
  }
  return chosen;
}

core::Result<Sheet> begin_children(const ExportFile& file,
                                   const std::vector<const Column*>& chosen) {
  std::vector<std::string_view> header;
  for (const Column* column : chosen) {
    header.push_back(column->heading.in(file.language));
  }
  return Sheet::begin(file, "儿童", header);
}

/// How many needs each child of a page has, for who may know; nothing when nobody asks for it.
core::Result<std::vector<std::optional<std::int64_t>>> needs_of(const access::Call& call,
                                                                const registry::ChildPage& page,
                                                                bool is_wanted) {
  std::vector<std::optional<std::int64_t>> open(page.items.size());
  if (!is_wanted || !page.shows_needs) {
    return open;
  }
  std::vector<registry::ChildId> ids;
  for (const ChildRow& row : page.items) {
    ids.push_back(row.id);
  }
  const auto counted = count_open_needs(call, ids);
  if (!counted) {
    return counted.error();
  }
  std::ranges::copy(*counted, open.begin());
  return open;
}

Heading heading_of(CompareReason reason) {
  switch (reason) {
    case CompareReason::not_in_register:
      return {"学籍名册里没有", "In no student register"};
    case CompareReason::registered_not_seen:
      return {"有学籍，在校名单里没有", "Registered, not among those present"};
    case CompareReason::poor_too:
      return {"有学籍不在校，且在脱贫户名单", "Registered, not present, of an ex-poor household"};
    case CompareReason::no_household_register:
      return {"没有家庭登记名单，无法判断", "Open: no household list"};
    case CompareReason::no_register:
      return {"没有学籍名册，无法判断", "Open: no student register"};
    case CompareReason::no_present_list:
      return {"没有在校名单，无法判断", "Open: no list of those present"};
    case CompareReason::no_poor_list:
      return {"没有脱贫户名单，无法判断", "Open: no list of ex-poor households"};
    case CompareReason::birth_unknown:
      return {"出生日期不详，无法判断", "Open: birth date not known"};
    case CompareReason::said_at_school:
      return {"有来源说在上学，学籍名册里没有", "Open: said to be at school, in no register"};
    case CompareReason::school_not_covered:
      return {"没有该校的在校名单，无法判断", "Open: no list of those present at its school"};
    case CompareReason::school_unknown:
      return {"学校不详，无法判断", "Open: school not known"};
    case CompareReason::none:
      break;
  }
  return {"", ""};
}

Heading word_of(intake::RowChange change) {
  switch (change) {
    case intake::RowChange::added:
      return {"新增", "New"};
    case intake::RowChange::gone:
      return {"不再出现", "Gone"};
    case intake::RowChange::changed:
      break;
  }
  return {"有变化", "Changed"};
}

}  // namespace

std::span<const std::string_view> child_columns() { return column_ids; }

core::Result<std::int64_t> export_children(const access::Call& call, const ChildExport& what,
                                           const ExportFile& file) {
  if (auto allowed = may_export(call); !allowed) {
    return allowed.error();
  }
  const auto chosen = choose(what.columns);
  if (!chosen) {
    return chosen.error();
  }
  auto sheet = begin_children(file, *chosen);
  if (!sheet) {
    return sheet.error();
  }
  const bool wants_needs = std::ranges::find(*chosen, &columns.back()) != chosen->end();
  registry::ChildFilter filter = what.filter;
  filter.limit = page_rows;
  filter.after.clear();
  while (true) {
    const auto page = registry::list_children(call, filter);
    const auto needs = page ? needs_of(call, *page, wants_needs) : page.error();
    if (!needs) {
      return needs.error();
    }
    for (std::size_t i = 0; i < page->items.size(); ++i) {
      const ShownRow row{page->items[i], (*needs)[i], file.language};
      for (const Column* column : *chosen) {
        column->put(*sheet, row);
      }
      if (auto done = sheet->end_row(); !done) {
        return done.error();
      }
    }
    if (!page->next) {
      return sheet->finish(call);
    }
    filter.after = *page->next;
  }
}

core::Result<std::int64_t> export_civil_form(const access::Call& call,
                                             const registry::FormWish& wish,
                                             const ExportFile& file) {
  if (auto allowed = may_export(call); !allowed) {
    return allowed.error();
  }
  const auto headers = registry::civil_form_headers();
  auto sheet = Sheet::begin(file, "民政表", headers);
  if (!sheet) {
    return sheet.error();
  }
  const auto rows = registry::each_form_row(
      call, wish, [&](std::span<const std::string> cells) -> core::Result<void> {
        for (const std::string& cell : cells) {
          sheet->text(cell);
        }
        return sheet->end_row();
      });
  return rows ? sheet->finish(call) : core::Result<std::int64_t>(rows.error());
}

core::Result<std::int64_t> export_comparison(const access::Call& call,
                                             const registry::ComparisonWish& wish,
                                             const ExportFile& file) {
  if (auto allowed = may_export(call); !allowed) {
    return allowed.error();
  }
  std::vector<const Column*> shown;
  std::vector<std::string_view> header;
  for (std::size_t i = 0; i + 1 < columns.size(); ++i) {
    shown.push_back(&columns.at(i));
    header.push_back(columns.at(i).heading.in(file.language));
  }
  header.push_back(Heading{"原因", "Reason"}.in(file.language));
  auto sheet = Sheet::begin(file, "三比对", header);
  if (!sheet) {
    return sheet.error();
  }
  const auto rows = registry::each_compared(
      call, wish, [&](const registry::ComparedChild& child) -> core::Result<void> {
        for (const Column* column : shown) {
          column->put(*sheet, {child.row, {}, file.language});
        }
        sheet->text(std::string(heading_of(child.reason).in(file.language)));
        return sheet->end_row();
      });
  return rows ? sheet->finish(call) : core::Result<std::int64_t>(rows.error());
}

core::Result<std::int64_t> export_changes(const access::Call& call, std::int64_t list,
                                          const ExportFile& file) {
  if (auto allowed = may_export(call); !allowed) {
    return allowed.error();
  }
  // Says why there is nothing to compare, and notes who is shown.
  if (const auto shown = registry::show_changes(call, list); !shown) {
    return shown.error();
  }
  constexpr std::array headings{Heading{"变化", "Change"},   Heading{"姓名", "Name"},
                                Heading{"行号", "Row"},      Heading{"字段", "Field"},
                                Heading{"原来", "Before"},   Heading{"现在", "Now"},
                                Heading{"核实", "Found out"}};
  std::vector<std::string_view> header;
  for (const Heading& heading : headings) {
    header.push_back(heading.in(file.language));
  }
  auto sheet = Sheet::begin(file, "变化", header);
  if (!sheet) {
    return sheet.error();
  }
  const auto write = [&](const intake::ChangedRow& row,
                         const intake::FieldChange& field) -> core::Result<void> {
    sheet->text(std::string(word_of(row.change).in(file.language))).text(row.name).number(row.row);
    sheet->text(field.field).text(field.before).text(field.after);
    sheet->text(row.answer);
    return sheet->end_row();
  };
  const auto done =
      registry::each_change(call, list, [&](const intake::ChangedRow& row) -> core::Result<void> {
        if (const auto child = registry::ChildId::parse(row.child)) {
          call.saw("child", *child);
        }
        if (row.fields.empty()) {
          return write(row, {});
        }
        for (const intake::FieldChange& field : row.fields) {
          if (auto written = write(row, field); !written) {
            return written;
          }
        }
        return {};
      });
  return done ? sheet->finish(call) : core::Result<std::int64_t>(done.error());
}

}  // namespace caregrid::assessment
