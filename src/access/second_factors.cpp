#include "access/second_factors.h"

#include <array>

#include "access/factor_store.h"
#include "access/one_time_code.h"
#include "access/session.h"
#include "access/session_store.h"
#include "access/sign_in_notice.h"
#include "access/store.h"

namespace caregrid::access {
namespace {

constexpr std::size_t secret_bytes = 20;  // Source: RFC 4226 4, R6: 160 bits.
constexpr std::size_t recovery_bytes = 15;
constexpr std::size_t recovery_group = 4;
constexpr int recovery_code_count = 10;

core::Error wrong() { return core::failure(core::Code::unauthenticated, "session.code_wrong"); }
core::Error conflict(std::string reason) {
  return core::failure(core::Code::conflict, std::move(reason));
}

Owner owner_of(const Call& call) { return {call.county, call.actor.account}; }

core::Digest digest_of(std::string_view text) { return core::sha256(core::as_bytes(text)); }

/// "abcd-efgh-…": easier to copy by hand; `tidy_code` takes the hyphens away again.
std::string grouped(std::string_view code) {
  std::string text;
  for (std::size_t at = 0; at < code.size(); at += recovery_group) {
    text.append(at == 0 ? "" : "-").append(code.substr(at, recovery_group));
  }
  return text;
}

}  // namespace

core::Result<FactorState> factor_state(db::Transaction& transaction, std::int64_t county,
                                       AccountId account) {
  const Owner owner{county, account};
  const auto codes = find_codes(transaction, owner);
  if (!codes) {
    return codes.error();
  }
  const auto passkeys = list_passkeys_of(transaction, owner);
  if (!passkeys) {
    return passkeys.error();
  }
  const auto recovery = count_recovery_codes(transaction, owner);
  if (!recovery) {
    return recovery.error();
  }
  return FactorState{*codes && (*codes)->is_on, static_cast<std::int64_t>(passkeys->size()),
                     *recovery};
}

core::Result<void> settle_removed_factor(const Call& call) {
  const auto left = factor_state(call.transaction, call.county, call.actor.account);
  if (!left || left->has_any()) {
    return left ? core::Result<void>() : core::Result<void>(left.error());
  }
  const auto done = delete_recovery_codes(call.transaction, owner_of(call));
  return done ? update_sessions_unproved(call) : done;
}

core::Result<void> remove_all_factors(const Call& call) {
  auto step = delete_codes(call.transaction, owner_of(call));
  step = step ? delete_recovery_codes(call.transaction, owner_of(call)) : step;
  return step ? delete_passkeys_of(call.transaction, owner_of(call)) : step;
}

core::Result<void> SecondFactors::change(const Actor& actor, std::string_view kind,
                                         core::FunctionRef<core::Result<void>(const Call&)> work) {
  const Command command{CommandId::make(door_.now(), rng_), kind, actor.name};
  const auto done = door_.submit(actor, command, [&](const Call& call) {
    auto step = authorise_own_change(call);
    step = step ? work(call) : step;
    call.changed("account", call.actor.account);
    return step ? core::Result<std::string>("{}") : core::Result<std::string>(step.error());
  });
  return done ? core::Result<void>() : core::Result<void>(done.error());
}

core::Result<CodeEnrolment> SecondFactors::enrol(const Actor& actor) {
  std::array<std::byte, secret_bytes> secret{};
  rng_.fill(secret);
  CodeEnrolment enrolment{base32(secret), {}};
  const auto done = change(actor, "enrol_codes", [&](const Call& call) -> core::Result<void> {
    const auto codes = find_codes(call.transaction, owner_of(call));
    const auto account = find_account_by_id(call.transaction, call.county, call.actor.account);
    if (!codes || !account || !*account) {
      return codes ? core::failure(core::Code::not_found, "account.unknown") : codes.error();
    }
    if (*codes && (*codes)->is_on) {
      return conflict("codes.on");
    }
    enrolment.uri = otpauth_uri((*account)->account.login, enrolment.secret);
    return upsert_codes(call.transaction, owner_of(call),
                        seal(key_, secret, call.actor.account.view(), rng_));
  });
  if (!done) {
    return done.error();
  }
  return enrolment;
}

core::Result<bool> SecondFactors::spend_one_time(const Call& call, std::string_view code,
                                                 bool is_first) {
  const auto codes = find_codes(call.transaction, owner_of(call));
  if (!codes) {
    return codes.error();
  }
  if (!*codes || (*codes)->is_on == is_first) {
    return is_first ? core::Result<bool>(conflict(*codes ? "codes.on" : "codes.off"))
                    : core::Result<bool>(false);
  }
  const auto secret =
      unseal(key_, core::as_bytes((*codes)->sealed_secret), call.actor.account.view());
  const core::Instant now = clock_ == nullptr ? call.now : clock_->now();
  const auto step = secret ? find_code_step(core::as_bytes(*secret), code, now, (*codes)->last_step)
                           : std::nullopt;
  return step ? update_codes_step(call.transaction, owner_of(call), *step)
              : core::Result<bool>(false);
}

core::Result<std::vector<std::string>> SecondFactors::replace_recovery_codes(const Call& call) {
  if (auto cleared = delete_recovery_codes(call.transaction, owner_of(call)); !cleared) {
    return cleared.error();
  }
  std::vector<std::string> codes;
  for (int made = 0; made < recovery_code_count; ++made) {
    std::array<std::byte, recovery_bytes> bytes{};
    rng_.fill(bytes);
    const std::string code = tidy_code(base32(bytes));
    if (auto kept = insert_recovery_code(call.transaction, owner_of(call), digest_of(code));
        !kept) {
      return kept.error();
    }
    codes.push_back(grouped(code));
  }
  return codes;
}

core::Result<std::vector<std::string>> SecondFactors::turn_on(const Actor& actor,
                                                              std::string_view code) {
  std::vector<std::string> recovery;
  const auto done = change(actor, "turn_on_codes", [&](const Call& call) -> core::Result<void> {
    const auto right = spend_one_time(call, tidy_code(code), true);
    if (!right || !*right) {
      return right ? wrong() : right.error();
    }
    if (auto on = update_codes_on(call.transaction, owner_of(call)); !on) {
      return on;
    }
    auto made = replace_recovery_codes(call);
    if (!made) {
      return made.error();
    }
    recovery = std::move(*made);
    const auto told = note_sign_in(call, call.actor.account, "codes_on");
    return told ? delete_sessions_but(call, call.actor.session) : told;
  });
  if (!done) {
    return done.error();
  }
  return recovery;
}

core::Result<void> SecondFactors::turn_off(const Actor& actor) {
  return change(actor, "turn_off_codes", [&](const Call& call) -> core::Result<void> {
    auto step = delete_codes(call.transaction, owner_of(call));
    step = step ? note_sign_in(call, call.actor.account, "codes_off") : step;
    return step ? settle_removed_factor(call) : step;
  });
}

core::Result<std::vector<std::string>> SecondFactors::make_recovery_codes(const Actor& actor) {
  std::vector<std::string> recovery;
  const auto done =
      change(actor, "make_recovery_codes", [&](const Call& call) -> core::Result<void> {
        const auto state = factor_state(call.transaction, call.county, call.actor.account);
        if (!state || !state->has_any()) {
          return state ? conflict("codes.off") : state.error();
        }
        auto made = replace_recovery_codes(call);
        if (!made) {
          return made.error();
        }
        recovery = std::move(*made);
        return note_sign_in(call, call.actor.account, "recovery_codes_made");
      });
  if (!done) {
    return done.error();
  }
  return recovery;
}

core::Result<std::string_view> SecondFactors::spend(const Call& call, std::string_view typed) {
  const std::string code = tidy_code(typed);
  const auto right = spend_one_time(call, code, false);
  if (!right) {
    return right.error();
  }
  if (*right) {
    return std::string_view("one_time_code");
  }
  const auto used = delete_recovery_code(call.transaction, owner_of(call), digest_of(code));
  if (!used) {
    return used.error();
  }
  return *used ? core::Result<std::string_view>("recovery_code")
               : core::Result<std::string_view>(wrong());
}

}  // namespace caregrid::access
