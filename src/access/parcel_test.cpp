// Shows that a letter opens for its addressee alone, and that every changed byte, another hand and
// another address are noticed.
#include "access/parcel.h"

#include <doctest/doctest.h>

#include <string>

#include "core/rng.h"

namespace caregrid::access {
namespace {

struct Two {
  core::SeededRng rng{7};
  CountyKeys sender{620524, core::SecretKey::make(rng)};
  CountyKeys addressee{500237, core::SecretKey::make(rng)};
  LetterHead head{core::derive_id_bytes("letter"), core::derive_id_bytes("handover"), "offer",
                  620524, 500237};
  std::string text = write_letter(sender, addressee.card(), head, "what a child brings along");
};

TEST_CASE("a letter opens for its addressee and tells whose it is") {
  const Two two;
  const auto head = read_letter_head(two.text);
  REQUIRE(head.ok());
  CHECK(*head == two.head);
  const auto body = open_letter(two.addressee, two.sender.card(), two.text);
  REQUIRE(body.ok());
  CHECK(*body == "what a child brings along");
  CHECK_FALSE(open_letter(two.sender, two.sender.card(), two.text).ok());
  CHECK_FALSE(open_letter(two.addressee, two.addressee.card(), two.text).ok());
}

TEST_CASE("a letter with any byte changed, cut off or added does not open") {
  const Two two;
  for (std::size_t at = 0; at < two.text.size(); ++at) {
    CAPTURE(at);
    std::string other = two.text;
    other[at] = other[at] == 'A' ? 'B' : 'A';
    // The last line end is nobody's: editors add and drop it.
    if (at + 1 < two.text.size()) {
      CHECK_FALSE(open_letter(two.addressee, two.sender.card(), other).ok());
    }
    if (at + 1 < two.text.size()) {
      CHECK_FALSE(open_letter(two.addressee, two.sender.card(), two.text.substr(0, at)).ok());
    }
  }
  CHECK_FALSE(open_letter(two.addressee, two.sender.card(), two.text + "more\n").ok());
}

TEST_CASE("a card reads back, and one with a wrong sign does not") {
  const Two two;
  const CountyCard card = two.sender.card();
  CHECK(CountyCard::parse(card.text()) == card);
  CHECK(CountyCard::parse(card.text() + "\r\n") == card);
  std::string wrong = card.text();
  wrong[30] = wrong[30] == 'A' ? 'B' : 'A';
  CHECK_FALSE(CountyCard::parse(wrong));
  CHECK_FALSE(CountyCard::parse(""));
  CHECK_FALSE(CountyCard::parse("caregrid-county+620524+"));
}

}  // namespace
}  // namespace caregrid::access
