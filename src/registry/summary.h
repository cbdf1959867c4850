#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "registry/child_record.h"
#include "registry/saying.h"

namespace caregrid::registry {

/// What one row of one source said about a child, as stored.
struct Statement {
  std::int64_t ordinal = 0;
  std::int64_t source = 0;  ///< Grows with time.
  std::string file;
  std::string sheet;
  std::int64_t digest = 0;
  Claim claim;          ///< Empty for what a person entered: that is about facts alone.
  Situation situation;  ///< What it still says of it: nothing once it was undone.
  std::vector<Saying> sayings = {};
  bool is_entry = false;

  bool operator==(const Statement&) const = default;
};

/// The present best knowledge of a child and where its sources contradict each other.
struct Summary {
  Claim claim;
  Situation situation;
  std::vector<std::string_view> conflicts;  ///< Names of fields.

  bool operator==(const Summary&) const = default;
};

/// The first ordinal a new statement of the child itself may have; those of merged children do not
/// count.
std::int64_t next_ordinal(std::span<const Statement> statements);

/// Draws the summary from all statements; their order does not matter.
///
/// Who the child is (name, sex, birth date, numbers) follows what most statements say, the identity
/// number deciding ties. Where the child lives and learns follows the newest source, but a township
/// never hides a village inside it.
Summary summarise(std::span<const Statement> statements);

/// Whether a row says nothing new: a statement of the same content is there, and it came from the
/// same sheet or no later statement puts the child elsewhere. A child who went away and came back
/// is news even if the row reads as it did before.
bool is_known(std::span<const Statement> statements, const ChildRecord& record,
              std::string_view file, std::string_view sheet);

/// The situation inside stored facts. Cost: one parse.
Situation situation_of(std::string_view facts);

/// The kinds of facts in which the sources of a child contradict each other, as conflicts name them
/// ("fact.schooling"). Cost: as `know`.
std::vector<std::string> contested_facts(std::span<const Statement> statements);

/// Gives statements that a person entered their situation: what is recorded, corrected or confirmed
/// and was not undone counts as the newest word on it. Cost: as `know`; nothing without any.
void draw_entries(std::span<Statement> statements);

}  // namespace caregrid::registry
