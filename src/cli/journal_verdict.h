#pragma once

#include <string>

#include "access/journal_check.h"
#include "core/messages.h"

namespace caregrid::cli {

/// One line about a county's journal: "1,200 entries, all signed and anchored", or the first thing
/// that is wrong and at which entry.
std::string journal_verdict(const access::JournalFindings& findings, core::Language language);

/// What is wrong, as a sentence with its entry.
std::string fault_sentence(const access::JournalFault& fault, core::Language language);

}  // namespace caregrid::cli
