#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "intake/list_change.h"
#include "intake/mapping.h"

namespace caregrid::intake {

/// What the program knows about the cell a value came from, beyond its text.
enum class CellKind { text, number, date, boolean, formula, error };

/// One value of a row, already assigned to a field. Text is trimmed and valid UTF-8, otherwise as
/// the sheet had it; a cell with an Excel date style arrives as "YYYY-MM-DD" and kind `date`.
struct Value {
  std::string_view text;
  CellKind kind = CellKind::text;
};

/// A filled cell of a column that belongs to no field, under the header its sheet gives it.
struct Extra {
  std::string_view header;
  std::string_view text;
};

/// One row of a sheet: `values[i]` belongs to `Target::fields()[i]`; empty text where the sheet has
/// no such column or cell.
struct Record {
  std::int64_t row = 0;  ///< 1-based, as spreadsheet programs show it.
  std::span<const Value> values;
  std::span<const Extra> extras = {};  ///< Only for a target that keeps them.
};

/// A field a target understands, and the headers people write for it.
struct Field {
  std::string_view name;  ///< "born_on"; i18n key `field.<kind>.<name>`.
  std::span<const std::string_view>
      synonyms;  ///< Chinese and English, normalised as `normalise_header`.
  bool required = false;
};

/// A sheet known by its whole header: an official form, in its own order of columns.
struct Format {
  std::string_view name;  ///< i18n key `import_format.<name>`.
  std::span<const std::string_view> headers;
};

/// Something to tell about one cell of one row.
struct Issue {
  std::size_t field = 0;  ///< Index into `Target::fields()`.
  std::string reason;     ///< Translation key: "id_number.check_digit".
  std::string detail;     ///< What would be right, or candidates; may be empty.
};

enum class Outcome { created, updated, unchanged, rejected };

/// What became of one row. A rejected row has at least one problem and changed nothing; warnings
/// go with accepted rows.
struct RowResult {
  Outcome outcome = Outcome::unchanged;
  std::vector<Issue> problems;
  std::vector<Issue> warnings;
};

/// Rows read into a target's own types; made on one thread, stored on another.
class Batch {
 public:
  Batch() = default;
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;
  virtual ~Batch() = default;
};

/// Where the rows came from, kept with every fact.
struct Source {
  std::string_view file;              ///< Name only, no path.
  std::string_view sheet;             ///< Empty for CSV.
  std::string_view sender = {};       ///< As `SheetMapping::sender`; empty: not stated.
  std::optional<ListRole> role = {};  ///< As `SheetMapping::role`.
  std::string_view run = {};          ///< Names the run that brings it.
};

/// One kind of record that can be imported: children, needs, offers, schools, divisions.
///
/// Used by one import at a time: `prepare` once, then any number of `read` (one thread) and `store`
/// (another thread, same order). Rows stay in file order.
class Target {
 public:
  Target() = default;
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;
  virtual ~Target() = default;

  [[nodiscard]] virtual std::string_view kind() const = 0;
  [[nodiscard]] virtual std::span<const Field> fields() const = 0;
  /// Whether columns that belong to no field should arrive as `Record::extras`; otherwise people
  /// are told that those columns are left out.
  [[nodiscard]] virtual bool keeps_extras() const { return false; }

  /// Official forms of this kind of record.
  [[nodiscard]] virtual std::span<const Format> formats() const { return {}; }
  /// Whether a row of totals is a record as well; otherwise it is passed over.
  [[nodiscard]] virtual bool keeps_totals() const { return false; }

  /// Loads what `read` looks names up in (villages, schools).
  virtual core::Result<void> prepare(const access::Call& call) = 0;

  /// Reads values and checks them, without the database. Pure but for what `prepare` loaded.
  [[nodiscard]] virtual std::unique_ptr<Batch> read(std::span<const Record> records,
                                                    const Source& source, core::Date today) = 0;

  /// Stores the good rows; one result per record of the batch, in order. Storing the same rows
  /// again gives `unchanged` for each. An Error means the whole batch changed nothing.
  virtual core::Result<std::vector<RowResult>> store(const access::Call& call, Batch& batch) = 0;

  /// Called once all rows of a sheet are stored; `unread` of them could not be read or stored.
  virtual core::Result<void> finish(const access::Call& call, const Source& source,
                                    std::int64_t unread) {
    static_cast<void>(call), static_cast<void>(source), static_cast<void>(unread);
    return {};
  }
  /// After `finish`: how the list differs from the one before it of the same sender; none where
  /// there is no such list.
  virtual core::Result<std::optional<ListChange>> compare(const access::Call& call,
                                                          const Source& source) {
    static_cast<void>(call), static_cast<void>(source);
    return std::optional<ListChange>();
  }
};

}  // namespace caregrid::intake
