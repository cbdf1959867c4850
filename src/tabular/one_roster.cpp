#include "tabular/one_roster.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "tabular/utf8.h"

namespace caregrid::tabular {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// One file of the package: its columns by name, its records.
struct Table {
  std::vector<TextRow> rows;  ///< The first is the header.

  [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const {
    if (rows.empty()) {
      return std::nullopt;
    }
    const auto found = std::ranges::find(rows.front(), name);
    return found == rows.front().end()
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(found - rows.front().begin()));
  }
  /// Empty where there is no such column or cell.
  [[nodiscard]] std::string text(std::size_t row, std::string_view name) const {
    const auto at = column(name);
    return at && *at < rows[row].size() ? rows[row][*at] : std::string();
  }
};

std::string small(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return lower;
}

bool is_deleted(const Table& table, std::size_t row) {
  return small(table.text(row, "status")) == "tobedeleted";
}

/// The day of a moment, "2026-09-01T08:00:00.000Z" or a day alone.
std::string day_of(std::string_view moment) {
  constexpr std::size_t day_length = 10;
  return std::string(moment.substr(0, std::min(day_length, moment.size())));
}

/// The first of a list of references.
std::string first_of(const std::string& list) { return list.substr(0, list.find(',')); }

core::Result<std::string> read_part(ZipPackage& package, const std::string& name,
                                    const Limits& limits) {
  auto entry = package.open_entry(name);
  if (!entry) {
    return core::invalid(name, "oneroster.file_missing", name);
  }
  if ((*entry)->size_bytes() > limits.inflated_bytes_max) {
    return core::failure(core::Code::too_large, "table.too_big", name);
  }
  std::string text;
  std::vector<char> piece(std::size_t{64} << 10U);
  while (true) {
    const auto count = (*entry)->read(piece);
    if (!count) {
      return count.error();
    }
    if (*count == 0) {
      return text;
    }
    text.append(piece.data(), *count);
  }
}

/// Everything of a package that is read.
struct Roster {
  Table users;
  Table orgs;
  Table roles;
  Table demographics;
  Table enrollments;
  Table classes;
};

core::Result<Table> read_table(ZipPackage& package, const OneRosterManifest& manifest,
                               const std::string& name, const Limits& limits) {
  const auto declared = manifest.files.find(name);
  if (declared == manifest.files.end() || declared->second == "absent") {
    return Table{};
  }
  const auto text = read_part(package, name + ".csv", limits);
  if (!text) {
    return text.error();
  }
  auto rows = split_csv(*text);
  if (!rows) {
    return core::invalid(name + ".csv", rows.error().reason, rows.error().detail);
  }
  for (const TextRow& row : *rows) {
    for (const std::string& cell : row) {
      if (std::cmp_greater(count_characters(cell), limits.cell_characters_max)) {
        return core::failure(core::Code::too_large, "table.cell_too_long", name);
      }
    }
  }
  Table table{std::move(*rows)};
  const std::string_view key =
      name == "roles" || name == "enrollments" ? "userSourcedId" : "sourcedId";
  if (!table.column(key)) {
    return core::invalid(name + ".csv", "oneroster.columns", std::string(key));
  }
  return table;
}

core::Result<Roster> read_roster(ZipPackage& package, const OneRosterManifest& manifest,
                                 const Limits& limits) {
  Roster roster;
  for (const auto& [name, into] : {std::pair("users", &roster.users),
                                   {"orgs", &roster.orgs},
                                   {"roles", &roster.roles},
                                   {"demographics", &roster.demographics},
                                   {"enrollments", &roster.enrollments},
                                   {"classes", &roster.classes}}) {
    auto table = read_table(package, manifest, name, limits);
    if (!table) {
      return table.error();
    }
    *into = std::move(*table);
  }
  return roster;
}

/// What roles, enrollments and demographics say of one user.
struct Pupil {
  bool is_student = false;
  std::string org;
  std::string class_id;
  std::string left_on;
  std::string born_on;
  std::string sex;
};

using Pupils = std::map<std::string, Pupil>;

/// Says where a user is a student, and until when.
void add_place(Pupil& pupil, const Table& table, std::size_t row, std::string_view org_column) {
  pupil.is_student = true;
  const std::string org = table.text(row, org_column);
  if (!is_deleted(table, row)) {
    pupil.org = org;
    pupil.left_on.clear();
    return;
  }
  if (pupil.org.empty()) {
    pupil.org = org;
    const std::string end = table.text(row, "endDate");
    pupil.left_on = day_of(end.empty() ? table.text(row, "dateLastModified") : end);
  }
}

Pupils pupils_of(const Roster& roster) {
  Pupils pupils;
  for (std::size_t row = 1; row < roster.roles.rows.size(); ++row) {
    if (small(roster.roles.text(row, "role")) == "student") {
      add_place(pupils[roster.roles.text(row, "userSourcedId")], roster.roles, row, "orgSourcedId");
    }
  }
  for (std::size_t row = 1; row < roster.enrollments.rows.size(); ++row) {
    if (small(roster.enrollments.text(row, "role")) != "student") {
      continue;
    }
    Pupil& pupil = pupils[roster.enrollments.text(row, "userSourcedId")];
    if (pupil.org.empty()) {
      add_place(pupil, roster.enrollments, row, "schoolSourcedId");
    }
    if (pupil.class_id.empty() && !is_deleted(roster.enrollments, row)) {
      pupil.class_id = roster.enrollments.text(row, "classSourcedId");
    }
    pupil.is_student = true;
  }
  for (std::size_t row = 1; row < roster.demographics.rows.size(); ++row) {
    Pupil& pupil = pupils[roster.demographics.text(row, "sourcedId")];
    pupil.born_on = day_of(roster.demographics.text(row, "birthDate"));
    pupil.sex = roster.demographics.text(row, "sex");
  }
  return pupils;
}

/// Row of a table by its id.
std::map<std::string, std::size_t> index_of(const Table& table) {
  std::map<std::string, std::size_t> index;
  for (std::size_t row = 1; row < table.rows.size(); ++row) {
    index.emplace(table.text(row, "sourcedId"), row);
  }
  return index;
}

bool is_han(std::string_view name) {
  return !name.empty() && static_cast<unsigned char>(name[0]) >= 0xE3;
}

/// Family name first for Chinese names, last for others.
std::string name_of(const Table& users, std::size_t row) {
  const std::string family = users.text(row, "familyName");
  const std::string given = users.text(row, "givenName");
  if (is_han(family) || is_han(given)) {
    return family + given;
  }
  return given.empty() || family.empty() ? given + family : given + " " + family;
}

constexpr std::array<std::string_view, 3> school_header{"学校名称", "学校标识码", "学段"};
constexpr std::array<std::string_view, 9> pupil_header{
    "姓名", "性别", "出生日期", "学籍号", "学校", "年级", "班级", "离校日期", "sourcedId"};

OneRosterReader::OutSheet schools_of(const Roster& roster) {
  OneRosterReader::OutSheet sheet{"orgs", {}};
  for (std::size_t row = 1; row < roster.orgs.rows.size(); ++row) {
    if (small(roster.orgs.text(row, "type")) != "school" || is_deleted(roster.orgs, row)) {
      continue;
    }
    const std::string name = roster.orgs.text(row, "name");
    sheet.rows.push_back({static_cast<std::int64_t>(row) + 1,
                          {name, roster.orgs.text(row, "identifier"), name},
                          std::vector<bool>(school_header.size())});
  }
  return sheet;
}

OneRosterReader::OutSheet pupil_rows_of(const Roster& roster) {
  constexpr std::size_t school_column = 4;
  constexpr std::size_t class_column = 6;
  const Pupils pupils = pupils_of(roster);
  const auto orgs = index_of(roster.orgs);
  const auto classes = index_of(roster.classes);
  const Table& users = roster.users;
  OneRosterReader::OutSheet sheet{"users", {}};
  for (std::size_t row = 1; row < users.rows.size(); ++row) {
    const std::string id = users.text(row, "sourcedId");
    const auto known = pupils.find(id);
    Pupil pupil = known == pupils.end() ? Pupil{} : known->second;
    if (!pupil.is_student && small(users.text(row, "role")) != "student") {
      continue;
    }
    if (pupil.org.empty()) {
      pupil.org = first_of(users.text(row, "orgSourcedIds"));
    }
    if (is_deleted(users, row)) {
      pupil.left_on = day_of(users.text(row, "dateLastModified"));
    }
    std::vector<bool> is_error(pupil_header.size());
    const auto title = [&](const Table& table, const auto& index, const std::string& reference,
                           std::string_view column, std::size_t cell) {
      const auto found = index.find(reference);
      is_error[cell] = !reference.empty() && found == index.end();
      return is_error[cell]         ? std::string("#REF!")
             : found == index.end() ? std::string()
                                    : table.text(found->second, column);
    };
    std::string school = title(roster.orgs, orgs, pupil.org, "name", school_column);
    std::string form = title(roster.classes, classes, pupil.class_id, "title", class_column);
    sheet.rows.push_back({static_cast<std::int64_t>(row) + 1,
                          {name_of(users, row), pupil.sex, pupil.born_on,
                           users.text(row, "identifier"), std::move(school),
                           first_of(users.text(row, "grades")), std::move(form), pupil.left_on, id},
                          std::move(is_error)});
  }
  return sheet;
}

void add_header(OneRosterReader::OutSheet& sheet, std::span<const std::string_view> header) {
  sheet.rows.insert(sheet.rows.begin(),
                    {1, TextRow(header.begin(), header.end()), std::vector<bool>(header.size())});
}

}  // namespace

