#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "cli/workplace.h"
#include "core/result.h"

namespace caregrid::cli {

/// Work on keys as somebody asks for it.
struct KeyWork {
  std::string what;  ///< "status", "rotate", "renew", "retire".
  std::string key;   ///< For "retire": the name of a wrapping key.

  bool operator==(const KeyWork&) const = default;
};

/// Told how many keys are done, of how many. False: stop here and go on another time.
using KeyProgress = std::function<bool(std::int64_t done, std::int64_t total)>;

/// Does it, in steps of some milliseconds each that others read and write between; what to say
/// about it. Stopped after any step, by a crash too, the same work goes on where it was.
///
/// "status" lists the wrapping keys; "rotate" puts a new one in use and moves all keys under it;
/// "renew" seals everything about every child anew under new keys; "retire" removes an old one.
/// Errors: invalid "keys.in_use", "keys.work_unknown"; not_found "keys.unknown"; those of the
/// source and of the database. Cost: some 20 us a key, some 100 us a child renewed.
core::Result<std::string> work_on_keys(Workplace& workplace, const KeyWork& work,
                                       const KeyProgress& report);

}  // namespace caregrid::cli
