#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <vector>

#include "access/call.h"
#include "core/function_ref.h"
#include "core/result.h"
#include "registry/county_index.h"
#include "registry/division.h"
#include "registry/duplicate_index.h"

namespace caregrid::registry {

/// How far the index of a county is.
struct IndexState {
  bool is_ready = false;   ///< Nothing committed before the call is missing.
  std::int64_t done = 0;   ///< Children entered, of
  std::int64_t total = 0;  ///< children to enter.
  std::size_t bytes = 0;

  bool operator==(const IndexState&) const = default;
};

/// What is kept of one county.
struct CountyMemory {
  CountyIndex children;
  DuplicateIndex duplicates;
};

/// Keeps what is looked for in memory, a county each, never on disk.
///
/// A county is built child by child by whoever calls `work`, then kept up by the change feed: each
/// `use` first takes in what was committed since, by this process or another. Safe from any thread;
/// while many children wait to be entered, `use` says so and leaves them to `work`.
class CountyKeeper final {
 public:
  /// `wake` is told of a county that has work waiting; it must not call back.
  explicit CountyKeeper(std::function<void(std::int64_t county)> wake = {});
  CountyKeeper(const CountyKeeper&) = delete;
  CountyKeeper& operator=(const CountyKeeper&) = delete;
  ~CountyKeeper();

  /// Hands out the county of the call if it is up to date, after entering at most
  /// `use_changes_max` changed children; else `use` is not called, and the state says how far it
  /// is. Errors: those of the database and of opening seals.
  /// Cost: one look-up and the county's places; 40 us for each child changed since.
  core::Result<IndexState> use(const access::Call& call,
                               core::FunctionRef<void(const CountyMemory&)> use);

  /// Enters at most `most` children that wait. Whoever calls it until nothing is left has the
  /// county ready. The call is a read, on a snapshot not older than the last one.
  core::Result<IndexState> work(const access::Call& call, int most);

 private:
  struct County;

  County& county_of(std::int64_t code);
  static core::Result<void> build(const access::Call& call, County& county, int most);
  static core::Result<bool> follow(const access::Call& call, County& county, std::size_t most);
  static core::Result<void> read_places(const access::Call& call, County& county);
  static core::Result<IndexState> state_of(const access::Call& call, County& county, bool is_ready);

  std::function<void(std::int64_t)> wake_;
  std::mutex mutex_;
  std::map<std::int64_t, std::unique_ptr<County>> counties_;
};

inline constexpr std::size_t use_changes_max = 300;

}  // namespace caregrid::registry
