#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/key_store.h"
#include "core/bytes.h"
#include "core/result.h"
#include "registry/child_record.h"

namespace caregrid::registry {

/// What the child's row keeps sealed.
struct ChildSecret {
  std::string name;
  std::string identity_number;  ///< Empty: not known; as the student number.
  std::string student_number;
  int ethnicity = 0;

  bool operator==(const ChildSecret&) const = default;
};

/// What a statement's row keeps sealed: all a source's row said.
struct StatementSecret {
  std::int64_t digest = 0;
  Claim claim;
  std::string facts;
  std::vector<StatedRelation> relations;

  bool operator==(const StatementSecret&) const = default;
};

/// The bytes sealed: texts with their length before them, integers of eight bytes, little end
/// first. Cost: one allocation.
std::string pack(const ChildSecret& secret);
std::string pack(const ChildRecord& record);
/// None for bytes that `pack` did not make.
std::optional<ChildSecret> unpack_child(std::string_view bytes);
std::optional<StatementSecret> unpack_statement(std::string_view bytes, core::Date today);

/// What a child's row says of who it is, drawn from its statements.
ChildSecret secret_of(const Claim& claim, const Situation& situation);

/// The sealed columns of the child's and of its statement's row.
std::string seal_child(const access::Call& call, const access::ChildKey& key,
                       const ChildSecret& secret);
std::string seal_statement(const access::Call& call, const access::ChildKey& key,
                           std::int64_t ordinal, const ChildRecord& record);

/// Errors: internal "seal.broken" naming the record.
core::Result<ChildSecret> open_child(const access::Call& call, const access::ChildKey& key,
                                     core::Bytes sealed);
core::Result<StatementSecret> open_statement(const access::Call& call, const access::ChildKey& key,
                                             std::int64_t ordinal, core::Bytes sealed);

/// A child's key on its way out and the one that follows it.
struct KeyChange {
  const access::ChildKey& from;
  const access::ChildKey& to;
};
/// The sealed column of a child, or of its statement, under its new key. Errors: as `open_child`.
core::Result<std::string> reseal_child(const access::Call& call, const KeyChange& keys,
                                       core::Bytes sealed);
core::Result<std::string> reseal_statement(const access::Call& call, const KeyChange& keys,
                                           std::int64_t ordinal, core::Bytes sealed);

}  // namespace caregrid::registry
