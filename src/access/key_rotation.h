#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "access/call.h"
#include "access/keys.h"
#include "core/result.h"
#include "db/database.h"

namespace caregrid::access {

/// How many children's keys a wrapping key holds.
struct KeyUse {
  std::int64_t wrapping_key = 0;
  std::int64_t keys = 0;
};
/// Of all counties of a database.
core::Result<std::vector<KeyUse>> list_key_uses(db::Transaction& transaction);

/// Behind this a rotation begins: below every row there is.
inline constexpr std::int64_t before_all_keys = std::numeric_limits<std::int64_t>::min();

/// How far a rotation has come.
struct Rewrapped {
  std::int64_t keys = 0;        ///< Now under the wrapping key in use.
  std::int64_t last_child = 0;  ///< Go on behind this one.
};

/// Puts up to `limit` of the county's child keys behind `after` under the wrapping key in use; none
/// left when it gives 0. What they seal stays as it is. Cost: two decryptions a key.
core::Result<Rewrapped> rewrap_keys(const Call& call, std::int64_t after, int limit);

/// Puts a child's new key in the place of its old one.
core::Result<void> replace_child_key(const Call& call, const ChildKey& key);

/// Which children still have their old keys; `next` > `last`: none.
struct Renewal {
  std::int64_t next = 0;
  std::int64_t last = 0;
};
core::Result<std::optional<Renewal>> find_renewal(const Call& call);
core::Result<void> put_renewal(const Call& call, const Renewal& renewal);
core::Result<void> delete_renewal(const Call& call);

}  // namespace caregrid::access
