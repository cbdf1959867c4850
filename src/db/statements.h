#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace caregrid::db {

/// The end of the piece of SQL that starts at `at`: a quoted text or name, a comment, or one
/// character. What is unfinished ends with the text.
///
/// Comments do not nest and there is no dollar quoting: the SQL both databases share has neither.
std::size_t piece_end(std::string_view sql, std::size_t at);

/// Whether the piece at `at` is a comment.
bool is_comment(std::string_view sql, std::size_t at);

/// The statements of a script without their semicolons; comments stay with the statement they
/// precede, and a piece of nothing but comments is left out.
std::vector<std::string_view> split_statements(std::string_view script);

/// `sql` with each comment that reads exactly `comment` replaced; quoted text is left alone.
std::string replace_comment(std::string_view sql, std::string_view comment,
                            std::string_view replacement);

}  // namespace caregrid::db
