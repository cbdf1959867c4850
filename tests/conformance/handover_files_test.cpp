// Shows on every kind of database that between two installations a hand-over goes by files: sealed
// for the one county, signed by the other, and refused when altered, misdirected or read before.
#include <doctest/doctest.h>

#include <string>
#include <utility>

#include "registry/handover.h"
#include "registry/handover_reading.h"
#include "support/counties.h"

namespace caregrid {
namespace {

using registry::ChildId;
using registry::HandoverOffer;
using support::Counties;

allocation::Cells rain() {
  allocation::Cells cells = allocation::child("王小雨", 'A');
  cells["identity_number"] = "990101201509030010";
  cells["schooling"] = "小学";
  return cells;
}

/// Gives a letter to a county by hand, as a file would; a reason when it is not taken.
std::string bring(Counties& counties, std::size_t county, const std::string& file) {
  return counties.act(Counties::office(county), [&](const access::Call& call) {
    return registry::take_letters(call, file, support::leave_elsewhere);
  });
}

std::string file_of(Counties& counties, std::size_t county, const registry::HandoverId& id) {
  std::string file;
  CHECK(counties
            .act(Counties::office(county),
                 [&](const access::Call& call) -> core::Result<void> {
                   auto written = registry::write_letters(call, id);
                   if (!written) {
                     return written.error();
                   }
                   file = std::move(*written);
                   return {};
                 })
            .empty());
  return file;
}

std::string card_of(Counties& counties, std::size_t county) {
  std::string text;
  CHECK(counties
            .act(Counties::office(county),
                 [&](const access::Call& call) -> core::Result<void> {
                   const auto card = registry::own_card(call);
                   text = card ? card->text() : "";
                   return {};
                 })
            .empty());
  return text;
}

std::string trust(Counties& counties, std::size_t county, const std::string& card) {
  return counties.act(Counties::office(county), [&](const access::Call& call) {
    return registry::trust_card(call, card, "邻县");
  });
}

TEST_CASE("between two installations a hand-over goes by files that cannot be read or altered") {
  auto here = support::every_database();
  auto there = support::every_database();
  for (std::size_t i = 0; i < here.size(); ++i) {
    CAPTURE(here[i]->name());
    Counties sender(*here[i], 0, 1);
    Counties receiver(*there[i], 1, 1);
    const ChildId child = sender.add_child(0, rain());
    const HandoverOffer offer = sender.offer_of(child, 1);
    CHECK(sender.offer(0, offer) == "handover.no_card");
    CHECK(trust(sender, 0, "card") == "card.format");
    CHECK(trust(sender, 0, card_of(sender, 0)) == "card.own");
    CHECK(trust(sender, 0, card_of(receiver, 1)).empty());
    CHECK(sender.offer(0, offer).empty());
    CHECK(sender.carry(0) == 0);
    const std::string file = file_of(sender, 0, offer.id);
    CHECK(file.find("王小雨") == std::string::npos);
    CHECK(bring(receiver, 1, file) == "parcel.unknown_sender");
    CHECK(trust(receiver, 1, card_of(sender, 0)).empty());
    std::string altered = file;
    altered[file.size() / 2] = altered[file.size() / 2] == 'A' ? 'B' : 'A';
    CHECK(bring(receiver, 1, altered) == "parcel.broken");
    CHECK(bring(receiver, 1, "nothing of the kind") == "parcel.format");
    CHECK(bring(sender, 0, file) == "parcel.wrong_county");
    CHECK(bring(receiver, 1, file).empty());
    CHECK(bring(receiver, 1, file) == "parcel.replayed");
    CHECK(receiver.accept(1, offer.id).empty());
    const std::string answer = file_of(receiver, 1, offer.id);
    CHECK(bring(sender, 0, answer).empty());
    CHECK(sender.count(0) == 0);
    CHECK(receiver.count(1) == 1);
    CHECK(receiver.named(1, "990101201509030010").size() == 1);
  }
}

}  // namespace
}  // namespace caregrid