core::Result<std::vector<TextRow>> split_csv(std::string_view text) {
  if (text.starts_with(byte_order_mark)) {
    text.remove_prefix(byte_order_mark.size());
  }
  if (scan_utf8(text).valid_bytes != text.size()) {
    return core::invalid({}, "table.encoding", "UTF-8");
  }
  std::vector<TextRow> rows;
  TextRow row;
  std::string cell;
  bool is_quoted = false;
  const auto end_cell = [&] { row.push_back(std::exchange(cell, {})); };
  const auto end_row = [&] {
    end_cell();
    if (row.size() > 1 || !row.front().empty()) {
      rows.push_back(std::exchange(row, {}));
    }
    row.clear();
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (is_quoted) {
      const bool is_double = c == '"' && at + 1 < text.size() && text[at + 1] == '"';
      is_quoted = c != '"' || is_double;
      at += is_double ? 1U : 0U;
      if (is_quoted) {
        cell.push_back(c);
      }
    } else if (c == '"' && cell.empty()) {
      is_quoted = true;
    } else if (c == ',') {
      end_cell();
    } else if (c == '\n') {
      end_row();
    } else if (c != '\r') {
      cell.push_back(c);
    }
  }
  if (is_quoted) {
    return core::invalid({}, "table.quote_open", "rows[" + std::to_string(rows.size() + 1) + "]");
  }
  if (!cell.empty() || !row.empty()) {
    end_row();
  }
  return rows;
}

