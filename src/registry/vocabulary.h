#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace caregrid::registry {

/// Codes for words of lists. Each gives an empty code for a word it does not know; callers keep the
/// text then. Source of the codes: domain handbook 2.5 and 10.1.

/// "primary", "junior", "dropout", … for 小学, 初中, 辍学, "primary school", …
std::string_view schooling_code(std::string_view text);

/// The stage a grade belongs to: "primary" for 三年级 or "Grade 3", "junior" for 初二 or 八年级.
std::string_view stage_of_grade(std::string_view text);

/// "healthy", "disabled", "ill".
std::string_view health_code(std::string_view text);

/// "nobody", "parent_incapable", "carer_insufficient", "fair", "good".
std::string_view guardianship_code(std::string_view text);

/// "both_parents", "grandparents_paternal", … for who cares for a child.
std::string_view care_type_code(std::string_view text);

/// "dibao", "medical", "temporary", "housing", …
std::string_view income_code(std::string_view text);
std::string_view assistance_code(std::string_view text);

/// The parts of a cell that lists several things ("低保、医疗救助"), without blanks.
std::vector<std::string> split_list(std::string_view text);

}  // namespace caregrid::registry
