#pragma once

#include <memory>
#include <string>

#include "access/key_source.h"
#include "access/keys.h"
#include "core/rng.h"

namespace caregrid::support {

/// A key ring for tests: one wrapping key that is the same every time, everything else of a seed.
/// Its randomness is one sequence: for one writer at a time, as a database has.
struct TestKeys {
  /// The wrapping key as CAREGRID_KEK would hold it.
  static constexpr const char* text = "Y2FyZWdyaWQgdGVzdCBrZXksIG5ldmVyIGluIHVzZSE=";

  explicit TestKeys(const std::string& keys = text) : ring(access::make_text_source(keys), rng) {}

  core::SeededRng rng{20'260'921};
  access::KeyRing ring;
};

}  // namespace caregrid::support
