#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "access/parcel.h"
#include "core/result.h"
#include "registry/handover.h"
#include "registry/handover_leaving.h"

namespace caregrid::registry {

/// Reads what another county wrote, and does what it says: keeps an offer for somebody to answer,
/// lets go of a child that was accepted. Within one transaction; the caller has authorised.
///
/// Errors: invalid "parcel.format", "parcel.wrong_county", "parcel.unknown_sender" for a county
/// whose card nobody has vouched for, "parcel.broken" for what was altered or written by another
/// hand; conflict "parcel.replayed" for a letter that was read before. Cost: as `join_parcel`.
core::Result<void> take_letter(const access::Call& call, std::string_view text,
                               LeaveElsewhere leave);

/// Reads a file of one letter or several, by somebody who may answer hand-overs; those that were
/// read before are passed over. How many were new. Errors: forbidden; as `take_letter`.
core::Result<int> take_letters(const access::Call& call, std::string_view text,
                               LeaveElsewhere leave);

/// The letters of a hand-over that have not arrived, as a file to carry to the other county's
/// installation. Errors: forbidden; not_found "handover.not_found"; conflict "handover.no_letter";
/// invalid "handover.no_card".
core::Result<std::string> write_letters(const access::Call& call, const HandoverId& id);

/// The county's own card, for other installations; made when there is none. Errors: forbidden.
core::Result<access::CountyCard> own_card(const access::Call& call);

/// Vouches for the card of a county in another installation.
/// Errors: forbidden; invalid "card.format", "card.own".
core::Result<access::CountyCard> trust_card(const access::Call& call, std::string_view text,
                                            std::string_view name);

/// A county one may hand a child over to.
struct HandoverPeer {
  std::int64_t county = 0;
  std::string name;
  bool is_here = false;  ///< In this installation: letters go by themselves.
};
/// By code. Errors: forbidden.
core::Result<std::vector<HandoverPeer>> list_handover_peers(const access::Call& call);

}  // namespace caregrid::registry
