#include "registry/consents.h"

#include <array>
#include <optional>

#include "access/policy.h"
#include "access/settings.h"
#include "core/hash.h"
#include "registry/consent_store.h"
#include "registry/operations.h"

namespace caregrid::registry {
namespace {

using access::Operation;

constexpr std::int64_t synthetic_children_max = 20'000;

/// The child, once both the register and the policy have agreed.
core::Result<ChildRow> find_seen(const access::Call& call, Operation operation, const ChildId& id) {
  auto child = find_child(call, id);
  if (!child) {
    return child.error();
  }
  const access::Resource record{0, access::FieldClass::personal, true, true};
  if (const auto allowed = access::authorise(call.actor, operation, record); !allowed) {
    return allowed.error();
  }
  return std::move(child->row);
}

/// A number that is the same for the same child on every run, evenly spread over 0 to 255.
unsigned draw(const ChildId& child, unsigned turn) {
  return static_cast<unsigned>(core::sha256(child.view()).at(turn));
}

struct InventedPurpose {
  access::Purpose purpose;
  unsigned share;  ///< Of 256 children.
};

core::Result<std::int64_t> invent_consents(const access::Call& call, const ChildId& child) {
  constexpr std::array purposes{InventedPurpose{access::Purpose::ngo_sharing, 200},
                                InventedPurpose{access::Purpose::volunteer_matching, 190},
                                InventedPurpose{access::Purpose::screening, 120},
                                InventedPurpose{access::Purpose::photo, 60}};
  constexpr std::array<std::string_view, 4> given_by{"王建国", "李秀英", "张志强", "刘桂兰"};
  std::int64_t count = 0;
  unsigned turn = 0;
  for (const InventedPurpose& invented : purposes) {
    const unsigned drawn = draw(child, turn);
    ++turn;
    const bool is_refused = drawn >= 250;
    if (drawn >= invented.share && !is_refused) {
      continue;
    }
    access::Consent consent;
    consent.id =
        access::ConsentId::derive(child.text() + std::string(access::to_text(invented.purpose)));
    consent.purpose = invented.purpose;
    consent.answer = is_refused ? access::ConsentAnswer::refused : access::ConsentAnswer::given;
    consent.said_on = call.today + -static_cast<int>(draw(child, turn + 8) % 80 + 1);
    consent.given_by = given_by.at(drawn % 4);
    consent.relation =
        drawn % 2 == 0 ? access::ConsentRelation::father : access::ConsentRelation::mother;
    consent.child_assent = true;
    consent.method = drawn % 3 == 0 ? access::ConsentMethod::remote : access::ConsentMethod::paper;
    consent.evidence = drawn % 3 == 0 ? "" : "村委会档案盒";
    const access::ConsentSubject subject{child.bytes, std::nullopt};
    if (const auto done = access::record_consent(call, subject, consent, false); !done) {
      return done.error();
    }
    ++count;
  }
  return count;
}

}  // namespace

core::Result<std::vector<access::PurposeConsents>> list_consents(const access::Call& call,
                                                                 const ChildId& child) {
  const auto seen = find_seen(call, Operation::see_consents, child);
  return seen ? access::find_consents(call, seen->id.bytes)
              : core::Result<std::vector<access::PurposeConsents>>(seen.error());
}

core::Result<std::vector<access::PurposeConsents>> record_consent(const access::Call& call,
                                                                  const ChildId& child,
                                                                  const access::Consent& consent,
                                                                  bool is_asked) {
  const auto seen = find_seen(call, Operation::change_consents, child);
  if (!seen) {
    return seen.error();
  }
  const access::ConsentSubject subject{seen->id.bytes, seen->born_on};
  if (const auto done = access::record_consent(call, subject, consent, is_asked); !done) {
    return done.error();
  }
  call.changed("consent", consent.id);
  return access::find_consents(call, seen->id.bytes);
}

core::Result<std::vector<access::PurposeConsents>> withdraw_consent(
    const access::Call& call, const ChildId& child, const access::Consent& withdrawal) {
  const auto seen = find_seen(call, Operation::change_consents, child);
  if (!seen) {
    return seen.error();
  }
  if (const auto done = access::withdraw_consent(call, seen->id.bytes, withdrawal); !done) {
    return done.error();
  }
  call.changed("consent", withdrawal.id);
  return access::find_consents(call, seen->id.bytes);
}

core::Result<std::int64_t> add_synthetic_consents(const access::Call& call) {
  if (call.actor.role != access::Role::county) {
    return core::failure(core::Code::forbidden, "access.role");
  }
  const auto synthetic = access::county_setting(call, access::synthetic_setting);
  if (!synthetic) {
    return synthetic.error();
  }
  if (synthetic->value_or("") != "1") {
    return core::failure(core::Code::conflict, "consent.not_synthetic");
  }
  const auto children = store::list_ids(call, 0, synthetic_children_max);
  if (!children) {
    return children.error();
  }
  std::int64_t count = 0;
  for (const store::NumberedChild& child : *children) {
    const auto added = invent_consents(call, child.id);
    if (!added) {
      return added.error();
    }
    count += *added;
  }
  return count;
}

}  // namespace caregrid::registry
