#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/describe.h"
#include "core/result.h"
#include "intake/import.h"
#include "intake/target.h"

namespace caregrid::intake {

/// Something a target told about a row of its batch.
struct RowNote {
  std::int64_t record = 0;  ///< Index into the records of the batch.
  bool is_problem = false;  ///< Otherwise a warning.
  std::int64_t field = 0;
  std::string reason;
  std::string detail;

  bool operator==(const RowNote&) const = default;
};

/// What became of a batch: the stored answer of its command, so that a run that goes on after a
/// crash counts and rejects the same rows. Holds nothing personal.
struct BatchAnswer {
  Counts counts;
  std::vector<RowNote> notes;  ///< In the order of records.

  bool operator==(const BatchAnswer&) const = default;
};

BatchAnswer summarise(std::span<const RowResult> results);

std::string to_answer_text(const BatchAnswer& answer);
/// Errors: internal "import.answer" when the text is not one of ours.
core::Result<BatchAnswer> read_answer_text(std::string_view text);

}  // namespace caregrid::intake

template <>
struct caregrid::core::Describe<caregrid::intake::RowNote> {
  using It = intake::RowNote;
  static constexpr std::string_view name = "RowNote";
  static constexpr auto fields = std::tuple{
      field("record", &It::record), field("is_problem", &It::is_problem),
      field("field", &It::field), field("reason", &It::reason), field("detail", &It::detail)};
};

template <>
struct caregrid::core::Describe<caregrid::intake::BatchAnswer> {
  using It = intake::BatchAnswer;
  static constexpr std::string_view name = "BatchAnswer";
  static constexpr auto fields =
      std::tuple{field("counts", &It::counts), field("notes", &It::notes)};
};
