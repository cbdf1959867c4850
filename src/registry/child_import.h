#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "access/blind_index.h"
#include "access/call.h"
#include "core/result.h"
#include "intake/target.h"
#include "registry/child_record.h"
#include "registry/import_store.h"

namespace caregrid::registry {

/// The sheet rows come from; `id` is 0 until its first row is stored.
struct SheetSource {
  std::string file;
  std::string sheet;
  std::int64_t id = 0;
  std::string sender = {};
  intake::ListRole role = intake::ListRole::other;
  std::int64_t list = 0;  ///< Number of the sent list; 0: nobody said who sent it or what it is.
  std::string_view kind = "child";
};
SheetSource sheet_source_of(const intake::Source& source);

/// Puts child records into the register within one transaction.
///
/// Each row becomes a statement of the child it speaks of, and the child's record is drawn anew
/// from all its statements. Contradictions are kept side by side and noted. What a row says of
/// people is sealed before it is stored, and found again through the blind index.
/// Cost: a new child about 6 statements of SQL and 3 sealings, a row known already 3.
class ChildImport final {
 public:
  ChildImport(const access::Call& call, SheetSource& source) : call_(call), source_(source) {}

  core::Result<std::vector<intake::RowResult>> store(std::span<ChildRecord> records);

  /// Puts one child into the register that is not in it, whoever may look like it.
  ///
  /// Errors: conflict "child.number_known" when a child owns one of its official numbers,
  /// "child.same_record" when it has none and everything said was said before.
  core::Result<ChildId> register_new(ChildRecord& record);

 private:
  using Owner = import_store::Owner;

  core::Result<void> begin();
  core::Result<void> claim_numbers(const ChildRecord& record);
  core::Result<intake::Outcome> place(ChildRecord& record);
  core::Result<intake::Outcome> place_by_digest(ChildRecord& record);
  core::Result<intake::Outcome> place_by_key(ChildRecord& record, const OfficialKeys& keys);
  core::Result<intake::Outcome> place_new_key(ChildRecord& record, const OfficialKeys& keys);
  core::Result<intake::Outcome> create(ChildRecord& record);
  core::Result<intake::Outcome> create_contested(ChildRecord& record, const OfficialKeys& keys,
                                                 std::span<const Owner> owners);
  core::Result<intake::Outcome> append(ChildRecord& record, const Owner& owner);
  core::Result<void> redraw(const Owner& owner, const Summary& summary);
  core::Result<void> note_conflicts(std::int64_t child, std::span<const std::string_view> fields,
                                    std::int64_t division);
  core::Result<void> ensure_source();
  core::Result<void> ensure_list();
  core::Result<void> finish(const import_store::Counters& before);
  core::Result<void> store_phones();
  [[nodiscard]] OfficialKeys blind_keys_of(const Claim& claim) const;
  void note_phones(std::int64_t child, const ChildRecord& record);
  [[nodiscard]] std::int64_t place_of(const Situation& situation) const;

  const access::Call& call_;
  SheetSource& source_;
  /// The child and the statement that hold the row at hand.
  std::int64_t placed_child_ = 0;
  std::int64_t placed_ordinal_ = 0;
  import_store::Counters counters_;
  ChildId created_;             ///< The last one.
  std::int64_t first_new_ = 0;  ///< Children from here on are not listed yet.
  std::optional<access::BlindIndex> index_;
  std::map<std::int64_t, std::int64_t> added_;  ///< Children more or less by division.
  std::vector<import_store::PhoneOwner> phones_;
};

}  // namespace caregrid::registry
