#include "intake/saved_mapping.h"

#include <algorithm>
#include <utility>

#include "access/policy.h"
#include "intake/header.h"
#include "intake/inspect.h"
#include "intake/saved_mapping_store.h"

namespace caregrid::intake {
namespace {

core::Result<void> may_import(const access::Call& call) {
  return access::authorise(call.actor, access::Operation::import_records,
                           {call.actor.area.code, access::FieldClass::personal});
}

core::Error not_found() { return core::failure(core::Code::not_found, "mapping.not_found"); }

/// The sheet with the meaning of the saved mapping, its samples kept.
SheetMapping applied(const SheetMapping& sheet, const SavedMapping& saved) {
  SheetMapping result = sheet;
  result.kind = saved.kind;
  result.header_row = saved.header_row > 0 ? saved.header_row : sheet.header_row;
  result.saved = saved.name;
  result.sender = saved.sender;
  result.role = saved.role;
  for (ColumnMapping& column : result.columns) {
    const auto known = std::ranges::find(saved.columns, column.column, &SavedColumn::column);
    column.field = known == saved.columns.end() ? std::nullopt : known->field;
  }
  return result;
}

}  // namespace

core::Digest fingerprint_of(const SheetMapping& sheet) {
  core::Sha256 hash;
  for (const ColumnMapping& column : sheet.columns) {
    hash.add(std::to_string(column.column) + "\x1f" + normalise_header(column.header) + "\x1e");
  }
  return hash.finish();
}

core::Result<bool> use_saved(const access::Call& call, const Catalogue& catalogue,
                             SheetMapping& sheet) {
  const auto saved = find_saved(call, fingerprint_of(sheet), std::nullopt);
  if (!saved) {
    return saved.error();
  }
  if (!*saved) {
    return false;
  }
  SheetMapping mapped = applied(sheet, **saved);
  if (!check_mapping(mapped, catalogue)) {
    return false;
  }
  sheet = std::move(mapped);
  return true;
}

core::Result<void> remember(const access::Call& call, const SheetMapping& sheet,
                            const std::string& file) {
  if (!sheet.kind) {
    return {};
  }
  const core::Digest fingerprint = fingerprint_of(sheet);
  const auto known = find_saved(call, fingerprint, std::string_view(*sheet.kind));
  if (!known) {
    return known.error();
  }
  SavedMapping mapping = *known ? **known : SavedMapping{};
  if (!*known) {
    mapping.id = MappingId::derive(std::to_string(call.county) + *sheet.kind +
                                   core::to_hex(core::Bytes(fingerprint)));
    mapping.kind = *sheet.kind;
    mapping.fingerprint = fingerprint;
    mapping.name = sheet.sheet.empty() ? file : file + " · " + sheet.sheet;
  }
  mapping.columns.clear();
  for (const ColumnMapping& column : sheet.columns) {
    mapping.columns.push_back({column.column, column.header, column.field});
  }
  mapping.header_row = sheet.header_row;
  mapping.sender = sheet.sender;
  mapping.role = sheet.role;
  ++mapping.uses;
  mapping.used_at = call.now;
  call.changed("mapping", mapping.id);
  return put_saved(call, mapping);
}

core::Result<SavedMappings> list_saved(const access::Call& call) {
  if (auto allowed = may_import(call); !allowed) {
    return allowed.error();
  }
  auto rows = list_saved_rows(call, saved_mappings_max);
  return rows ? core::Result<SavedMappings>(SavedMappings{std::move(*rows)})
              : core::Result<SavedMappings>(rows.error());
}

core::Result<SavedMapping> rename_saved(const access::Call& call, const MappingId& id,
                                        const std::string& name) {
  if (auto allowed = may_import(call); !allowed) {
    return allowed.error();
  }
  constexpr std::size_t name_bytes_max = 200;
  if (name.empty() || name.size() > name_bytes_max) {
    return core::invalid("name", "mapping.name");
  }
  auto found = find_saved(call, id);
  if (!found || !*found) {
    return found ? not_found() : found.error();
  }
  (*found)->name = name;
  call.changed("mapping", id);
  const auto put = put_saved(call, **found);
  return put ? core::Result<SavedMapping>(std::move(**found))
             : core::Result<SavedMapping>(put.error());
}

core::Result<void> delete_saved(const access::Call& call, const MappingId& id) {
  if (auto allowed = may_import(call); !allowed) {
    return allowed.error();
  }
  const auto gone = delete_saved_row(call, id);
  if (!gone || !*gone) {
    return gone ? not_found() : gone.error();
  }
  call.changed("mapping", id);
  return {};
}

}  // namespace caregrid::intake
