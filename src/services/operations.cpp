#include "services/operations.h"

#include <algorithm>
#include <utility>

#include "access/policy.h"
#include "services/store.h"

namespace caregrid::services {
namespace {

constexpr int limit_max = 200;
constexpr int expiring_within_days = 30;
constexpr std::size_t id_text_length = 36;

constexpr access::FieldClass personal = access::FieldClass::personal;

/// "<uuid>.<code>"; none for what is no such key.
std::optional<OfferKey> parse_key(std::string_view text) {
  if (text.empty()) {
    return OfferKey{};
  }
  const auto id = OfferId::parse(text.substr(0, id_text_length));
  if (!id || text.size() <= id_text_length || text[id_text_length] != '.') {
    return std::nullopt;
  }
  return OfferKey{std::string(text.substr(id_text_length + 1)), *id};
}

OfferSelection selection_of(const access::Call& call, const OfferFilter& filter) {
  OfferSelection selection;
  selection.area = filter.division ? access::Area{*filter.division} : call.actor.area;
  selection.with_placeless = !filter.division;
  if (filter.kind) {
    KindSet kinds;
    kinds.add(*filter.kind);
    selection.kinds = kinds.mask;
  }
  if (filter.provider_kind) {
    selection.provider_kind = core::name_of(*filter.provider_kind);
  }
  selection.is_cleared = filter.is_cleared;
  return selection;
}

}  // namespace

core::Result<OfferPage> list_offers(const access::Call& call, const OfferFilter& filter) {
  if (auto allowed = access::authorise(call.actor, access::Operation::see_offers,
                                       {filter.division.value_or(0), personal});
      !allowed) {
    return allowed.error();
  }
  const auto after = parse_key(filter.after);
  if (!after) {
    return core::invalid("after", "list.cursor");
  }
  const OfferSelection selection = selection_of(call, filter);
  const int limit = std::clamp(filter.limit, 1, limit_max);
  auto rows = list_rows(call, selection, *after, limit + 1);
  const auto total = count_rows(call, selection);
  if (!rows || !total) {
    return rows ? total.error() : rows.error();
  }
  OfferPage page{std::move(*rows), std::nullopt, *total};
  if (page.items.size() > static_cast<std::size_t>(limit)) {
    page.items.pop_back();
    const Offer& last = page.items.back().offer;
    page.next = last.id.text() + "." + last.code;
  }
  for (const OfferRow& row : page.items) {
    call.saw("offer", row.offer.id);
  }
  return page;
}

core::Result<OfferRow> find_offer(const access::Call& call, OfferId id) {
  if (auto allowed = access::authorise(call.actor, access::Operation::see_offers, {0, personal});
      !allowed) {
    return allowed.error();
  }
  call.seeks("offer", id);
  auto found = find_row(call, id);
  if (!found) {
    return found.error();
  }
  const bool is_seen =
      *found && (!(*found)->offer.village || call.actor.area.covers(*(*found)->offer.village));
  if (!is_seen) {
    return core::failure(core::Code::not_found, "offer.not_found");
  }
  call.saw("offer", id);
  return std::move(**found);
}

core::Result<OfferCounts> count_offers(const access::Call& call) {
  if (auto allowed = access::authorise(call.actor, access::Operation::see_counts, {}); !allowed) {
    return allowed.error();
  }
  return count_supply(call, call.today + expiring_within_days);
}

core::Result<std::vector<Offer>> list_all(const access::Call& call) { return list_stored(call); }

}  // namespace caregrid::services
