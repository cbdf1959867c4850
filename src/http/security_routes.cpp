// How one signs in, looked after by oneself: sessions and devices.
#include <tuple>

#include "access/passkeys.h"
#include "access/second_factors.h"
#include "access/session.h"
#include "access/sign_in_notice.h"
#include "http/endpoint.h"
#include "http/routes.h"

namespace caregrid::http {
namespace {

struct SessionLine {
  std::string id;
  std::string method;
  std::string device;
  std::string started_at;
  std::string seen_at;
  bool current = false;
};

struct DeviceLine {
  std::string id;
  std::string name;
  std::string first_at;
  std::string seen_at;
  bool current = false;
};

struct PasskeyLine {
  std::string id;
  std::string name;
  std::string added_at;
  std::string used_at;
};

struct NoticeLine {
  std::string id;
  std::string kind;
  std::string detail;
  std::string at;
  std::string acknowledged_at;
  bool own = false;
};

struct Security {
  bool codes = false;
  std::int64_t recovery_codes = 0;
  std::vector<PasskeyLine> passkeys;
  std::vector<SessionLine> sessions;
  std::vector<DeviceLine> devices;
  std::vector<NoticeLine> notices;
};

}  // namespace
}  // namespace caregrid::http

template <>
struct caregrid::core::Describe<caregrid::http::SessionLine> {
  using It = http::SessionLine;
  static constexpr std::string_view name = "SessionLine";
  static constexpr auto fields = std::tuple{
      field("id", &It::id),
      field("method", &It::method, "password, one_time_code, recovery_code, passkey, provider"),
      field("device", &It::device, "Id of the device, empty when it is no more"),
      field("started_at", &It::started_at, "UTC"),
      field("seen_at", &It::seen_at, "UTC, to the minute"),
      field("current", &It::current, "The session that asks")};
};

template <>
struct caregrid::core::Describe<caregrid::http::DeviceLine> {
  using It = http::DeviceLine;
  static constexpr std::string_view name = "DeviceLine";
  static constexpr auto fields = std::tuple{
      field("id", &It::id), field("name", &It::name, "\"Chrome, Windows\"; empty when unknown"),
      field("first_at", &It::first_at, "UTC"), field("seen_at", &It::seen_at, "Last sign-in, UTC"),
      field("current", &It::current, "The device that asks")};
};

template <>
struct caregrid::core::Describe<caregrid::http::PasskeyLine> {
  using It = http::PasskeyLine;
  static constexpr std::string_view name = "PasskeyLine";
  static constexpr auto fields = std::tuple{
      field("id", &It::id), field("name", &It::name), field("added_at", &It::added_at, "UTC"),
      field("used_at", &It::used_at, "UTC; empty when it never was")};
};

template <>
struct caregrid::core::Describe<caregrid::http::NoticeLine> {
  using It = http::NoticeLine;
  static constexpr std::string_view name = "NoticeLine";
  static constexpr auto fields = std::tuple{
      field("id", &It::id),
      field("kind", &It::kind, "new_device, after_failures, password_changed, codes_on …"),
      field("detail", &It::detail, "A number of tries, the name of a browser or passkey"),
      field("at", &It::at, "UTC"),
      field("acknowledged_at", &It::acknowledged_at, "UTC; empty while it is new"),
      field("own", &It::own, "Done in the session that asks")};
};

template <>
struct caregrid::core::Describe<caregrid::http::Security> {
  using It = http::Security;
  static constexpr std::string_view name = "Security";
  static constexpr auto fields =
      std::tuple{field("codes", &It::codes, "One-time codes are asked for"),
                 field("recovery_codes", &It::recovery_codes, "How many are left"),
                 field("passkeys", &It::passkeys),
                 field("sessions", &It::sessions),
                 field("devices", &It::devices),
                 field("notices", &It::notices, "What was odd or changed, newest first")};
};

