#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "access/call.h"
#include "access/keys.h"
#include "core/function_ref.h"
#include "core/result.h"
#include "registry/child.h"
#include "registry/sealed.h"

namespace caregrid::registry::link_store {

/// A child's row and its key, opened.
struct OpenedChild {
  std::int64_t number = 0;
  ChildId id;
  std::int64_t division = 0;
  std::int64_t kept = 0;    ///< The child it is shown as; 0: shown itself.
  bool has_merged = false;  ///< Its row is drawn from more than its own statements.
  Sex sex = Sex::unknown;
  std::optional<core::Date> born_on;
  ChildSecret secret;
  access::ChildKey key;
};

/// Numbers of children, both ends among them.
struct Numbers {
  std::int64_t first = 1;
  std::int64_t last = INT64_MAX;
};

/// Children that are not erased, in order of numbers, at most `limit`.
/// Errors: internal "seal.broken", "seal.no_key"; those of `access::KeyRing::unwrap`.
core::Result<std::vector<OpenedChild>> list_opened(const access::Call& call, const Numbers& numbers,
                                                   int limit);

/// Visits what the sources said of these children, by child and oldest first. `children` in order
/// of numbers. Errors: as `list_opened`.
core::Result<void> each_statement(
    const access::Call& call, const std::vector<OpenedChild>& children,
    core::FunctionRef<void(std::size_t child, StatementSecret&& statement)> visit);

}  // namespace caregrid::registry::link_store
