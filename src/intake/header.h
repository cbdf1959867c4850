#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace caregrid::intake {

/// A header as it is compared: full-width forms made narrow, lower case, without spaces,
/// punctuation, underscores and brackets with their content ("服务半径（公里）" → "服务半径",
/// "Date of Birth" → "dateofbirth"). Common traditional characters become simplified ones.
std::string normalise_header(std::string_view text);

/// What a header may be looked up as, best first: as it is, with the content of brackets before or
/// behind it ("姓名（父亲）" → "父亲姓名"), then without words that say nothing here ("学生",
/// "必填", "child"). Bracket content that names another person is never dropped. Of a header in
/// two lines the lower one alone comes last, if the upper says nothing ("基本信息").
std::vector<std::string> header_readings(std::string_view text);

/// Whether a normalised header speaks of somebody beside the child: a parent, a carer, a teacher.
bool names_another_person(std::string_view normal);

/// Whether the header is the one the reject file adds; such columns are passed over.
bool is_reason_header(std::string_view text);

/// Whether the text stands for a sum: "合计", "总计：", "Total", …
bool is_total_word(std::string_view text);

/// Whether the text opens a line about the form itself: "填表人：", "注：", "Prepared by:".
bool is_form_note(std::string_view text);

}  // namespace caregrid::intake