namespace caregrid::http {
namespace {

NoticeLine line_of(const access::SignInNotice& notice) {
  return {notice.id.text(),
          notice.kind,
          notice.detail,
          core::to_iso(notice.at),
          notice.acknowledged_at ? core::to_iso(*notice.acknowledged_at) : std::string(),
          notice.is_own};
}

/// All of it, on one snapshot.
core::Result<Security> show_security(const access::Call& call, const Visit& /*visit*/,
                                     const Nothing& /*query*/) {
  const auto sessions = access::list_own_sessions(call);
  if (!sessions) {
    return sessions.error();
  }
  const auto devices = access::list_own_devices(call);
  if (!devices) {
    return devices.error();
  }
  const auto passkeys = access::list_own_passkeys(call);
  if (!passkeys) {
    return passkeys.error();
  }
  const auto state = access::factor_state(call.transaction, call.county, call.actor.account);
  if (!state) {
    return state.error();
  }
  const auto notices = access::list_own_notices(call);
  if (!notices) {
    return notices.error();
  }
  Security security{state->has_codes, state->recovery_codes, {}, {}, {}, {}};
  for (const access::SignInNotice& each : *notices) {
    security.notices.push_back(line_of(each));
  }
  for (const access::Passkey& each : *passkeys) {
    security.passkeys.push_back({each.id.text(), each.name, core::to_iso(each.created_at),
                                 each.used_at ? core::to_iso(*each.used_at) : std::string()});
  }
  for (const access::Session& each : *sessions) {
    security.sessions.push_back(
        {each.id.text(), each.method, each.device.is_nil() ? std::string() : each.device.text(),
         core::to_iso(each.created_at), core::to_iso(each.seen_at), each.is_current});
  }
  for (const access::Device& each : *devices) {
    security.devices.push_back({each.id.text(), each.name, core::to_iso(each.created_at),
                                core::to_iso(each.seen_at), each.is_current});
  }
  return security;
}

core::Result<Nothing> nothing_or(const core::Result<void>& done) {
  return done ? core::Result<Nothing>(Nothing{}) : core::Result<Nothing>(done.error());
}

core::Result<Nothing> acknowledge_notice(const access::Call& call, const Visit& visit,
                                         const Nothing& /*input*/) {
  const auto id = visit.id<access::NoticeTag>(0);
  return id ? nothing_or(access::acknowledge_own_notice(call, *id)) : id.error();
}

core::Result<Nothing> end_session(const access::Call& call, const Visit& visit,
                                  const Nothing& /*input*/) {
  const auto id = visit.id<access::SessionTag>(0);
  return id ? nothing_or(access::revoke_own_session(call, *id)) : id.error();
}

core::Result<Nothing> end_other_sessions(const access::Call& call, const Visit& /*visit*/,
                                         const Nothing& /*input*/) {
  return nothing_or(access::revoke_other_sessions(call));
}

core::Result<Nothing> revoke_device(const access::Call& call, const Visit& visit,
                                    const Nothing& /*input*/) {
  const auto id = visit.id<access::DeviceTag>(0);
  return id ? nothing_or(access::revoke_own_device(call, *id)) : id.error();
}

}  // namespace

void add_security_routes(RouteTable& table) {
  add_read<Nothing, Security>(
      table, {Method::get, "/api/security", "show_security", "How one signs in, and from where"},
      show_security);
  add_write<Nothing, Nothing>(
      table,
      {Method::post, "/api/security/sessions/{id}/end", "end_session", "End one of one's sessions"},
      end_session);
  add_write<Nothing, Nothing>(table,
                              {Method::post, "/api/security/notices/{id}/acknowledge",
                               "acknowledge_notice", "One has seen what was odd or changed"},
                              acknowledge_notice);
  add_write<Nothing, Nothing>(table,
                              {Method::post, "/api/security/sessions/end-others",
                               "end_other_sessions", "End all of one's sessions but this one"},
                              end_other_sessions);
  add_write<Nothing, Nothing>(table,
                              {Method::post, "/api/security/devices/{id}/revoke", "revoke_device",
                               "Forget a device and end its sessions at once"},
                              revoke_device);
}

}  // namespace caregrid::http
