#include "intake/saved_mapping_store.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "access/child_text_store.h"
#include "core/json_codec.h"
#include "db/database.h"

namespace caregrid::intake {
namespace {

constexpr std::size_t texts_of_mapping = 4;  ///< Columns, sender, role, row of the header.

access::TextOwner texts_of(const MappingId& id) { return {"mapping", id.bytes}; }

SavedMapping read_mapping(const db::Row& row) {
  SavedMapping mapping;
  mapping.id = MappingId::from(row.blob(0)).value_or(MappingId{});
  mapping.kind = row.text(1);
  const core::Bytes fingerprint = row.blob(2);
  std::ranges::copy(fingerprint.first(std::min(fingerprint.size(), mapping.fingerprint.size())),
                    mapping.fingerprint.begin());
  mapping.name = row.text(3);
  mapping.uses = row.integer(4);
  mapping.used_at = core::Instant{row.integer(5)};
  return mapping;
}

core::Result<void> add_texts(const access::Call& call, SavedMapping& mapping) {
  auto texts = access::find_child_texts(call, texts_of(mapping.id), texts_of_mapping);
  if (!texts) {
    return texts.error();
  }
  auto columns = core::from_json<std::vector<SavedColumn>>((*texts)[0]);
  mapping.columns = columns ? std::move(*columns) : std::vector<SavedColumn>();
  if (!(*texts)[1].empty()) {
    mapping.sender = std::move((*texts)[1]);
  }
  mapping.role = core::value_of<ListRole>((*texts)[2]);
  const std::string& row = (*texts)[3];
  std::from_chars(row.data(), row.data() + row.size(), mapping.header_row);
  return {};
}

core::Result<std::optional<SavedMapping>> with_texts(
    const access::Call& call, core::Result<std::optional<SavedMapping>> found) {
  if (found && *found) {
    if (auto added = add_texts(call, **found); !added) {
      return added.error();
    }
  }
  return found;
}

}  // namespace

core::Result<std::optional<SavedMapping>> find_saved(const access::Call& call,
                                                     const core::Digest& fingerprint,
                                                     std::optional<std::string_view> kind) {
  return with_texts(
      call,
      db::find_one(
          call.transaction,
          "SELECT id, kind, fingerprint, name, uses, used_at FROM saved_mapping "
          "WHERE county = :county AND fingerprint = :fingerprint "
          "AND (CAST(:kind AS TEXT) IS NULL OR kind = :kind) "
          "ORDER BY used_at DESC, id LIMIT 1",
          {{"county", call.county}, {"fingerprint", core::Bytes(fingerprint)}, {"kind", kind}},
          read_mapping));
}

core::Result<std::optional<SavedMapping>> find_saved(const access::Call& call,
                                                     const MappingId& id) {
  return with_texts(
      call, db::find_one(call.transaction,
                         "SELECT id, kind, fingerprint, name, uses, used_at FROM saved_mapping "
                         "WHERE county = :county AND id = :id",
                         {{"county", call.county}, {"id", id}}, read_mapping));
}

core::Result<std::vector<SavedMapping>> list_saved_rows(const access::Call& call, int limit) {
  auto found = db::list(call.transaction,
                        "SELECT id, kind, fingerprint, name, uses, used_at FROM saved_mapping "
                        "WHERE county = :county ORDER BY used_at DESC, id LIMIT :limit",
                        {{"county", call.county}, {"limit", limit}}, read_mapping);
  if (!found) {
    return found.error();
  }
  for (SavedMapping& mapping : *found) {
    if (auto added = add_texts(call, mapping); !added) {
      return added.error();
    }
  }
  return found;
}

core::Result<void> put_saved(const access::Call& call, const SavedMapping& mapping) {
  const auto put = call.transaction.run(
      "INSERT INTO saved_mapping (county, id, kind, fingerprint, name, uses, "
      "used_at, account) VALUES (:county, :id, :kind, :fingerprint, :name, "
      ":uses, :used_at, :account) ON CONFLICT (county, id) DO UPDATE SET "
      "name = excluded.name, uses = excluded.uses, "
      "used_at = excluded.used_at, account = excluded.account",
      {{"county", call.county},
       {"id", mapping.id},
       {"kind", mapping.kind},
       {"fingerprint", core::Bytes(mapping.fingerprint)},
       {"name", mapping.name},
       {"uses", mapping.uses},
       {"used_at", mapping.used_at},
       {"account", call.actor.account}});
  if (!put) {
    return put.error();
  }
  // About no child: under the county's key for texts.
  return access::put_child_texts(
      call, core::IdBytes{}, texts_of(mapping.id),
      {core::to_json(mapping.columns), mapping.sender.value_or(std::string()),
       std::string(mapping.role ? core::name_of(*mapping.role) : std::string_view{}),
       std::to_string(mapping.header_row)});
}

core::Result<bool> delete_saved_row(const access::Call& call, const MappingId& id) {
  if (auto gone = access::delete_child_texts(call, texts_of(id)); !gone) {
    return gone.error();
  }
  const auto rows =
      call.transaction.run("DELETE FROM saved_mapping WHERE county = :county AND id = :id",
                           {{"county", call.county}, {"id", id}});
  return rows ? core::Result<bool>(*rows > 0) : core::Result<bool>(rows.error());
}

}  // namespace caregrid::intake
