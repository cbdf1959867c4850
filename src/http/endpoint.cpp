#include "http/endpoint.h"

#include "assessment/counts.h"

namespace caregrid::http {

core::Result<int> page_limit(std::optional<int> limit) {
  constexpr int limit_max = 200;
  if (limit && (*limit < 1 || *limit > limit_max)) {
    return core::invalid("limit", "list.limit", "1–" + std::to_string(limit_max));
  }
  return limit.value_or(50);
}

core::Result<access::CommandId> command_id(const Request& request) {
  const std::string_view text = request.header("Idempotency-Key");
  if (text.empty()) {
    return core::invalid("Idempotency-Key", "command.key_missing");
  }
  const auto id = access::CommandId::parse(text);
  if (!id) {
    return core::invalid("Idempotency-Key", "command.key");
  }
  return *id;
}

core::Result<std::string> submit(const Visit& visit, const Spec& spec, const std::string& input,
                                 Current current, access::Operate operate) {
  const auto id = command_id(visit.request);
  if (!id) {
    return id.error();
  }
  // A stored answer is given again to whom it was given, with the rights it was given for, and to
  // nobody else: for another, the same id is a misuse of it.
  const access::Actor& actor = *visit.actor;
  const std::string payload = visit.request.path + "\n" + input + "\n" + actor.account.text() +
                              " " + std::string(access::to_text(actor.role)) + " " +
                              std::to_string(actor.area.code) + " " +
                              std::string(access::to_text(actor.purpose));
  const std::string_view expected = visit.request.header("If-Match");
  return visit.site.door.submit(*visit.actor, {*id, spec.id, payload},
                                [&](const access::Call& call) -> core::Result<std::string> {
                                  if (current != nullptr && !expected.empty()) {
                                    const auto now = current(call, visit);
                                    if (!now) {
                                      return now.error();
                                    }
                                    if (!names_etag(expected, etag_of(*now))) {
                                      return core::failure(core::Code::conflict, "etag.mismatch");
                                    }
                                  }
                                  return operate(call);
                                });
}

core::Result<Response> read_cached(
    const Visit& visit, std::string_view question,
    core::FunctionRef<core::Result<std::string>(const access::Call&)> look) {
  std::string body;
  const auto done =
      visit.site.door.read(*visit.actor, [&](const access::Call& call) -> core::Result<void> {
        const auto revision = assessment::find_revision(call);
        if (!revision) {
          return revision.error();
        }
        const std::string key = std::string(question) + " " +
                                std::string(access::to_text(call.actor.role)) + " " +
                                std::string(access::to_text(call.actor.purpose)) + " " +
                                std::to_string(call.actor.area.code) + " " +
                                core::to_iso(call.today) + " " + std::to_string(*revision);
        if (auto kept = visit.site.cache.find(key)) {
          body = std::move(*kept);
          return {};
        }
        auto answer = look(call);
        if (!answer) {
          return answer.error();
        }
        body = std::move(*answer);
        visit.site.cache.keep(key, body);
        return {};
      });
  if (!done) {
    return done.error();
  }
  return json_response(200, std::move(body));
}

Response written(const Spec& spec, std::string body) {
  Response response = json_response(spec.status, std::move(body));
  response.set("ETag", etag_of(response.body));
  return response;
}

std::vector<Parameter> write_parameters(bool has_current) {
  std::vector<Parameter> parameters{
      {"Idempotency-Key", "header", true, core::plain_schema("string", "uuid"),
       "Made by the client; the same key with the same body gives the same answer"}};
  if (has_current) {
    parameters.push_back({"If-Match", "header", false, core::plain_schema("string"),
                          "The ETag that was read; 412 when the record changed since"});
  }
  return parameters;
}

Route& add_raw(RouteTable& table, const Spec& spec, Handle handle) {
  Route& route = table.routes.emplace_back();
  route.spec = spec;
  route.handle = std::move(handle);
  return route;
}

}  // namespace caregrid::http
