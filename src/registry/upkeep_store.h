#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "access/keys.h"
#include "core/result.h"
#include "registry/child.h"

namespace caregrid::registry::upkeep_store {

/// A child's sealed column as stored, and its key as far as there is one.
struct SealedChild {
  std::int64_t number = 0;
  ChildId id;
  std::int64_t division = 0;
  std::string sealed;
  bool is_merged = false;  ///< Shown as another child, so in no list.
  bool has_key = false;
  access::WrappedKey key;
};
/// Children that are not erased, from a number to a number, in order.
struct NumberRange {
  std::int64_t first = 0;
  std::int64_t last = 0;
};
core::Result<std::vector<SealedChild>> list_sealed(const access::Call& call,
                                                   const NumberRange& numbers, int limit);

struct SealedStatement {
  std::int64_t ordinal = 0;
  std::string sealed;
};
core::Result<std::vector<SealedStatement>> list_sealed_statements(const access::Call& call,
                                                                  std::int64_t child);
core::Result<void> update_sealed(const access::Call& call, std::int64_t child,
                                 std::string_view sealed);
core::Result<void> update_statement(const access::Call& call, std::int64_t child,
                                    const SealedStatement& statement);

/// The highest number given to a child; 0: none.
core::Result<std::int64_t> last_number(const access::Call& call);
/// Empties the lists that hold names.
core::Result<void> clear_lists(const access::Call& call);
core::Result<void> insert_name(const access::Call& call, std::int64_t child, std::string_view name);

}  // namespace caregrid::registry::upkeep_store
