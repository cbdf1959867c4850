// Any bytes as a county's card, a letter and the inside of one: the readers refuse them with a
// reason, a card that is read is written back the same, and no letter opens that its sender did not
// seal. A body that is read is written and read again alike.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "access/parcel.h"
#include "core/check.h"
#include "core/rng.h"
#include "registry/handover_letter.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace caregrid;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto card = access::CountyCard::parse(text);
  core::check(!card || access::CountyCard::parse(card->text()) == card);
  const auto head = access::read_letter_head(text);
  core::check(head || head.error().reason == "parcel.format");
  core::SeededRng rng(1);
  const access::CountyKeys sender(620'524, core::SecretKey::make(rng));
  const access::CountyKeys addressee(500'237, core::SecretKey::make(rng));
  const auto opened = access::open_letter(addressee, sender.card(), text);
  core::check(!opened);
  const auto body = registry::read_body(text);
  core::check(body || body.error().reason == "parcel.format");
  if (body) {
    const std::string written = registry::write_body(*body);
    const auto again = registry::read_body(written);
    core::check(again && registry::write_body(*again) == written);
  }
  return 0;
}