core::Result<OneRosterManifest> read_manifest(std::string_view text) {
  const auto rows = split_csv(text);
  if (!rows) {
    return rows.error();
  }
  OneRosterManifest manifest;
  constexpr std::string_view file_prefix = "file.";
  for (const TextRow& row : *rows) {
    if (row.size() < 2) {
      continue;
    }
    if (row[0] == "oneroster.version") {
      manifest.version = row[1];
    } else if (row[0].starts_with(file_prefix)) {
      manifest.files[row[0].substr(file_prefix.size())] = small(row[1]);
    }
  }
  if (manifest.version.empty() && manifest.files.empty()) {
    return core::invalid("manifest.csv", "oneroster.manifest");
  }
  if (!manifest.version.starts_with("1.1") && !manifest.version.starts_with("1.2")) {
    return core::invalid("manifest.csv", "oneroster.version", manifest.version);
  }
  const auto users = manifest.files.find("users");
  if (users == manifest.files.end() || users->second == "absent") {
    return core::invalid("manifest.csv", "oneroster.no_users");
  }
  return manifest;
}

bool OneRosterReader::is_package(const ZipPackage& package) {
  return package.find_size_bytes("manifest.csv").has_value();
}

core::Result<std::unique_ptr<OneRosterReader>> OneRosterReader::open(
    std::unique_ptr<ZipPackage> package, const Limits& limits) {
  const auto text = read_part(*package, "manifest.csv", limits);
  if (!text) {
    return text.error();
  }
  const auto manifest = read_manifest(*text);
  if (!manifest) {
    return manifest.error();
  }
  const auto roster = read_roster(*package, *manifest, limits);
  if (!roster) {
    return roster.error();
  }
  std::vector<OutSheet> sheets{schools_of(*roster), pupil_rows_of(*roster)};
  add_header(sheets[0], school_header);
  add_header(sheets[1], pupil_header);
  return std::make_unique<OneRosterReader>(std::move(sheets));
}

OneRosterReader::OneRosterReader(std::vector<OutSheet> sheets) : sheets_(std::move(sheets)) {
  for (const OutSheet& sheet : sheets_) {
    total_ += static_cast<std::int64_t>(sheet.rows.size());
  }
}

core::Result<std::optional<SheetInfo>> OneRosterReader::next_sheet() {
  if (next_sheet_ == sheets_.size()) {
    return std::optional<SheetInfo>();
  }
  next_row_ = 0;
  return std::optional(SheetInfo{sheets_[next_sheet_++].name, false});
}

core::Result<bool> OneRosterReader::next_row(RowView& row) {
  const OutSheet& sheet = sheets_.at(next_sheet_ - 1);
  if (next_row_ == sheet.rows.size()) {
    return false;
  }
  const OutRow& out = sheet.rows[next_row_++];
  cells_.clear();
  for (std::size_t i = 0; i < out.cells.size(); ++i) {
    cells_.push_back({out.cells[i], out.is_error[i]        ? CellKind::error
                                    : out.cells[i].empty() ? CellKind::empty
                                                           : CellKind::text});
  }
  row = {out.number, cells_};
  ++done_;
  return true;
}

}  // namespace caregrid::tabular
