#include "access/passkeys.h"

#include <algorithm>
#include <array>

#include "access/factor_store.h"
#include "access/second_factors.h"
#include "access/session.h"
#include "access/sign_in_notice.h"
#include "access/store.h"

namespace caregrid::access {
namespace {

constexpr std::size_t challenge_bytes = 32;
constexpr std::size_t name_bytes_max = 180;  // 60 Chinese characters.
constexpr std::string_view for_adding = "add_passkey";
constexpr std::string_view for_proving = "passkey";

core::Error denied() { return core::failure(core::Code::unauthenticated, "passkey.denied"); }

core::Digest digest_of(std::string_view text) { return core::sha256(core::as_bytes(text)); }

std::string_view text_of(core::Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Owner owner_of(const Call& call) { return {call.county, call.actor.account}; }

core::Result<void> check_name(std::string_view name) {
  return !name.empty() && name.size() <= name_bytes_max
             ? core::Result<void>()
             : core::Result<void>(core::invalid("name", "passkey.name"));
}

core::Result<void> found_or_unknown(const core::Result<bool>& found) {
  if (!found) {
    return found.error();
  }
  return *found ? core::Result<void>() : core::failure(core::Code::not_found, "passkey.unknown");
}

}  // namespace

core::Result<std::string> Passkeys::remember(std::string_view purpose, std::string_view detail) {
  std::array<std::byte, challenge_bytes> challenge{};
  rng_.fill(challenge);
  const std::string_view bytes = text_of(challenge);
  const core::Instant now = door_.now();
  const auto kept = door_.database().write([&](db::Transaction& transaction) {
    return insert_challenge(transaction, digest_of(bytes), purpose, detail, now);
  });
  return kept ? core::Result<std::string>(to_base64url(bytes))
              : core::Result<std::string>(kept.error());
}

core::Result<PasskeyOffer> Passkeys::offer(const Actor& actor) {
  PasskeyOffer offer;
  const auto read = door_.read(actor, [&](const Call& call) -> core::Result<void> {
    if (auto allowed = authorise_own_change(call); !allowed) {
      return allowed;
    }
    const auto account = find_account_by_id(call.transaction, call.county, actor.account);
    const auto known = list_passkeys_of(call.transaction, owner_of(call));
    if (!account || !*account || !known) {
      return core::failure(core::Code::not_found, "account.unknown");
    }
    offer.user_id = to_base64url(text_of(actor.account.view()));
    offer.user_name = (*account)->account.login;
    offer.display_name = (*account)->account.name;
    for (const StoredPasskey& each : *known) {
      offer.known.push_back(to_base64url(each.key.credential));
    }
    return {};
  });
  if (!read) {
    return read.error();
  }
  auto challenge = remember(for_adding, actor.account.text());
  if (!challenge) {
    return challenge.error();
  }
  offer.challenge = std::move(*challenge);
  return offer;
}

core::Result<void> Passkeys::add(const Actor& actor, const PasskeyAnswer& answer,
                                 std::string_view name, const RelyingParty& party) {
  if (auto fits = check_name(name); !fits) {
    return fits;
  }
  const auto challenge = challenge_of(answer);
  if (!challenge) {
    return challenge.error();
  }
  auto key = check_registration(answer, *challenge, party);
  if (!key) {
    return key.error();
  }
  const PasskeyId id = PasskeyId::make(door_.now(), rng_);
  const Command command{CommandId::make(door_.now(), rng_), "add_passkey", actor.name};
  const auto done =
      door_.submit(actor, command, [&](const Call& call) -> core::Result<std::string> {
        if (auto allowed = authorise_own_change(call); !allowed) {
          return allowed.error();
        }
        const auto taken =
            take_challenge(call.transaction, digest_of(*challenge), for_adding, call.now);
        if (!taken || *taken != actor.account.text()) {
          return taken ? denied() : taken.error();
        }
        const auto known = find_passkey(call.transaction, key->credential);
        if (!known || *known) {
          return known ? core::failure(core::Code::conflict, "passkey.known") : known.error();
        }
        const Passkey passkey{id, std::string(name), call.now, std::nullopt};
        call.changed("account", actor.account);
        auto stored = insert_passkey(call.transaction, {owner_of(call), passkey, *key});
        stored = stored ? note_sign_in(call, actor.account, "passkey_added", name) : stored;
        return stored ? core::Result<std::string>("{}") : core::Result<std::string>(stored.error());
      });
  return done ? core::Result<void>() : core::Result<void>(done.error());
}

core::Result<std::string> Passkeys::ask() { return remember(for_proving, {}); }

core::Result<Owner> Passkeys::prove(const PasskeyAnswer& answer, const RelyingParty& party) {
  const auto challenge = challenge_of(answer);
  const auto credential = from_base64url(answer.credential);
  if (!challenge || !credential) {
    return challenge ? credential.error() : challenge.error();
  }
  const core::Instant now = door_.now();
  std::optional<StoredPasskey> stored;
  // The challenge is used up whatever comes of it, so this is a step of its own.
  const auto asked =
      door_.database().write([&](db::Transaction& transaction) -> core::Result<void> {
        const auto taken = take_challenge(transaction, digest_of(*challenge), for_proving, now);
        if (!taken || !*taken) {
          return taken ? denied() : taken.error();
        }
        auto found = find_passkey(transaction, *credential);
        if (!found) {
          return found.error();
        }
        stored = std::move(*found);
        return {};
      });
  if (!asked || !stored) {
    return asked ? denied() : asked.error();
  }
  const auto count = check_passkey(answer, stored->key, *challenge, party);
  if (!count) {
    return count.error();
  }
  const auto noted = door_.database().write([&](db::Transaction& transaction) {
    return update_passkey_used(transaction, *stored, *count, now);
  });
  return noted ? core::Result<Owner>(stored->owner) : core::Result<Owner>(noted.error());
}

core::Result<std::vector<Passkey>> list_own_passkeys(const Call& call) {
  if (auto allowed = authorise_own(call); !allowed) {
    return allowed.error();
  }
  const auto stored = list_passkeys_of(call.transaction, owner_of(call));
  if (!stored) {
    return stored.error();
  }
  std::vector<Passkey> passkeys;
  std::ranges::transform(*stored, std::back_inserter(passkeys), &StoredPasskey::passkey);
  return passkeys;
}

core::Result<void> rename_own_passkey(const Call& call, const PasskeyId& id,
                                      std::string_view name) {
  auto step = authorise_own_change(call);
  step = step ? check_name(name) : step;
  return step ? found_or_unknown(update_passkey_name(call.transaction, owner_of(call), id, name))
              : step;
}

core::Result<void> remove_own_passkey(const Call& call, const PasskeyId& id) {
  if (auto allowed = authorise_own_change(call); !allowed) {
    return allowed;
  }
  const auto passkeys = list_passkeys_of(call.transaction, owner_of(call));
  if (!passkeys) {
    return passkeys.error();
  }
  const auto found = std::ranges::find_if(
      *passkeys, [&](const StoredPasskey& stored) { return stored.passkey.id == id; });
  auto step = found_or_unknown(delete_passkey(call.transaction, owner_of(call), id));
  if (step && found != passkeys->end()) {
    step = note_sign_in(call, call.actor.account, "passkey_removed", found->passkey.name);
  }
  return step ? settle_removed_factor(call) : step;
}

}  // namespace caregrid::access
