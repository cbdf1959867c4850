#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "core/embedded.h"
#include "core/result.h"

namespace caregrid::access {

/// Fifteen characters where the password stands alone, eight beside a second factor.
/// Source: reliability handbook 2.3; OWASP ASVS 5.0 6.2.1.
inline constexpr std::size_t password_length_alone = 15;
inline constexpr std::size_t password_length_beside = 8;

/// Whether a password may be set: long enough, not known to every guesser, not made of words of
/// this place. Nothing is asked of its characters, and nothing is changed in it.
///
/// Errors: invalid "password.too_short", "password.too_long" (128 characters),
/// "password.like_login", "password.common" (among 49,000 leaked ones), "password.context" (fewer
/// than eight characters beside words like "caregrid"). Cost: one scan of the list, under 1 ms.
/// Source: OWASP ASVS 5.0 6.2.
core::Result<void> check_password(std::string_view password, std::string_view login,
                                  bool has_second_factor);

/// The list of leaked passwords as built in: one JSON array of strings.
std::span<const core::EmbeddedFile> common_password_files();

}  // namespace caregrid::access
