// Hand-overs of children between counties: offered by one, answered by the other.
#include <tuple>
#include <utility>

#include "care/operations.h"
#include "http/endpoint.h"
#include "http/handing.h"
#include "http/routes.h"
#include "registry/courier.h"
#include "registry/handover.h"
#include "registry/handover_reading.h"

namespace caregrid::http {
namespace {

struct ScopeInput {
  bool notes = false;
  std::vector<std::string> consented;
};

struct OfferInput : ScopeInput {
  registry::HandoverId id;
  std::int64_t county = 0;
  core::Date moves_on;
  std::string why;
  std::optional<std::string> note;
};

struct WhyInput {
  std::string why;
};

struct AcceptInput {
  std::int64_t division = 0;
  std::optional<std::string> school;
  std::optional<access::AccountId> account;
};

struct HandoverShape {
  registry::HandoverId id;
  registry::HandoverDirection direction = registry::HandoverDirection::out;
  registry::HandoverState state = registry::HandoverState::offered;
  std::optional<registry::ChildId> child;
  std::string name;
  std::optional<int> age;
  std::int64_t county = 0;
  std::string county_name;
  core::Date moves_on;
  core::Instant offered_at;
  std::optional<core::Instant> answered_at;
  int waiting_days = 0;
  bool late = false;
  bool shielded = false;
  std::string why;
  std::string note;
  std::string answer;
  std::vector<std::string> consented;
  bool notes = false;
  std::optional<core::Date> erased_there_on;
};

struct HandoverList {
  int waiting = 0;
  int late = 0;
  std::vector<HandoverShape> items;
};

struct PreviewShape {
  std::vector<std::string> goes;
  std::vector<std::string> stays;
  std::int64_t statements = 0;
  std::vector<std::string> consents;
};

}  // namespace
}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::ScopeInput> {
  using It = http::ScopeInput;
  static constexpr std::string_view name = "HandoverScope";
  static constexpr auto fields =
      std::tuple{field("notes", &It::notes, "Whether lists' free text goes along"),
                 field("consented", &It::consented,
                       "Purposes whose part goes along by the guardian's separate consent")};
};

template <>
struct Describe<http::OfferInput> {
  using It = http::OfferInput;
  static constexpr std::string_view name = "NewHandover";
  static constexpr auto fields = std::tuple_cat(
      Describe<http::ScopeInput>::fields,
      std::tuple{field("id", &It::id, "Made by the client"),
                 field("county", &It::county, "Code of the county the child moves to"),
                 field("moves_on", &It::moves_on), field("why", &It::why),
                 field("note", &It::note, "To the other county's office")});
};

template <>
struct Describe<http::WhyInput> {
  static constexpr std::string_view name = "HandoverAnswer";
  static constexpr auto fields = std::tuple{field("why", &http::WhyInput::why)};
};

template <>
struct Describe<http::AcceptInput> {
  using It = http::AcceptInput;
  static constexpr std::string_view name = "HandoverAcceptance";
  static constexpr auto fields =
      std::tuple{field("division", &It::division, "Where the child lives now"),
                 field("school", &It::school), field("account", &It::account, "Who takes charge")};
};

template <>
struct Describe<http::HandoverShape> {
  using It = http::HandoverShape;
  static constexpr std::string_view name = "Handover";
  static constexpr auto fields = std::tuple{
      field("id", &It::id),
      field("direction", &It::direction),
      field("state", &It::state),
      field("child", &It::child, "Here; null while what comes in waits"),
      field("name", &It::name),
      field("age", &It::age),
      field("county", &It::county, "The other county"),
      field("county_name", &It::county_name),
      field("moves_on", &It::moves_on),
      field("offered_at", &It::offered_at),
      field("answered_at", &It::answered_at),
      field("waiting_days", &It::waiting_days),
      field("late", &It::late, "Waits for more than seven days"),
      field("shielded", &It::shielded),
      field("why", &It::why),
      field("note", &It::note),
      field("answer", &It::answer),
      field("consented", &It::consented),
      field("notes", &It::notes),
      field("erased_there_on", &It::erased_there_on, "The other county has erased its record")};
};

