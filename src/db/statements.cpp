#include "db/statements.h"

#include <algorithm>

namespace caregrid::db {
namespace {

/// One past the end of `closing`, looked for from `from`.
std::size_t end_after(std::string_view sql, std::string_view closing, std::size_t from) {
  const std::size_t found = sql.find(closing, from);
  return found == std::string_view::npos ? sql.size() : found + closing.size();
}

bool is_space(char character) {
  return character == ' ' || character == '\n' || character == '\t' || character == '\r';
}

}  // namespace

bool is_comment(std::string_view sql, std::size_t at) {
  return sql.substr(at, 2) == "--" || sql.substr(at, 2) == "/*";
}

std::size_t piece_end(std::string_view sql, std::size_t at) {
  if (is_comment(sql, at)) {
    return sql[at] == '-' ? end_after(sql, "\n", at) : end_after(sql, "*/", at + 2);
  }
  // A doubled quote inside a text reads as two texts side by side, which ends at the same place.
  if (sql[at] == '\'' || sql[at] == '"') {
    return end_after(sql, sql.substr(at, 1), at + 1);
  }
  return at + 1;
}

std::vector<std::string_view> split_statements(std::string_view script) {
  std::vector<std::string_view> statements;
  std::size_t start = 0;
  bool has_code = false;
  for (std::size_t at = 0; at < script.size();) {
    const std::size_t next = piece_end(script, at);
    if (script[at] == ';') {
      if (has_code) {
        statements.push_back(script.substr(start, at - start));
      }
      start = next;
      has_code = false;
    } else if (!is_comment(script, at) && !is_space(script[at])) {
      has_code = true;
    }
    at = next;
  }
  if (has_code) {
    statements.push_back(script.substr(start));
  }
  return statements;
}

std::string replace_comment(std::string_view sql, std::string_view comment,
                            std::string_view replacement) {
  std::string replaced;
  for (std::size_t at = 0; at < sql.size();) {
    const std::size_t next = piece_end(sql, at);
    const std::string_view piece = sql.substr(at, next - at);
    replaced += piece == comment ? replacement : piece;
    at = next;
  }
  return replaced;
}

}  // namespace caregrid::db
