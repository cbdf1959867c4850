#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "registry/erasure.h"

namespace caregrid::registry {

/// How far the making of new child keys has come.
struct RenewalProgress {
  std::int64_t children = 0;  ///< Of this call.
  std::int64_t next = 0;      ///< The child to go on with.
  std::int64_t last = 0;
  bool is_done = false;
};

/// Gives up to `limit` children of the county a new key each and seals everything anew with it.
/// Call again until it is done; where it stands is stored with what it did, so that it goes on
/// there after a crash. Cost: about 20 us a child and as much a statement. Errors: internal
/// "seal.broken" naming the record; nothing of the call is kept then.
core::Result<RenewalProgress> renew_child_keys(const access::Call& call, int limit);

/// What a restored register turned out to be.
struct Rebuilt {
  std::int64_t children = 0;         ///< Readable, and listed again.
  std::vector<std::int64_t> erased;  ///< Numbers of those without a key: erased since the backup.
  std::vector<std::string> broken;   ///< Records that do not open, as "child|sealed 620524/17/0".
};

/// Draws the lists of names anew from what is sealed, after a restore, and makes an end of children
/// whose keys are gone. Broken records stay as they are and are not listed.
/// Cost: about 10 us a child.
core::Result<Rebuilt> rebuild_lists(const access::Call& call, ForgetElsewhere forget);

}  // namespace caregrid::registry
