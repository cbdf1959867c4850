// Erasing a child for good: asked for by one person, confirmed by another; and holds against it.
#include <tuple>

#include "care/operations.h"
#include "http/endpoint.h"
#include "http/handing.h"
#include "http/routes.h"
#include "registry/erasure.h"
#include "registry/erasure_standing.h"

namespace caregrid::http {
namespace {

struct ErasureInput {
  registry::ErasureGround ground = registry::ErasureGround::guardian_request;
};

struct HoldInput {
  std::string reference;
};

/// A wish to erase as people see it; the certificate once it is done.
struct ErasureShape {
  registry::ErasureId id;
  registry::ChildId child;
  registry::ErasureGround ground = registry::ErasureGround::guardian_request;
  core::Instant requested_at;
  bool is_mine = false;
  std::optional<core::RawJson> certificate;
};

struct ErasureList {
  std::vector<ErasureShape> items;
};

struct WaitingShape {
  std::int64_t waiting = 0;
  std::int64_t to_confirm = 0;
};

struct StandingShape {
  std::optional<std::string> hold;
  std::optional<ErasureShape> waiting;
};

}  // namespace
}  // namespace caregrid::http

template <>
struct caregrid::core::Describe<caregrid::http::ErasureInput> {
  static constexpr std::string_view name = "ErasureInput";
  static constexpr auto fields = std::tuple{field("ground", &http::ErasureInput::ground)};
};

template <>
struct caregrid::core::Describe<caregrid::http::HoldInput> {
  static constexpr std::string_view name = "HoldInput";
  static constexpr auto fields = std::tuple{field(
      "reference", &http::HoldInput::reference, "Number of the proceeding; empty lifts the hold")};
};

template <>
struct caregrid::core::Describe<caregrid::http::ErasureShape> {
  using It = http::ErasureShape;
  static constexpr std::string_view name = "Erasure";
  static constexpr auto fields =
      std::tuple{field("id", &It::id),
                 field("child", &It::child),
                 field("ground", &It::ground),
                 field("requested_at", &It::requested_at),
                 field("is_mine", &It::is_mine, "Asked for by whoever is looking"),
                 field("certificate", &It::certificate, "What was destroyed, once it is done")};
};

template <>
struct caregrid::core::Describe<caregrid::http::ErasureList> {
  static constexpr std::string_view name = "ErasureList";
  static constexpr auto fields = std::tuple{field("items", &http::ErasureList::items)};
};

template <>
struct caregrid::core::Describe<caregrid::http::WaitingShape> {
  static constexpr std::string_view name = "WaitingErasures";
  static constexpr auto fields =
      std::tuple{field("waiting", &http::WaitingShape::waiting),
                 field("to_confirm", &http::WaitingShape::to_confirm, "Asked for by others")};
};

template <>
struct caregrid::core::Describe<caregrid::http::StandingShape> {
  static constexpr std::string_view name = "ErasureStanding";
  static constexpr auto fields = std::tuple{
      field("hold", &http::StandingShape::hold, "Number of the proceeding that needs the record"),
      field("waiting", &http::StandingShape::waiting, "Waits for a second person")};
};

namespace caregrid::http {
namespace {

ErasureShape shape_of(const access::Call& call, const registry::Erasure& erasure) {
  ErasureShape shape{erasure.id,
                     erasure.child,
                     erasure.ground,
                     erasure.requested_at,
                     erasure.requested_by == call.actor.account,
                     {}};
  if (!erasure.certificate.empty()) {
    shape.certificate = core::RawJson{erasure.certificate};
  }
  return shape;
}

core::Result<ErasureList> list_erasures(const access::Call& call, const Visit& /*visit*/,
                                        const NoQuery& /*query*/) {
  const auto erasures = registry::list_erasures(call);
  if (!erasures) {
    return erasures.error();
  }
  ErasureList list;
  for (const registry::Erasure& erasure : *erasures) {
    list.items.push_back(shape_of(call, erasure));
  }
  return list;
}

core::Result<WaitingShape> count_waiting(const access::Call& call, const Visit& /*visit*/,
                                         const NoQuery& /*query*/) {
  const auto count = registry::count_waiting_erasures(call);
  return count ? core::Result(WaitingShape{count->waiting, count->to_confirm})
               : core::Result<WaitingShape>(count.error());
}

core::Result<StandingShape> show_standing(const access::Call& call, const Visit& visit,
                                          const NoQuery& /*query*/) {
  const auto child = visit.id<registry::ChildTag>(0);
  if (!child) {
    return child.error();
  }
  auto standing = registry::find_erasure_standing(call, *child);
  if (!standing) {
    return standing.error();
  }
  StandingShape shape{std::move(standing->hold), {}};
  if (standing->waiting) {
    shape.waiting = shape_of(call, *standing->waiting);
  }
  return shape;
}

/// The request's id follows from the command's, so that a resend cannot make a second one.
core::Result<ErasureShape> request_erasure(const access::Call& call, const Visit& visit,
                                           const ErasureInput& input) {
  const auto child = visit.id<registry::ChildTag>(0);
  if (!child) {
    return child.error();
  }
  const auto id = registry::ErasureId::derive("erasure " +
                                              std::string(visit.request.header("Idempotency-Key")));
  const auto erasure = registry::request_erasure(call, id, *child, input.ground);
  return erasure ? core::Result<ErasureShape>(shape_of(call, *erasure))
                 : core::Result<ErasureShape>(erasure.error());
}

core::Result<registry::ErasureCertificate> confirm_erasure(const access::Call& call,
                                                           const Visit& visit,
                                                           const Nothing& /*input*/) {
  const auto id = visit.id<registry::ErasureTag>(0);
  if (!id) {
    return id.error();
  }
  return registry::confirm_erasure(
      call, *id, [&](const registry::ChildId& child) { return care::forget_child(call, child); });
}

core::Result<HoldInput> hold_child(const access::Call& call, const Visit& visit,
                                   const HoldInput& input) {
  const auto child = visit.id<registry::ChildTag>(0);
  if (!child) {
    return child.error();
  }
  const auto held = registry::hold_child(call, *child, input.reference);
  return held ? core::Result<HoldInput>(input) : core::Result<HoldInput>(held.error());
}

}  // namespace

void add_erasure_routes(RouteTable& table) {
  add_read(table,
           {Method::get, "/api/erasures", "list_erasures", "Requests to erase, newest first"},
           list_erasures);
  add_read(table,
           {Method::get, "/api/erasures/waiting", "count_erasures",
            "How many requests to erase wait for a second person"},
           count_waiting);
  add_read(table,
           {Method::get, "/api/children/{id}/erasure", "show_erasure",
            "Whether a proceeding keeps the child, and whether its erasure is asked for"},
           show_standing);
  add_write(table,
            {Method::post, "/api/children/{id}/erasure", "request_erasure",
             "Ask that a child be erased for good", 201},
            request_erasure);
  add_write(table,
            {Method::post, "/api/erasures/{id}/confirm", "confirm_erasure",
             "Erase for good what somebody else asked for"},
            confirm_erasure);
  carry_afterwards(table);  // Counties the child was in are told.
  add_write(table,
            {Method::post, "/api/children/{id}/hold", "hold_child",
             "Keep a child from being erased while a proceeding needs its record"},
            hold_child);
}

}  // namespace caregrid::http