template <>
struct Describe<http::HandoverList> {
  using It = http::HandoverList;
  static constexpr std::string_view name = "Handovers";
  static constexpr auto fields = std::tuple{field("waiting", &It::waiting),
                                            field("late", &It::late), field("items", &It::items)};
};

template <>
struct Describe<http::PreviewShape> {
  using It = http::PreviewShape;
  static constexpr std::string_view name = "HandoverPreview";
  static constexpr auto fields =
      std::tuple{field("goes", &It::goes, "Kinds of facts that go along"),
                 field("stays", &It::stays), field("statements", &It::statements),
                 field("consents", &It::consents, "Purposes for which a consent holds today")};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

core::Result<registry::HandoverScope> scope_of(const ScopeInput& input) {
  registry::HandoverScope scope{input.notes, {}};
  for (const std::string& text : input.consented) {
    const auto purpose = access::parse_purpose(text);
    if (!purpose) {
      return core::invalid("consented", "handover.consent", text);
    }
    scope.consented.push_back(*purpose);
  }
  return scope;
}

std::vector<std::string> texts_of(const std::vector<access::Purpose>& purposes) {
  std::vector<std::string> texts;
  for (const access::Purpose purpose : purposes) {
    texts.emplace_back(access::to_text(purpose));
  }
  return texts;
}

HandoverShape shape_of(const access::Call& call, const registry::Handover& handover) {
  HandoverShape shape;
  shape.id = handover.id;
  shape.direction = handover.direction;
  shape.state = handover.state;
  shape.child = handover.child;
  shape.name = handover.name;
  if (const auto born_on = core::parse_iso_date(handover.born_on)) {
    shape.age = core::age_years(*born_on, call.today);
  }
  shape.county = handover.peer;
  shape.county_name = handover.peer_name;
  shape.moves_on = handover.moves_on;
  shape.offered_at = handover.offered_at;
  shape.answered_at = handover.answered_at;
  shape.waiting_days = handover.is_waiting() ? handover.waiting_days(call.today) : 0;
  shape.late = handover.is_late(call.today);
  shape.shielded = handover.is_shielded;
  shape.why = handover.why;
  shape.note = handover.note;
  shape.answer = handover.answer;
  shape.consented = texts_of(handover.scope.consented);
  shape.notes = handover.scope.notes;
  shape.erased_there_on = handover.peer_erased_on;
  return shape;
}

core::Result<HandoverShape> shape_of(const access::Call& call,
                                     const core::Result<registry::Handover>& handover) {
  return handover ? core::Result<HandoverShape>(shape_of(call, *handover))
                  : core::Result<HandoverShape>(handover.error());
}

core::Result<HandoverList> list_of(const access::Call& call,
                                   const core::Result<std::vector<registry::Handover>>& found) {
  if (!found) {
    return found.error();
  }
  HandoverList list;
  for (const registry::Handover& handover : *found) {
    list.items.push_back(shape_of(call, handover));
    list.waiting += handover.is_waiting() ? 1 : 0;
    list.late += list.items.back().late ? 1 : 0;
  }
  return list;
}

core::Result<HandoverList> list_all(const access::Call& call, const Visit&, const NoQuery&) {
  return list_of(call, registry::list_handovers(call));
}

core::Result<HandoverList> list_of_child(const access::Call& call, const Visit& visit,
                                         const NoQuery&) {
  const auto child = visit.id<registry::ChildTag>(0);
  return child ? list_of(call, registry::list_handovers_of(call, *child))
               : core::Result<HandoverList>(child.error());
}

core::Result<PreviewShape> preview(const access::Call& call, const Visit& visit,
                                   const ScopeInput& input) {
  const auto child = visit.id<registry::ChildTag>(0);
  const auto scope = scope_of(input);
  if (!child || !scope) {
    return child ? scope.error() : child.error();
  }
  const auto seen = registry::preview_handover(call, *child, *scope);
  if (!seen) {
    return seen.error();
  }
  return PreviewShape{seen->goes, seen->stays, seen->statements, texts_of(seen->consents)};
}

core::Result<HandoverShape> offer(const access::Call& call, const Visit& visit,
                                  const OfferInput& input) {
  const auto child = visit.id<registry::ChildTag>(0);
  const auto scope = scope_of(input);
  if (!child || !scope) {
    return child ? scope.error() : child.error();
  }
  registry::HandoverOffer wish;
  wish.id = input.id;
  wish.child = *child;
  wish.peer = input.county;
  wish.moves_on = input.moves_on;
  wish.why = input.why;
  wish.note = input.note.value_or("");
  wish.scope = *scope;
  return shape_of(call, registry::offer_handover(call, wish));
}

core::Result<HandoverShape> withdraw(const access::Call& call, const Visit& visit,
                                     const WhyInput& input) {
  const auto id = visit.id<registry::HandoverTag>(0);
  return id ? shape_of(call, registry::withdraw_handover(call, *id, input.why))
            : core::Result<HandoverShape>(id.error());
}

core::Result<HandoverShape> accept(const access::Call& call, const Visit& visit,
                                   const AcceptInput& input) {
  const auto id = visit.id<registry::HandoverTag>(0);
  if (!id) {
    return id.error();
  }
  const registry::Acceptance acceptance{input.division, input.school.value_or(""), input.account};
  return shape_of(call, registry::accept_handover(call, *id, acceptance));
}

core::Result<HandoverShape> refuse(const access::Call& call, const Visit& visit,
                                   const WhyInput& input) {
  const auto id = visit.id<registry::HandoverTag>(0);
  return id ? shape_of(call, registry::refuse_handover(call, *id, input.why))
            : core::Result<HandoverShape>(id.error());
}

void add_writes(RouteTable& table) {
  add_write(table,
            {Method::post, "/api/children/{id}/handovers", "offer_handover",
             "Offers a child to another county; until that accepts, this one answers for it", 201},
            offer);
  carry_afterwards(table);
  add_write(table,
            {Method::post, "/api/handovers/{id}/withdraw", "withdraw_handover",
             "Asks the other county to give an offer up"},
            withdraw);
  carry_afterwards(table);
  add_write(table,
            {Method::post, "/api/handovers/{id}/accept", "accept_handover",
             "Takes the child in, with its history"},
            accept);
  carry_afterwards(table);
  add_write(table,
            {Method::post, "/api/handovers/{id}/refuse", "refuse_handover",
             "Sends an offer back, with the reason"},
            refuse);
  carry_afterwards(table);
}

}  // namespace

void carry_afterwards(RouteTable& table) {
  Route& route = table.routes.back();
  route.handle = [inner = std::move(route.handle)](const Visit& visit) {
    auto response = inner(visit);
    if (response) {
      const auto leave = [](const access::Call& call, const registry::ChildId& child) {
        return care::leave_child(call, child);
      };
      // What could not be carried now goes with the next: the answer itself is safe.
      static_cast<void>(
          registry::carry_letters(visit.site.door, visit.actor->area.county(), leave).ok());
    }
    return response;
  };
}

void add_handover_routes(RouteTable& table) {
  add_read(table,
           {Method::get, "/api/handovers", "list_handovers",
            "Hand-overs that wait, the longest first, then the last answered"},
           list_all);
  add_read(table,
           {Method::get, "/api/children/{id}/handovers", "list_child_handovers",
            "Hand-overs of one child, newest first"},
           list_of_child);
  add_question(table,
               {Method::post, "/api/children/{id}/handovers/preview", "preview_handover",
                "What would go along and what would stay; changes nothing"},
               preview);
  add_writes(table);
}

}  // namespace caregrid::http
