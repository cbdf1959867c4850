#include "access/reads_store.h"

#include <algorithm>
#include <string>

#include "db/database.h"

namespace caregrid::access {
namespace {

FieldClass class_from(std::int64_t number) {
  return static_cast<FieldClass>(
      std::clamp<std::int64_t>(number, 0, static_cast<std::int64_t>(FieldClass::shielded)));
}

/// From seq, at, event, kind, role, purpose, field_class.
RecordRead read_entry(const db::Row& row) {
  RecordRead entry;
  entry.entry = row.integer(0);
  entry.at = core::Instant{row.integer(1)};
  entry.event = row.text(2);
  entry.kind = row.text(3);
  entry.role = row.text(4);
  entry.purpose = row.text(5);
  entry.field_class = class_from(row.integer(6));
  return entry;
}

}  // namespace

core::Result<void> each_sighting_of_child(
    const Call& call, std::int64_t before,
    core::FunctionRef<bool(std::int64_t seq, core::Bytes ids)> visit) {
  return call.transaction.each(
      "SELECT seq, ids FROM journal_sighting WHERE county = :county AND seq < :before "
      "AND kind = 'child' ORDER BY seq DESC LIMIT 20000",
      {{"county", call.county}, {"before", before}},
      [&](const db::Row& row) { return visit(row.integer(0), row.blob(1)); });
}

core::Result<std::optional<RecordRead>> find_read(const Call& call, std::int64_t seq) {
  return db::find_one(call.transaction,
                      "SELECT j.seq, j.at, j.event, j.kind, j.role, j.purpose, j.field_class, "
                      "a.name, a.area FROM journal j LEFT JOIN account a "
                      "ON a.county = j.county AND a.id = j.account "
                      "WHERE j.county = :county AND j.seq = :seq",
                      {{"county", call.county}, {"seq", seq}}, [](const db::Row& row) {
                        RecordRead entry = read_entry(row);
                        entry.name = row.text(7);
                        entry.office = row.integer(8);
                        return entry;
                      });
}

core::Result<void> each_entry_down(const Call& call, const SeqRange& range,
                                   core::FunctionRef<bool(RecordRead)> visit) {
  return call.transaction.each(
      "SELECT seq, at, event, kind, role, purpose, field_class FROM journal "
      "WHERE county = :county AND seq >= :from AND seq <= :to ORDER BY seq DESC LIMIT 10000",
      {{"county", range.county}, {"from", range.from}, {"to", range.to}},
      [&](const db::Row& row) { return visit(read_entry(row)); });
}

core::Result<std::optional<core::Instant>> find_entry_time(const Call& call, std::int64_t seq) {
  return db::find_one(call.transaction,
                      "SELECT at FROM journal WHERE county = :county AND seq = :seq",
                      {{"county", call.county}, {"seq", seq}},
                      [](const db::Row& row) { return core::Instant{row.integer(0)}; });
}

}  // namespace caregrid::access
