#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "access/area.h"
#include "access/call.h"
#include "access/keys.h"
#include "core/date.h"
#include "core/result.h"

namespace caregrid::registry::status_store {

/// Bits there are for schemes; see `schema/0021_status.sql`.
inline constexpr int slots_max = 62;

/// Schemes with their bits, as masks of one bit.
using SchemeBits = std::map<std::string, std::int64_t, std::less<>>;
core::Result<SchemeBits> list_schemes(const access::Call& call);
core::Result<void> insert_scheme(const access::Call& call, std::string_view scheme, int slot);

/// How far the drawing has come.
struct Standing {
  core::Date day;
  std::string version;
  std::int64_t next_child = 1;
};
core::Result<std::optional<Standing>> find_standing(const access::Call& call);
core::Result<void> put_standing(const access::Call& call, const Standing& standing);

/// A child whose answers are to be drawn.
struct DueChild {
  std::int64_t number = 0;
  std::int64_t division = 0;
  std::optional<core::Date> born_on;
  access::ChildKey key;
};
/// Children with numbers from `first` on, in order, at most `limit`.
core::Result<std::vector<DueChild>> list_from(const access::Call& call, std::int64_t first,
                                              int limit);
/// Children of whom something was said since, at most `limit`.
core::Result<std::vector<DueChild>> list_due(const access::Call& call, int limit);
core::Result<std::int64_t> count_due(const access::Call& call);
core::Result<void> mark_due(const access::Call& call, std::int64_t child);
core::Result<void> delete_due(const access::Call& call, std::int64_t child);
/// The highest number of a child that can be read; 0: none.
core::Result<std::int64_t> last_number(const access::Call& call);

/// The answers of one child.
struct Answers {
  std::int64_t yes = 0;
  std::int64_t unknown = 0;

  auto operator<=>(const Answers&) const = default;
};
core::Result<void> put_answers(const access::Call& call, const DueChild& child,
                               const Answers& answers);

core::Result<void> delete_answers(const access::Call& call, std::int64_t child);

/// How many children of an area have the same answers.
struct AnswerCount {
  Answers answers;
  std::int64_t children = 0;
};
/// Cost: reads the county's answers once, some 30 ns a child.
core::Result<std::vector<AnswerCount>> list_answer_counts(const access::Call& call,
                                                          access::Area area);

}  // namespace caregrid::registry::status_store
