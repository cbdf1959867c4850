#pragma once

#include <string>
#include <string_view>

#include "access/call.h"
#include "access/door.h"
#include "core/bytes.h"
#include "core/result.h"

namespace caregrid::access {

/// The answer of a command as it is stored: sealed under the county's key for answers, since it may
/// name a child. A door without keys stores it as it is. Cost: one row and two decryptions.
core::Result<std::string> seal_answer(const Call& call, CommandId id, std::string_view answer);

/// The answer back. Errors: conflict "command.answer_gone" when a child was erased since, and the
/// key for answers with it; internal "seal.broken".
core::Result<std::string> open_answer(const Call& call, CommandId id, core::Bytes stored);

/// Makes an end of all answers stored so far: one of them may name somebody who is being erased.
/// Sent again, their commands are still known, and change nothing.
core::Result<void> forget_answers(const Call& call);

}  // namespace caregrid::access
