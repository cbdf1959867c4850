#include "intake/recognise.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <tuple>
#include <utility>

#include "intake/header.h"
#include "intake/value_shape.h"

namespace caregrid::intake {
namespace {

/// A way to write a field of one kind.
struct Wording {
  std::string text;
  std::size_t field = 0;
  int rank = 0;  ///< Place among the field's synonyms; earlier ones are better.
};

using Dictionary = std::vector<Wording>;  ///< Sorted by text.

Dictionary make_dictionary(std::span<const Field> fields) {
  Dictionary dictionary;
  for (std::size_t field = 0; field < fields.size(); ++field) {
    int rank = 0;
    dictionary.push_back({normalise_header(fields[field].name), field, rank});
    for (const std::string_view synonym : fields[field].synonyms) {
      dictionary.push_back({normalise_header(synonym), field, ++rank});
    }
  }
  std::ranges::sort(dictionary, {}, [](const Wording& wording) {
    return std::tie(wording.text, wording.field, wording.rank);
  });
  return dictionary;
}

/// A column's header and everything it may be looked up as, best first.
struct Heading {
  std::string text;
  std::vector<std::string> readings;
};

/// A row, or two joined rows, that may be the header.
struct Layout {
  std::size_t row = 0;  ///< Index of the (last) header row.
  std::vector<Heading> headings;
};

std::string_view cell_of(const HeadRow& row, std::size_t column) {
  return column < row.cells.size() ? std::string_view(row.cells[column]) : std::string_view();
}

Layout single_layout(std::span<const HeadRow> rows, std::size_t row) {
  Layout layout{row, {}};
  for (const std::string& cell : rows[row].cells) {
    layout.headings.push_back({cell, header_readings(cell)});
  }
  return layout;
}

/// A group title over a column title, as a header of two lines.
Heading joined_heading(std::string_view top, std::string_view below) {
  std::string text(below.empty() ? top : below);
  if (!below.empty() && !top.empty() && top != below) {
    text = std::string(top) + "\n" + std::string(below);
  }
  return {text, header_readings(text)};
}

/// The row and the one above it as one header; a merged title above reaches to the right.
Layout joined_layout(std::span<const HeadRow> rows, std::size_t row) {
  Layout layout{row, {}};
  const HeadRow& above = rows[row - 1];
  std::string_view carried;
  const std::size_t columns = std::max(above.cells.size(), rows[row].cells.size());
  for (std::size_t column = 0; column < columns; ++column) {
    const std::string_view own = cell_of(above, column);
    const std::string_view below = cell_of(rows[row], column);
    carried = own.empty() ? carried : own;
    layout.headings.push_back(joined_heading(below.empty() ? own : carried, below));
  }
  return layout;
}

/// One column that could be one field.
struct Match {
  int quality = 0;
  std::size_t column = 0;
  std::size_t field = 0;
};

void find_matches(const Dictionary& dictionary, const Layout& layout, std::vector<Match>& matches) {
  for (std::size_t column = 0; column < layout.headings.size(); ++column) {
    int reading_rank = 0;
    for (const std::string& reading : layout.headings[column].readings) {
      const auto found = std::ranges::equal_range(dictionary, reading, {}, &Wording::text);
      for (const Wording& wording : found) {
        const int quality = 1000 - 100 * std::min(reading_rank, 5) - std::min(wording.rank, 99);
        matches.push_back({quality, column, wording.field});
      }
      ++reading_rank;
    }
  }
  std::ranges::sort(matches, [](const Match& a, const Match& b) {
    return std::tuple(-a.quality, a.column, a.field) < std::tuple(-b.quality, b.column, b.field);
  });
}

/// A layout read as one kind of sheet.
struct Reading {
  const Kind* kind = nullptr;
  Layout layout;
  std::vector<std::optional<std::size_t>> field_of;  ///< Per column.
  std::size_t matched = 0;
  int quality = 0;
  bool is_whole = false;  ///< All required fields have a column.

