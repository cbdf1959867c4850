#include "assessment/export_store.h"

#include "access/child_text_store.h"
#include "core/json_codec.h"
#include "db/database.h"

namespace caregrid::assessment {
namespace {

constexpr db::Sql insert_sql(R"(
INSERT INTO export_request (county, id, account, account_name, what, format, division, purpose,
  children, state, requested_at)
VALUES (:county, :id, :account, :account_name, :what, :format, :division, :purpose, :children,
  :state, :requested_at))");

constexpr db::Sql find_sql(R"(
SELECT id, account, account_name, what, format, division, purpose, children, state, requested_at,
  decided_by
FROM export_request WHERE county = :county AND id = :id)");

constexpr db::Sql list_sql(R"(
SELECT id, account, account_name, what, format, division, purpose, children, state, requested_at,
  decided_by
FROM export_request WHERE county = :county
  AND (account = :account OR (state = 'waiting' AND :with_waiting = 1))
ORDER BY requested_at DESC, id DESC LIMIT 50)");

constexpr db::Sql decide_sql(R"(
UPDATE export_request SET state = :next, decided_by = :decided_by, decided_at = :decided_at
WHERE county = :county AND id = :id AND state = :previous)");

constexpr db::Sql fetch_sql(R"(
UPDATE export_request SET state = :next
WHERE county = :county AND id = :id AND state = :previous)");

constexpr db::Sql count_sql(R"(
SELECT COUNT(*) FROM export_request
WHERE county = :county AND account = :account AND requested_at >= :since)");

constexpr db::Sql children_sql(R"(
SELECT COUNT(*) FROM child
WHERE county = :county AND division >= :low AND division < :high AND kept IS NULL)");

ExportRequest read_request(const access::Call& call, const db::Row& row) {
  ExportRequest request;
  request.id = ExportId::from(row.blob(0)).value_or(ExportId{});
  request.account = access::AccountId::from(row.blob(1)).value_or(access::AccountId{});
  request.account_name = row.text(2);
  request.what = core::value_of<ExportKind>(row.text(3)).value_or(ExportKind::children);
  request.format = core::value_of<TableFormat>(row.text(4)).value_or(TableFormat::csv);
  request.division = row.integer(5);
  request.purpose = row.text(6);
  request.children = row.integer(7);
  request.state = core::value_of<ExportState>(row.text(8)).value_or(ExportState::refused);
  request.requested_at = core::Instant{row.integer(9)};
  request.decided_by = row.text(10);
  request.is_own = request.account == call.actor.account;
  return request;
}

access::TextOwner view_of(const ExportId& id) { return {"export", id.bytes}; }

core::Result<void> add_view(const access::Call& call, ExportRequest& request) {
  const auto texts = access::find_child_texts(call, view_of(request.id), 1);
  if (!texts) {
    return texts.error();
  }
  if (!texts->front().empty()) {
    auto view = core::from_json<ExportView>(texts->front());
    request.view = view ? std::optional(std::move(*view)) : std::nullopt;
  }
  return {};
}

core::Result<std::int64_t> number_of(const access::Call& call, db::Sql sql, db::Binds binds) {
  const auto number =
      db::find_one(call.transaction, sql, binds, [](const db::Row& row) { return row.integer(0); });
  return number ? core::Result<std::int64_t>(number->value_or(0))
                : core::Result<std::int64_t>(number.error());
}

}  // namespace

core::Result<void> insert_export(const access::Call& call, const ExportRequest& request) {
  const auto changed = call.transaction.run(insert_sql, {{"county", call.county},
                                                         {"id", request.id},
                                                         {"account", request.account},
                                                         {"account_name", request.account_name},
                                                         {"what", core::name_of(request.what)},
                                                         {"format", core::name_of(request.format)},
                                                         {"division", request.division},
                                                         {"purpose", request.purpose},
                                                         {"children", request.children},
                                                         {"state", core::name_of(request.state)},
                                                         {"requested_at", request.requested_at}});
  if (!changed || !request.view) {
    return changed ? core::Result<void>() : core::Result<void>(changed.error());
  }
  return access::put_child_texts(call, core::IdBytes{}, view_of(request.id),
                                 {core::to_json(*request.view)});
}

core::Result<std::optional<ExportRequest>> find_export(const access::Call& call,
                                                       const ExportId& id) {
  auto found = db::find_one(call.transaction, find_sql, {{"county", call.county}, {"id", id}},
                            [&](const db::Row& row) { return read_request(call, row); });
  if (found && *found) {
    if (auto added = add_view(call, **found); !added) {
      return added.error();
    }
  }
  return found;
}

core::Result<bool> change_export(const access::Call& call, const ExportId& id, ExportState from,
                                 ExportState to) {
  const db::Bind county{"county", call.county};
  const db::Bind key{"id", id};
  const db::Bind previous{"previous", core::name_of(from)};
  const db::Bind next{"next", core::name_of(to)};
  const auto changed = to == ExportState::fetched
                           ? call.transaction.run(fetch_sql, {county, key, previous, next})
                           : call.transaction.run(decide_sql, {county,
                                                               key,
                                                               previous,
                                                               next,
                                                               {"decided_by", call.actor.name},
                                                               {"decided_at", call.now}});
  if (changed && (to == ExportState::fetched || to == ExportState::refused)) {
    if (auto gone = access::delete_child_texts(call, view_of(id)); !gone) {
      return gone.error();
    }
  }
  return changed ? core::Result<bool>(*changed > 0) : core::Result<bool>(changed.error());
}

core::Result<std::int64_t> count_exports_since(const access::Call& call, core::Instant since) {
  return number_of(call, count_sql,
                   {{"county", call.county}, {"account", call.actor.account}, {"since", since}});
}

core::Result<std::vector<ExportRequest>> list_export_rows(const access::Call& call,
                                                          bool with_waiting) {
  std::vector<ExportRequest> found;
  const auto done = call.transaction.each(list_sql,
                                          {{"county", call.county},
                                           {"account", call.actor.account},
                                           {"with_waiting", with_waiting ? 1 : 0}},
                                          [&](const db::Row& row) {
                                            found.push_back(read_request(call, row));
                                            return true;
                                          });
  if (!done) {
    return done.error();
  }
  for (ExportRequest& request : found) {
    if (auto added = add_view(call, request); !added) {
      return added.error();
    }
  }
  return found;
}

core::Result<std::int64_t> count_children_in(const access::Call& call, std::int64_t division) {
  const access::Area area{division};
  return number_of(call, children_sql,
                   {{"county", call.county}, {"low", area.low()}, {"high", area.high()}});
}

}  // namespace caregrid::assessment
