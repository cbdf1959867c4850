#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/clock.h"

namespace caregrid::access {

/// Which 30 seconds a moment falls into, counted from 1970. Source: RFC 6238 4.
std::int64_t code_step(core::Instant now);

/// The code of one step: HMAC-SHA-1, as authenticator apps expect. Source: RFC 6238, RFC 4226.
std::string one_time_code(core::Bytes secret, std::int64_t step, unsigned digits = 6);

/// The step a code belongs to: this one, the one before or the one after, and later than
/// `last_step`, so that no code is taken twice; none when it is wrong. Compares in constant time.
std::optional<std::int64_t> find_code_step(core::Bytes secret, std::string_view code,
                                           core::Instant now, std::int64_t last_step);

/// RFC 4648 base 32 without padding.
std::string base32(core::Bytes bytes);

/// What an authenticator app reads from the picture: "otpauth://totp/CareGrid:wang.li?…".
std::string otpauth_uri(std::string_view login, std::string_view secret_base32);

/// A recovery code as typed, without what people add to it: spaces, hyphens, capitals.
std::string tidy_code(std::string_view typed);

}  // namespace caregrid::access
