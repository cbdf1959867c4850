#include "cli/link_config.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_set>
#include <utility>

#include "core/json_codec.h"
#include "registry/han.h"
#include "registry/person_name.h"
#include "stats/column_values.h"

namespace caregrid::cli {
namespace {

constexpr std::size_t look_at = 2000;  ///< Rows a guess is made from.

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 9> id_words{
    "rec_id", "record_id", "unique_id", "row_id", "id", "序号", "编号", "uuid", "key"};
constexpr std::array<std::string_view, 5> truth_words{"cluster", "entity", "entity_id", "identity",
                                                      "truth"};
constexpr std::array<std::string_view, 12> name_words{"name", "surname",  "given",  "first",
                                                      "last", "forename", "姓名",   "名字",
                                                      "父亲", "母亲",     "监护人", "fname"};
constexpr std::array<std::string_view, 6> code_words{"phone", "mobile",  "post",
                                                     "zip",   "soc_sec", "ssn"};
constexpr std::array<std::string_view, 8> chinese_code_words{"身份证", "证件", "电话", "手机",
                                                             "学籍",   "编码", "代码", "id_number"};
constexpr std::array<std::string_view, 12> shared_words{"phone",  "mobile", "guardian", "father",
                                                        "mother", "电话",   "手机",     "监护人",
                                                        "父亲",   "母亲",   "住址",     "村"};

std::string small_letters(std::string_view text) {
  std::string small(text);
  std::ranges::transform(small, small.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return small;
}

bool is_one_of(std::string_view header, Words words) {
  return std::ranges::find(words, header) != words.end();
}

bool holds_any(std::string_view header, Words words) {
  return std::ranges::any_of(
      words, [&](std::string_view word) { return header.find(word) != std::string_view::npos; });
}

/// What the cells of a column look like.
struct Look {
  std::size_t said = 0;
  std::size_t dates = 0;
  std::size_t numbers = 0;  ///< Up to four digits.
  std::size_t codes = 0;    ///< Longer, mostly digits, no blank.
  std::size_t distinct = 0;
};

Look look_of(const std::vector<std::string>& cells) {
  Look look;
  std::unordered_set<std::string_view> seen;
  for (std::size_t i = 0; i < cells.size() && i < look_at; ++i) {
    const std::string& cell = cells[i];
    if (cell.empty()) {
      continue;
    }
    ++look.said;
    seen.insert(cell);
    const auto digits = std::ranges::count_if(cell, [](char c) { return c >= '0' && c <= '9'; });
    const stats::DayParts day = stats::read_day(cell);
    if (day.year >= 1850 && day.year <= 2100 && day.month <= 12 && day.day <= 31) {
      ++look.dates;
    } else if (digits == std::ssize(cell)) {
      (cell.size() <= 4 ? look.numbers : look.codes) += 1;
    } else if (cell.size() >= 6 && 3 * digits >= 2 * std::ssize(cell)) {
      ++look.codes;
    }
  }
  look.distinct = seen.size();
  return look;
}

/// Whether no file has a value of the column twice, nor a row without one.
bool is_unique_in_files(const LinkTable& table, std::size_t column) {
  std::set<std::pair<std::uint32_t, std::string_view>> seen;
  for (std::size_t row = 0; row < table.count(); ++row) {
    const std::string& cell = table.columns[column][row];
    if (cell.empty() || !seen.emplace(table.files[row], cell).second) {
      return false;
    }
  }
  return true;
}

stats::ColumnKind guess_kind(std::string_view header, const Look& look) {
  if (5 * look.dates >= 4 * look.said) {
    return stats::ColumnKind::date;
  }
  if (holds_any(header, code_words) || holds_any(header, chinese_code_words) ||
      5 * look.codes >= 4 * look.said) {
    return stats::ColumnKind::code;
  }
  if (5 * look.numbers >= 4 * look.said) {
    return stats::ColumnKind::number;
  }
  return holds_any(header, name_words) ? stats::ColumnKind::name : stats::ColumnKind::text;
}

/// Surname and given name stand in one another's place now and then.
void pair_names(std::vector<LinkColumn>& columns) {
  constexpr std::array<std::string_view, 4> of_family{"surname", "last", "family", "lname"};
  constexpr std::array<std::string_view, 4> of_person{"given", "first", "forename", "fname"};
  const auto find = [&](Words words) {
    return std::ranges::find_if(columns, [&](const LinkColumn& column) {
      return column.kind == stats::ColumnKind::name && holds_any(small_letters(column.name), words);
    });
  };
  const auto family = find(of_family);
  const auto person = find(of_person);
  if (family != columns.end() && person != columns.end() && family != person) {
    family->swapped_with = person->name;
    person->swapped_with = family->name;
  }
}

/// Where families share something, they share the surname too.
void share_surnames(std::vector<LinkColumn>& columns) {
  constexpr std::array<std::string_view, 3> of_family{"surname", "last_name", "family"};
  const bool has_shared = std::ranges::any_of(
      columns, [](const LinkColumn& column) { return column.shared.value_or(false); });
  for (LinkColumn& column : columns) {
    if (has_shared && holds_any(small_letters(column.name), of_family)) {
      column.shared = true;
    }
  }
}

core::Error no_columns() { return core::invalid("columns", "link.columns"); }

}  // namespace

std::optional<std::size_t> LinkTable::find(std::string_view name) const {
  const auto found = std::ranges::find(header, name);
  return found == header.end() ? std::nullopt
                               : std::optional(static_cast<std::size_t>(found - header.begin()));
}

core::Result<LinkConfig> read_link_config(std::string_view json) {
  auto config = core::from_json<LinkConfig>(json);
  if (!config) {
    return config;
  }
  if (config->columns.empty() || config->columns.size() > stats::linkage_fields_max) {
    return no_columns();
  }
  for (const auto& [name, value] : {std::pair("probability", config->probability),
                                    std::pair("auto_probability", config->auto_probability)}) {
    if (value && (std::isnan(*value) || *value < 0 || *value > 1)) {
      return core::invalid(name, "link.probability");
    }
  }
  if (config->block_max && (*config->block_max < 2 || *config->block_max > 10'000)) {
    return core::invalid("block_max", "link.block_max");
  }
  return config;
}

core::Result<LinkConfig> guess_link_config(const LinkTable& table) {
  LinkConfig config;
  for (std::size_t c = 0; c < table.header.size(); ++c) {
    const std::string header = small_letters(table.header[c]);
    const Look look = look_of(table.columns[c]);
    if (is_one_of(header, id_words) && is_unique_in_files(table, c)) {
      config.id = config.id ? config.id : table.header[c];
      continue;
    }
    // A column that says who is who would make the rest pointless.
    if (look.distinct < 2 || is_one_of(header, truth_words) ||
        config.columns.size() == stats::linkage_fields_max) {
      continue;
    }
    LinkColumn column{table.header[c], guess_kind(header, look), std::nullopt, std::nullopt};
    if (holds_any(header, shared_words)) {
      column.shared = true;
    }
    config.columns.push_back(std::move(column));
  }
  if (config.columns.empty()) {
    return no_columns();
  }
  pair_names(config.columns);
  share_surnames(config.columns);
  return config;
}

std::string to_json(const LinkConfig& config) { return core::to_json(config); }

core::Result<std::vector<stats::TableColumn>> columns_of(const LinkConfig& config,
                                                         const LinkTable& table) {
  std::vector<stats::TableColumn> columns;
  for (const LinkColumn& column : config.columns) {
    const auto at = table.find(column.name);
    if (!at) {
      return core::invalid(column.name, "link.no_column");
    }
    stats::TableColumn made{column.kind, table.columns[*at]};
    made.is_shared = column.shared.value_or(false);
    if (column.swapped_with) {
      const auto partner =
          std::ranges::find(config.columns, *column.swapped_with, &LinkColumn::name);
      if (partner == config.columns.end()) {
        return core::invalid(*column.swapped_with, "link.no_column");
      }
      made.partner = static_cast<std::size_t>(partner - config.columns.begin());
    }
    if (column.kind == stats::ColumnKind::name && registry::knows_han() &&
        std::ranges::any_of(made.values, registry::has_han)) {
      for (std::string& value : made.values) {
        value = registry::normalise_name(value);
        made.sounds.push_back(registry::fold_pinyin(registry::pinyin_of(value)));
      }
    }
    columns.push_back(std::move(made));
  }
  return columns;
}

}  // namespace caregrid::cli