  [[nodiscard]] auto rank() const { return std::tuple(is_whole, matched, quality); }
};

Reading read_as(const Kind& kind, const Dictionary& dictionary, const Layout& layout) {
  Reading reading{&kind, layout, {}, 0, 0, true};
  reading.field_of.resize(layout.headings.size());
  std::vector<Match> matches;
  find_matches(dictionary, layout, matches);
  std::vector<bool> is_taken(kind.fields.size());
  for (const Match& match : matches) {
    if (!reading.field_of[match.column] && !is_taken[match.field]) {
      reading.field_of[match.column] = match.field;
      is_taken[match.field] = true;
      reading.quality += match.quality;
      ++reading.matched;
    }
  }
  for (std::size_t field = 0; field < kind.fields.size(); ++field) {
    reading.is_whole = reading.is_whole && (is_taken[field] || !kind.fields[field].required);
  }
  return reading;
}

/// The best reading of any row as any kind. Earlier rows and kinds win a draw.
std::optional<Reading> best_reading(std::span<const HeadRow> rows, std::span<const Kind> kinds) {
  std::vector<Dictionary> dictionaries;
  for (const Kind& kind : kinds) {
    dictionaries.push_back(make_dictionary(kind.fields));
  }
  std::optional<Reading> best;
  const auto consider = [&](const Layout& layout) {
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
      Reading reading = read_as(kinds[kind], dictionaries[kind], layout);
      if (reading.matched > 0 && (!best || reading.rank() > best->rank())) {
        best = std::move(reading);
      }
    }
  };
  for (std::size_t row = 0; row < rows.size(); ++row) {
    consider(single_layout(rows, row));
    if (row > 0 && rows[row - 1].number + 1 == rows[row].number) {
      consider(joined_layout(rows, row));
    }
  }
  return best;
}

/// Prose has commas too: where most lines have more cells than the "header", it is none. The lines
/// of a CSV table have about as many cells as its header; a workbook leaves out empty ones.
bool has_rows_of_its_width(std::span<const HeadRow> rows, const Layout& layout, bool is_csv) {
  const std::size_t width = layout.headings.size();
  const std::size_t width_min = is_csv ? (width + 1) / 2 : 0;
  std::size_t fitting = 0;
  for (const HeadRow& row : rows.subspan(layout.row + 1)) {
    fitting += row.cells.size() >= width_min && row.cells.size() <= width ? 1U : 0U;
  }
  return 2 * fitting >= rows.size() - layout.row - 1;
}

/// Two columns are enough only where they are most of the sheet; a list of something else easily
/// shares a name and a telephone number with ours.
bool is_plausible(const Reading& reading) {
  const auto filled = static_cast<std::size_t>(std::ranges::count_if(
      reading.layout.headings, [](const Heading& heading) { return !heading.text.empty(); }));
  return reading.matched >= 3 || (reading.is_whole && reading.matched == 2 && filled <= 4);
}

/// Without a kind: the first row with the most filled cells is shown as the header.
Layout likely_header(std::span<const HeadRow> rows) {
  const auto filled = [](const HeadRow& row) {
    return std::ranges::count_if(row.cells, [](const std::string& cell) { return !cell.empty(); });
  };
  std::size_t best = 0;
  for (std::size_t row = 1; row < rows.size(); ++row) {
    best = filled(rows[row]) > filled(rows[best]) ? row : best;
  }
  return rows.empty() ? Layout{} : single_layout(rows, best);
}

std::vector<std::string> samples_of(std::span<const HeadRow> rows, std::size_t header,
                                    std::size_t column) {
  std::vector<std::string> samples;
  for (std::size_t row = header + 1; row < rows.size() && samples.size() < 3; ++row) {
    if (const auto cell = cell_of(rows[row], column); !cell.empty()) {
      samples.emplace_back(cell);
    }
  }
  return samples;
}

/// Gives a column whose header says nothing to an unclaimed field when its values can be no other.
void match_by_values(const Kind& kind, Recognition& recognition) {
  for (const Field& field : kind.fields) {
    const std::string_view name = field.name;
    const ValueShape shape = shape_of_field(name);
    auto& columns = recognition.mapping.columns;
    if (shape == ValueShape::any ||
        std::ranges::any_of(columns, [&](const auto& column) { return column.field == name; })) {
      continue;
    }
    const auto fits = [&](const ColumnMapping& column) {
      return !column.field && column.samples.size() == 3 &&
             std::ranges::all_of(column.samples, [&](const std::string& sample) {
               return has_shape(sample, shape);
             });
    };
    if (std::ranges::count_if(columns, fits) == 1) {
      ColumnMapping& column = *std::ranges::find_if(columns, fits);
      column.field = std::string(name);
      recognition.warnings.push_back({recognition.mapping.sheet,
                                      recognition.mapping.header_row,
                                      column.header,
                                      std::string(name),
                                      "header.by_values",
                                      {},
                                      {}});
    }
  }
}

bool is_serial_number(std::string_view header) {
  const std::string normal = normalise_header(header);
  return normal.empty() || normal == "序号" || normal == "no" || normal == "sn" || normal == "行号";
}

/// Says which columns are not used, and why.
void warn_unused(const Reading& reading, Recognition& recognition) {
  const SheetMapping& mapping = recognition.mapping;
  for (const ColumnMapping& column : mapping.columns) {
    if (column.field || is_serial_number(column.header) || is_reason_header(column.header)) {
      continue;
    }
    Finding finding{mapping.sheet, mapping.header_row, column.header, {}, {}, {}, {}};
    const auto twin = std::ranges::find_if(mapping.columns, [&](const ColumnMapping& other) {
      return other.field && normalise_header(other.header) == normalise_header(column.header);
    });
    if (twin != mapping.columns.end()) {
      finding.field = *twin->field;
      finding.reason = "header.duplicate";
    } else if (!reading.kind->keeps_extras && !column.samples.empty()) {
      finding.reason = "header.left_out";
    }
    if (!finding.reason.empty()) {
      recognition.warnings.push_back(std::move(finding));
    }
  }
}

/// The official form whose whole header this is, column by column.
std::optional<std::string> format_of(const Reading& reading) {
  const auto& headings = reading.layout.headings;
  for (const Format& format : reading.kind->formats) {
    const auto is_same = [](const Heading& heading, std::string_view header) {
      return normalise_header(heading.text) == normalise_header(header);
    };
    if (std::ranges::equal(headings, format.headers, is_same)) {
      return std::string(format.name);
    }
  }
  return std::nullopt;
}

void add_columns(const Layout& layout, std::span<const HeadRow> rows, SheetMapping& mapping) {
  std::size_t columns = layout.headings.size();
  for (const HeadRow& row : rows) {
    columns = std::max(columns, row.cells.size());
  }
  for (std::size_t column = 0; column < columns; ++column) {
    const bool is_named = column < layout.headings.size();
    ColumnMapping mapped{static_cast<int>(column),
                         is_named ? layout.headings[column].text : std::string(), std::nullopt,
                         samples_of(rows, layout.row, column)};
    if (!mapped.header.empty() || !mapped.samples.empty()) {
      mapping.columns.push_back(std::move(mapped));
    }
  }
}

}  // namespace

