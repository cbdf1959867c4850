#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/date.h"
#include "intake/target.h"
#include "registry/child_fields.h"
#include "registry/child_record.h"
#include "registry/date_reading.h"
#include "registry/division_index.h"
#include "registry/school.h"

namespace caregrid::registry {

class FactsWriter;

/// What reading one row depends on besides the row.
struct ReadingContext {
  const DivisionIndex& divisions;
  const SchoolNames& schools;
  core::Date today;
  DayOrder born_order = DayOrder::unknown;
  DayOrder since_order = DayOrder::unknown;
};

/// A row on its way to becoming a record: its cells by field, and where findings go.
class RowReading final {
 public:
  RowReading(const intake::Record& cells, ChildRecord& record) : cells_(cells), record_(record) {}

  [[nodiscard]] const intake::Value& value(ChildField field) const {
    return cells_.values[static_cast<std::size_t>(field)];
  }
  [[nodiscard]] std::string_view text(ChildField field) const { return value(field).text; }
  /// The text, empty also where people wrote that there is none.
  [[nodiscard]] std::string_view filled(ChildField field) const;
  [[nodiscard]] std::span<const intake::Extra> extras() const { return cells_.extras; }
  [[nodiscard]] ChildRecord& record() { return record_; }
  [[nodiscard]] const ChildRecord& record() const { return record_; }

  void reject(ChildField field, std::string_view reason, std::string detail = {});
  void warn(ChildField field, std::string_view reason, std::string detail = {});
  /// Warns, and keeps the text as it was written.
  void keep_unread(ChildField field, std::string_view reason);
  [[nodiscard]] const std::vector<ChildField>& unread() const { return unread_; }

 private:
  const intake::Record& cells_;
  ChildRecord& record_;
  std::vector<ChildField> unread_;
};

/// Reads name, sex, birth date and official numbers, and holds them against each other.
void read_claim(RowReading& row, const ReadingContext& context);

/// Reads parents, carer and guardian.
void read_relations(RowReading& row);

/// Reads everything else into `record.facts` and `record.situation`.
void read_facts(RowReading& row, const ReadingContext& context);

/// Reads what only the civil-affairs form asks for: the grandparents ("—" where one is dead), the
/// parents' birth dates, which of them cannot look after a child, and who signed.
/// Source: domain handbook 2.5.
void read_form(FactsWriter& facts, RowReading& row);

}  // namespace caregrid::registry
