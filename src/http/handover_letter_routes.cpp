// Letters of hand-overs as files between installations, and whom one writes to.
#include <tuple>
#include <utility>

#include "care/operations.h"
#include "http/endpoint.h"
#include "http/handing.h"
#include "http/routes.h"
#include "registry/handover_reading.h"

namespace caregrid::http {
namespace {

struct LettersInput {
  std::string text;
};

struct CardInput {
  std::string text;
  std::string name;
};

struct PeerShape {
  std::int64_t county = 0;
  std::string name;
  bool is_here = false;
};

struct PeerList {
  std::vector<PeerShape> items;
};

struct FileShape {
  std::string name;
  std::string text;
};

struct TakenShape {
  int letters = 0;
};

struct CardShape {
  std::int64_t county = 0;
  std::string text;
  std::string fingerprint;
};

}  // namespace
}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::LettersInput> {
  static constexpr std::string_view name = "HandoverLetters";
  static constexpr auto fields = std::tuple{
      field("text", &http::LettersInput::text, "What the file of the other county holds")};
};

template <>
struct Describe<http::CardInput> {
  using It = http::CardInput;
  static constexpr std::string_view name = "NewCountyCard";
  static constexpr auto fields =
      std::tuple{field("text", &It::text), field("name", &It::name, "Of the county")};
};

template <>
struct Describe<http::PeerShape> {
  using It = http::PeerShape;
  static constexpr std::string_view name = "HandoverPeer";
  static constexpr auto fields =
      std::tuple{field("county", &It::county), field("name", &It::name),
                 field("is_here", &It::is_here, "In this installation: letters go by themselves")};
};

template <>
struct Describe<http::PeerList> {
  static constexpr std::string_view name = "HandoverPeers";
  static constexpr auto fields = std::tuple{field("items", &http::PeerList::items)};
};

template <>
struct Describe<http::FileShape> {
  using It = http::FileShape;
  static constexpr std::string_view name = "HandoverFile";
  static constexpr auto fields = std::tuple{field("name", &It::name), field("text", &It::text)};
};

template <>
struct Describe<http::TakenShape> {
  static constexpr std::string_view name = "TakenLetters";
  static constexpr auto fields = std::tuple{field("letters", &http::TakenShape::letters)};
};

template <>
struct Describe<http::CardShape> {
  using It = http::CardShape;
  static constexpr std::string_view name = "CountyCard";
  static constexpr auto fields =
      std::tuple{field("county", &It::county), field("text", &It::text),
                 field("fingerprint", &It::fingerprint, "To compare by phone")};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

core::Result<PeerList> list_peers(const access::Call& call, const Visit&, const NoQuery&) {
  const auto peers = registry::list_handover_peers(call);
  if (!peers) {
    return peers.error();
  }
  PeerList list;
  for (const registry::HandoverPeer& peer : *peers) {
    list.items.push_back({peer.county, peer.name, peer.is_here});
  }
  return list;
}

core::Result<FileShape> write_file(const access::Call& call, const Visit& visit, const Nothing&) {
  const auto id = visit.id<registry::HandoverTag>(0);
  if (!id) {
    return id.error();
  }
  auto text = registry::write_letters(call, *id);
  return text ? core::Result<FileShape>(
                    FileShape{"handover-" + id->text().substr(0, 13) + ".txt", std::move(*text)})
              : core::Result<FileShape>(text.error());
}

core::Result<TakenShape> take(const access::Call& call, const Visit&, const LettersInput& input) {
  const auto leave = [](const access::Call& inside, const registry::ChildId& child) {
    return care::leave_child(inside, child);
  };
  const auto taken = registry::take_letters(call, input.text, leave);
  return taken ? core::Result<TakenShape>(TakenShape{*taken})
               : core::Result<TakenShape>(taken.error());
}

core::Result<CardShape> shape_of(const core::Result<access::CountyCard>& card) {
  return card ? core::Result<CardShape>(CardShape{card->county, card->text(), card->fingerprint()})
              : core::Result<CardShape>(card.error());
}

core::Result<CardShape> show_card(const access::Call& call, const Visit&, const Nothing&) {
  return shape_of(registry::own_card(call));
}

core::Result<CardShape> trust(const access::Call& call, const Visit&, const CardInput& input) {
  return shape_of(registry::trust_card(call, input.text, input.name));
}

}  // namespace

void add_handover_letter_routes(RouteTable& table) {
  add_read(table,
           {Method::get, "/api/handovers/peers", "list_handover_peers",
            "Counties a child may be handed over to"},
           list_peers);
  add_write(table,
            {Method::post, "/api/handovers/{id}/file", "write_handover_file",
             "The letters of a hand-over to another installation, sealed and signed"},
            write_file);
  add_write(table,
            {Method::post, "/api/handovers/letters", "take_handover_letters",
             "Reads a file another county's installation wrote"},
            take);
  carry_afterwards(table);
  add_write(table,
            {Method::post, "/api/handovers/card", "show_county_card",
             "The county's own card, for other installations"},
            show_card);
  add_write(table,
            {Method::post, "/api/handovers/cards", "trust_county_card",
             "Vouches for the card of a county in another installation"},
            trust);
}

}  // namespace caregrid::http