Recognition recognise(std::string_view sheet, std::span<const HeadRow> rows,
                      std::span<const Kind> kinds) {
  Recognition recognition;
  recognition.mapping.sheet = std::string(sheet);
  const auto reading = best_reading(rows, kinds);
  const bool is_known = reading && is_plausible(*reading) &&
                        has_rows_of_its_width(rows, reading->layout, sheet.empty());
  const Layout layout = is_known ? reading->layout : likely_header(rows);
  recognition.mapping.header_row = rows.empty() ? 0 : rows[layout.row].number;
  add_columns(layout, rows, recognition.mapping);
  if (!is_known) {
    return recognition;
  }
  recognition.mapping.kind = std::string(reading->kind->name);
  recognition.mapping.format = format_of(*reading);
  for (ColumnMapping& column : recognition.mapping.columns) {
    const auto index = static_cast<std::size_t>(column.column);
    if (index < reading->field_of.size() && reading->field_of[index]) {
      column.field = std::string(reading->kind->fields[*reading->field_of[index]].name);
    }
  }
  match_by_values(*reading->kind, recognition);
  for (const Field& field : reading->kind->fields) {
    const auto has_field = [&](const ColumnMapping& column) { return column.field == field.name; };
    if (field.required && std::ranges::none_of(recognition.mapping.columns, has_field)) {
      recognition.missing_fields.emplace_back(field.name);
    }
  }
  warn_unused(*reading, recognition);
  return recognition;
}

}  // namespace caregrid::intake
