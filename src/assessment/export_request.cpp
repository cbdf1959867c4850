#include "assessment/export_request.h"

#include <algorithm>

#include "access/policy.h"
#include "allocation/operations.h"
#include "assessment/export_store.h"
#include "tabular/table_writer.h"

namespace caregrid::assessment {
namespace {

constexpr std::int64_t hour_micros = std::int64_t{3600} * 1'000'000;

core::Result<void> may(const access::Call& call, access::Operation operation,
                       std::int64_t division = 0) {
  return access::authorise(call.actor, operation, {division, access::FieldClass::personal});
}

/// What for, as it is kept and put into the file: no line breaks, nothing unseen.
core::Result<std::string> purpose_of(const ExportWish& wish) {
  constexpr std::size_t bytes_min = 5;
  constexpr std::size_t bytes_max = 600;
  std::string purpose = tabular::printable(wish.purpose);
  std::ranges::replace(purpose, '\n', ' ');
  if (purpose.size() < bytes_min || purpose.size() > bytes_max) {
    return core::invalid("purpose", "export.purpose");
  }
  return purpose;
}

core::Result<ExportRequest> find_request(const access::Call& call, const ExportId& id) {
  auto found = find_export(call, id);
  if (!found) {
    return found.error();
  }
  if (!*found) {
    return core::failure(core::Code::not_found, "export.not_found");
  }
  return std::move(**found);
}

registry::ChildFilter filter_of(const ExportRequest& request) {
  registry::ChildFilter filter;
  filter.division = request.division;
  if (const auto& view = request.view) {
    filter.query = view->query.value_or(std::string());
    filter.sex = view->sex;
    filter.age_min = view->age_min;
    filter.age_max = view->age_max;
    filter.sort = view->sort.value_or(registry::ChildSort::village);
    filter.only_assigned = view->assigned.value_or(false);
  }
  return filter;
}

registry::ComparisonWish comparison_of(const ExportRequest& request) {
  registry::ComparisonWish wish;
  if (const auto& view = request.view) {
    wish.day = view->day;
    wish.set = view->set.value_or(registry::ComparedSet::never_enrolled);
    wish.only_unknown = view->only_unknown.value_or(false);
  }
  return wish;
}

core::Result<void> check_columns(const ExportWish& wish) {
  if (!wish.view || !wish.view->columns) {
    return {};
  }
  for (const std::string& column : *wish.view->columns) {
    if (std::ranges::find(child_columns(), column) == child_columns().end()) {
      return core::invalid("columns", "export.column", column);
    }
  }
  return {};
}

/// How many children the file would tell of. A narrowed list is counted up to a thousand, which is
/// past the number that needs a second person.
core::Result<std::int64_t> count_wanted(const access::Call& call, const ExportRequest& request,
                                        std::int64_t division) {
  if (request.what == ExportKind::comparison) {
    const registry::ComparisonWish wish = comparison_of(request);
    const auto comparison = registry::compare_lists(call, wish);
    if (!comparison) {
      return comparison.error();
    }
    const auto& count = comparison->counts.at(static_cast<std::size_t>(wish.set));
    return wish.only_unknown ? count.unknown : count.children;
  }
  if (request.what == ExportKind::changes) {
    const auto change =
        registry::show_changes(call, request.view ? request.view->list.value_or(0) : 0);
    return change ? core::Result<std::int64_t>(change->gone + change->changed + change->added)
                  : core::Result<std::int64_t>(change.error());
  }
  if (request.what != ExportKind::children || !request.view) {
    return count_children_in(call, division);
  }
  registry::ChildFilter filter = filter_of(request);
  filter.limit = 1;
  const auto page = registry::list_children(call, filter);
  return page ? core::Result<std::int64_t>(page->total) : core::Result<std::int64_t>(page.error());
}

/// One's own request, still good for a file.
core::Result<ExportRequest> find_ready(const access::Call& call, const ExportId& id) {
  if (const auto allowed = may(call, access::Operation::export_records); !allowed) {
    return allowed.error();
  }
  auto request = find_request(call, id);
  if (!request) {
    return request.error();
  }
  if (!request->is_own) {
    return core::failure(core::Code::not_found, "export.not_found");
  }
  if (request->state == ExportState::fetched) {
    return core::failure(core::Code::conflict, "export.fetched");
  }
  if (request->state != ExportState::ready) {
    return core::failure(core::Code::conflict, "export.not_ready");
  }
  if (call.now.micros - request->requested_at.micros > export_hours * hour_micros) {
    return core::failure(core::Code::conflict, "export.expired");
  }
  return request;
}

}  // namespace

core::Result<ExportRequest> request_export(const access::Call& call, const ExportId& id,
                                           const ExportWish& wish) {
  const std::int64_t division = wish.division.value_or(call.actor.area.code);
  if (const auto allowed = may(call, access::Operation::export_records, division); !allowed) {
    return allowed.error();
  }
  auto purpose = purpose_of(wish);
  if (!purpose) {
    return purpose.error();
  }
  if (auto checked = check_columns(wish); !checked) {
    return checked.error();
  }
  const core::Instant day_ago{call.now.micros - export_hours * hour_micros};
  const auto lately = count_exports_since(call, day_ago);
  if (!lately) {
    return lately.error();
  }
  if (*lately >= exports_a_day_max) {
    return core::failure(core::Code::limited, "export.daily_cap",
                         std::to_string(export_hours * 3600));
  }
  ExportRequest request{id,
                        call.actor.account,
                        call.actor.name,
                        wish.what,
                        wish.format,
                        wish.division.value_or(0),
                        std::move(*purpose),
                        0,
                        ExportState::ready,
                        call.now,
                        {},
                        true,
                        wish.view};
  const auto children = count_wanted(call, request, division);
  if (!children) {
    return children.error();
  }
  request.children = *children;
  if (*children > children_alone_max || wish.what == ExportKind::civil_form) {
    request.state = ExportState::waiting;
  }
  if (const auto done = insert_export(call, request); !done) {
    return done.error();
  }
  call.changed("export", id);
  return request;
}

core::Result<ExportRequest> decide_export(const access::Call& call, const ExportId& id,
                                          bool is_approved) {
  if (const auto allowed = may(call, access::Operation::approve_export); !allowed) {
    return allowed.error();
  }
  auto request = find_request(call, id);
  if (!request) {
    return request.error();
  }
  if (request->is_own) {
    return core::failure(core::Code::forbidden, "export.own");
  }
  const std::int64_t division = request->division == 0 ? call.actor.area.code : request->division;
  if (const auto allowed = may(call, access::Operation::approve_export, division); !allowed) {
    return allowed.error();
  }
  request->state = is_approved ? ExportState::ready : ExportState::refused;
  request->decided_by = call.actor.name;
  const auto changed = change_export(call, id, ExportState::waiting, request->state);
  if (!changed) {
    return changed.error();
  }
  if (!*changed) {
    return core::failure(core::Code::conflict, "export.not_waiting");
  }
  call.changed("export", id);
  return request;
}

core::Result<ExportList> list_exports(const access::Call& call) {
  // Looking at the list takes nothing away: no new proof of who one is.
  const auto holds = [&](access::Operation operation) {
    return access::ceiling_of(call.actor.role, operation).has_value();
  };
  if (!holds(access::Operation::export_records)) {
    return core::failure(core::Code::forbidden, "access.role");
  }
  auto rows = list_export_rows(call, holds(access::Operation::approve_export));
  if (!rows) {
    return rows.error();
  }
  return ExportList{std::move(*rows)};
}

core::Result<std::int64_t> write_export(const access::Call& call, const ExportId& id,
                                        const ExportFile& file) {
  const auto request = find_ready(call, id);
  if (!request) {
    return request.error();
  }
  ExportFile marked = file;
  marked.is_gb18030 = request->view && request->view->gb18030.value_or(false);
  marked.watermark = watermark_of(call, request->purpose, request->id.text());
  if (request->what == ExportKind::children) {
    const bool has_columns = request->view && request->view->columns;
    return export_children(
        call,
        {filter_of(*request), has_columns ? *request->view->columns : std::vector<std::string>()},
        marked);
  }
  if (request->what == ExportKind::civil_form) {
    const auto day = request->view ? request->view->day : std::nullopt;
    return export_civil_form(call, {request->division, day.value_or(call.today)}, marked);
  }
  if (request->what == ExportKind::changes) {
    return export_changes(call, request->view ? request->view->list.value_or(0) : 0, marked);
  }
  if (request->what == ExportKind::comparison) {
    return export_comparison(call, comparison_of(*request), marked);
  }
  if (request->what == ExportKind::needs) {
    care::NeedFilter filter;
    if (request->division != 0) {
      filter.division = request->division;
    }
    return export_needs(call, filter, marked);
  }
  const auto plan = allocation::current_plan(call);
  if (!plan) {
    return plan.error();
  }
  if (!*plan) {
    return core::failure(core::Code::not_found, "plan.none");
  }
  return export_plan(call, (*plan)->id, marked);
}

core::Result<ExportRequest> mark_fetched(const access::Call& call, const ExportId& id) {
  auto request = find_ready(call, id);
  if (!request) {
    return request.error();
  }
  const auto changed = change_export(call, id, ExportState::ready, ExportState::fetched);
  if (!changed) {
    return changed.error();
  }
  if (!*changed) {
    return core::failure(core::Code::conflict, "export.fetched");
  }
  request->state = ExportState::fetched;
  call.changed("export", id);
  return request;
}

}  // namespace caregrid::assessment
