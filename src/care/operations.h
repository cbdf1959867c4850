#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "access/call.h"
#include "access/fields.h"
#include "care/need.h"
#include "core/result.h"
#include "registry/merge.h"

namespace caregrid::care {

/// A need with what a list shows beside it.
struct NeedRow {
  Need need;
  std::string child_name;
  std::optional<std::int64_t> village;  ///< Where the child lives; none when not known.
  std::string village_name;
  std::int64_t division = 0;  ///< Where the child stands: village, township or county.

  bool operator==(const NeedRow&) const = default;
};

/// Which needs to list; unset members do not narrow. `division` outside the actor's area lists
/// nothing. `after` is the `next` of the page before.
struct NeedFilter {
  std::optional<NeedKind> kind;
  std::optional<int> tier;
  std::optional<NeedStatus> status;
  std::optional<std::int64_t> division;
  std::optional<ChildId> child;
  int limit = 50;
  std::string after;
};

/// Most urgent first, then longest waiting.
struct NeedPage {
  std::vector<NeedRow> items;
  std::optional<std::string> next;
  std::int64_t total = 0;
};

/// Errors: not_found outside the area; invalid "list.cursor" for a cursor nobody gave out.
/// Cost: one index walk per page, one count.
core::Result<NeedPage> list_needs(const access::Call& call, const NeedFilter& filter);

/// Errors: forbidden; not_found, also for a child outside the actor's area.
core::Result<NeedRow> find_need(const access::Call& call, NeedId id);

/// The children of some needs, in their order.
std::vector<core::IdBytes> children_of(std::span<const NeedRow> rows);

/// Cuts needs to what the actor may see; every list of needs passes it.
void show_as_allowed(const access::Views& views, NeedRow& row);

/// What an actor sees of a need, by whether its child is shielded and, for who sees no children but
/// plans help for them, by whether the guardian consents to sharing with an NGO: then the given
/// name and the village, otherwise neither name nor more than the township. Cost: one look-up for a
/// child without a village, none for any other; `look_up` for a page.
class NeedViews final {
 public:
  explicit NeedViews(const access::Call& call);

  /// Whether the purpose of the call shows needs at all.
  [[nodiscard]] bool shows_needs() const;
  /// Looks up at once what is asked of all children of a page.
  core::Result<void> look_up(std::vector<core::IdBytes> children);
  /// Whether the actor has a conflict of interest with the child; after `look_up`.
  [[nodiscard]] bool is_left_out(const NeedRow& row) const;
  core::Result<access::Views> of(const NeedRow& row) const;
  /// The views of a child found one by one, narrowed or widened by the consent.
  core::Result<access::Views> with_consent(const access::Views& views, const NeedRow& row) const;
  /// Cuts a need to views of this actor; names the township where no more is shown.
  core::Result<void> cut(const access::Views& views, NeedRow& row) const;

 private:
  const access::Call& call_;
  access::Views usual_;
  access::Views shielded_;
  bool is_by_consent_ = false;
  bool is_looked_up_ = false;
  std::set<core::IdBytes> consented_;
  std::set<core::IdBytes> conflicted_;
};

/// What somebody enters to open a need.
struct NewNeed {
  NeedId id;  ///< Made by the client; the same id again is the same need.
  ChildId child;
  NeedKind kind = NeedKind::mentor;
  int tier = tier_count;
  int units_weekly = 1;
  Slots slots;
  SexRule sex_rule = SexRule::any;
  std::string language;
  std::string note;
};

/// Opens a need today; runs inside the door.
///
/// Errors: not_found for a child outside the area; invalid "need.tier", "need.units",
/// "need.slots_empty".
core::Result<NeedRow> open_need(const access::Call& call, const NewNeed& wish);

/// Closes a need as withdrawn with a reason, kept in its note; runs inside the door.
///
/// Errors: not_found; invalid "need.reason_missing"; conflict "need.closed" when already closed.
core::Result<NeedRow> withdraw_need(const access::Call& call, NeedId id, const std::string& reason);

/// Open needs of a county by tier and kind, in units; for the home page.
struct NeedCount {
  NeedKind kind = NeedKind::mentor;
  int tier = tier_count;
  std::int64_t township = 0;  ///< 0 when the child's village is not known.
  std::int64_t village = 0;   ///< 0 when not known.
  std::int64_t needs = 0;
  std::int64_t units = 0;
};
core::Result<std::vector<NeedCount>> count_needs(const access::Call& call);

/// Removes what this room keeps of a child that is being erased; how many records. Checks no
/// policy: part of `registry::confirm_erasure`.
core::Result<std::int64_t> forget_child(const access::Call& call, const ChildId& child);

/// Withdraws every open need of a child that another county answers for from now on: that county
/// asks anew. Checks no policy: part of `registry::leave_child`.
core::Result<void> leave_child(const access::Call& call, const ChildId& child);

/// Moves needs to the child that shows them now, or back; the hook of `registry::merge_children`
/// and `registry::undo_merge`. Needs opened since a merge stay with the kept child.
core::Result<void> follow_merge(const access::Call& call, const registry::Following& following);

/// Every need a plan should serve, in order of id; the whole county, whoever asks.
core::Result<std::vector<NeedRow>> list_wanting(const access::Call& call);

}  // namespace caregrid::care
