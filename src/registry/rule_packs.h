#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "registry/child.h"
#include "registry/rule_book.h"

namespace caregrid::registry {

/// Longest text of a pack.
inline constexpr std::size_t pack_bytes_max = 256 * 1024;

/// What reading a county's pack beside the rules in force found.
struct PackCheck {
  std::string pack;  ///< Its name; empty when it has none.
  std::string version;
  std::vector<rules::Fault> faults;  ///< With lines; any makes it unfit.
  core::Date holds_from;             ///< The first day any of its rules holds.
  std::int64_t rules = 0;
};

/// Reads a pack as it would stand beside the others in force: its form, unknown facts, cycles,
/// overlapping validity, missing citations, places that are not the county's.
/// Errors: forbidden; invalid "text.too_long". Cost: some milliseconds.
core::Result<PackCheck> check_pack(const access::Call& call, std::string_view text);

/// Children who would change under one scheme; those shown by name are the first of a page, none
/// when the actor may not see them.
struct MovedChildren {
  std::int64_t count = 0;
  std::vector<std::pair<ChildId, std::string>> shown;
};

struct PackSchemeEffect {
  std::string scheme;
  std::string zh;
  std::string en;
  MovedChildren entering;
  MovedChildren leaving;
  MovedChildren becoming_unknown;
  MovedChildren ruled_out;
  MovedChildren renumbered;
};

/// What a pack would change for a page of children.
struct PackEffect {
  core::Date on;
  std::int64_t children = 0;              ///< Asked on this page.
  std::int64_t total = 0;                 ///< The highest number of a child.
  std::optional<std::int64_t> next;       ///< Ask again from this number on; none: that was all.
  std::vector<PackSchemeEffect> schemes;  ///< Those that change for somebody on the page.
};

/// Holds the rules in force and those with the pack side by side, over children from a number on;
/// changes nothing. `on`: the day to look at, else the first on which the pack holds, not before
/// today. Errors: as `check_pack`; invalid "rules.faulty" for a pack with faults.
/// Cost: some 50 µs a child; `effect_children` a page.
core::Result<PackEffect> effect_of_pack(const access::Call& call, RuleBooks& books,
                                        std::string_view text, std::optional<core::Date> on,
                                        std::int64_t from);
inline constexpr int effect_children = 4'000;

/// Puts a pack in force, in the place of the version before; statuses are drawn anew by it.
/// Errors: as `effect_of_pack`. Inside the door.
core::Result<PackVersion> adopt_pack(const access::Call& call, std::string_view text);
/// Takes a pack out of force. Errors: forbidden; not_found "rules.no_pack". Inside the door.
core::Result<void> withdraw_pack(const access::Call& call, std::string_view pack);

/// All versions of the county's packs, newest first. Errors: forbidden.
core::Result<std::vector<PackVersion>> list_packs(const access::Call& call);

}  // namespace caregrid::registry
