// A county's own rules: check a pack, see what it would change, adopt it, take it out of force.
#include <tuple>

#include "core/messages.h"
#include "http/endpoint.h"
#include "http/routes.h"
#include "registry/rule_packs.h"

namespace caregrid::http {
namespace {

struct PackInput {
  std::string text;
};

struct EffectInput {
  std::string text;
  std::optional<core::Date> on;
  std::optional<std::int64_t> from;
};

struct FaultShape {
  int line = 0;
  std::string path;
  std::string reason;
  std::string zh;
  std::string en;
  std::string detail;
};

struct CheckShape {
  std::string pack;
  std::string version;
  std::int64_t rules = 0;
  core::Date holds_from;
  std::vector<FaultShape> faults;
};

struct MovedChild {
  registry::ChildId id;
  std::string name;
};

struct MovedShape {
  std::int64_t count = 0;
  std::vector<MovedChild> shown;
};

struct SchemeEffectShape {
  std::string scheme;
  std::string zh;
  std::string en;
  MovedShape entering;
  MovedShape leaving;
  MovedShape becoming_unknown;
  MovedShape ruled_out;
  MovedShape renumbered;
};

struct EffectShape {
  core::Date on;
  std::int64_t children = 0;
  std::int64_t total = 0;
  std::optional<std::int64_t> next;
  std::vector<SchemeEffectShape> schemes;
};

struct PackShape {
  std::string pack;
  std::int64_t ordinal = 0;
  std::string text;
  core::Instant adopted_at;
  std::string account;
  std::optional<core::Instant> withdrawn_at;
};

struct PacksShape {
  std::vector<PackShape> items;
};

struct WithdrawInput {
  std::string pack;
};

}  // namespace
}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::PackInput> {
  static constexpr std::string_view name = "RulePackText";
  static constexpr auto fields = std::tuple{field("text", &http::PackInput::text, "JSON")};
};

template <>
struct Describe<http::EffectInput> {
  using It = http::EffectInput;
  static constexpr std::string_view name = "RuleEffectQuestion";
  static constexpr bool is_input = true;
  static constexpr auto fields =
      std::tuple{field("text", &It::text, "JSON"),
                 field("on", &It::on, "The day to look at; the first on which it holds"),
                 field("from", &It::from, "`next` of the page before")};
};

template <>
struct Describe<http::FaultShape> {
  using It = http::FaultShape;
  static constexpr std::string_view name = "RuleFault";
  static constexpr auto fields =
      std::tuple{field("line", &It::line), field("path", &It::path), field("reason", &It::reason),
                 field("zh", &It::zh),     field("en", &It::en),     field("detail", &It::detail)};
};

template <>
struct Describe<http::CheckShape> {
  using It = http::CheckShape;
  static constexpr std::string_view name = "RuleCheck";
  static constexpr auto fields = std::tuple{
      field("pack", &It::pack), field("version", &It::version), field("rules", &It::rules),
      field("holds_from", &It::holds_from, "The first day any of its rules holds"),
      field("faults", &It::faults)};
};

template <>
struct Describe<http::MovedChild> {
  using It = http::MovedChild;
  static constexpr std::string_view name = "MovedChild";
  static constexpr auto fields = std::tuple{field("id", &It::id), field("name", &It::name)};
};

template <>
struct Describe<http::MovedShape> {
  using It = http::MovedShape;
  static constexpr std::string_view name = "MovedChildren";
  static constexpr auto fields =
      std::tuple{field("count", &It::count),
                 field("shown", &It::shown, "The first of them, for those who may see children")};
};

template <>
struct Describe<http::SchemeEffectShape> {
  using It = http::SchemeEffectShape;
  static constexpr std::string_view name = "RuleSchemeEffect";
  static constexpr auto fields =
      std::tuple{field("scheme", &It::scheme),
                 field("zh", &It::zh),
                 field("en", &It::en),
                 field("entering", &It::entering),
                 field("leaving", &It::leaving),
                 field("becoming_unknown", &It::becoming_unknown),
                 field("ruled_out", &It::ruled_out, "Unknown before, no after"),
                 field("renumbered", &It::renumbered)};
};

template <>
struct Describe<http::EffectShape> {
  using It = http::EffectShape;
  static constexpr std::string_view name = "RuleEffect";
  static constexpr auto fields =
      std::tuple{field("on", &It::on), field("children", &It::children, "Asked on this page"),
                 field("total", &It::total), field("next", &It::next, "Null after the last page"),
                 field("schemes", &It::schemes)};
};

template <>
struct Describe<http::PackShape> {
  using It = http::PackShape;
  static constexpr std::string_view name = "RulePack";
  static constexpr auto fields =
      std::tuple{field("pack", &It::pack),
                 field("ordinal", &It::ordinal, "Of the version, from 1"),
                 field("text", &It::text),
                 field("adopted_at", &It::adopted_at),
                 field("account", &It::account, "Who adopted it"),
                 field("withdrawn_at", &It::withdrawn_at, "Null: in force")};
};

template <>
struct Describe<http::PacksShape> {
  static constexpr std::string_view name = "RulePacks";
  static constexpr auto fields = std::tuple{field("items", &http::PacksShape::items)};
};

template <>
struct Describe<http::WithdrawInput> {
  static constexpr std::string_view name = "RulePackName";
  static constexpr auto fields = std::tuple{field("pack", &http::WithdrawInput::pack)};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

core::Result<CheckShape> check_pack(const access::Call& call, const Visit&,
                                    const PackInput& input) {
  const auto check = registry::check_pack(call, input.text);
  if (!check) {
    return check.error();
  }
  CheckShape shape{check->pack, check->version, check->rules, check->holds_from, {}};
  for (const rules::Fault& fault : check->faults) {
    shape.faults.push_back({fault.line, fault.path, fault.reason,
                            core::message(core::Language::zh, fault.reason),
                            core::message(core::Language::en, fault.reason), fault.detail});
  }
  return shape;
}

MovedShape shape_of(const registry::MovedChildren& moved) {
  MovedShape shape{moved.count, {}};
  for (const auto& [id, name] : moved.shown) {
    shape.shown.push_back({id, name});
  }
  return shape;
}

core::Result<EffectShape> show_effect(const access::Call& call, const Visit& visit,
                                      const EffectInput& input) {
  const auto effect = registry::effect_of_pack(call, visit.site.rules, input.text, input.on,
                                               input.from.value_or(1));
  if (!effect) {
    return effect.error();
  }
  EffectShape shape{effect->on, effect->children, effect->total, effect->next, {}};
  for (const registry::PackSchemeEffect& one : effect->schemes) {
    shape.schemes.push_back({one.scheme, one.zh, one.en, shape_of(one.entering),
                             shape_of(one.leaving), shape_of(one.becoming_unknown),
                             shape_of(one.ruled_out), shape_of(one.renumbered)});
  }
  return shape;
}

PackShape shape_of(const registry::PackVersion& pack) {
  return {pack.pack, pack.ordinal, pack.text, pack.adopted_at, pack.account, pack.withdrawn_at};
}

core::Result<PacksShape> list_packs(const access::Call& call, const Visit&, const NoQuery&) {
  const auto packs = registry::list_packs(call);
  if (!packs) {
    return packs.error();
  }
  PacksShape shape;
  for (const auto& pack : *packs) {
    shape.items.push_back(shape_of(pack));
  }
  return shape;
}

core::Result<PackShape> adopt(const access::Call& call, const Visit&, const PackInput& input) {
  const auto adopted = registry::adopt_pack(call, input.text);
  return adopted ? core::Result<PackShape>(shape_of(*adopted))
                 : core::Result<PackShape>(adopted.error());
}

core::Result<Nothing> withdraw(const access::Call& call, const Visit&, const WithdrawInput& input) {
  const auto done = registry::withdraw_pack(call, input.pack);
  return done ? core::Result<Nothing>(Nothing{}) : core::Result<Nothing>(done.error());
}

}  // namespace

void add_rule_routes(RouteTable& table) {
  add_read(table,
           {Method::get, "/api/rule-packs", "list_rule_packs",
            "All versions of the county's own rules, newest first"},
           list_packs);
  add_question(table,
               {Method::post, "/api/rule-packs/check", "check_rule_pack",
                "What is wrong with a pack of rules, with lines; changes nothing"},
               check_pack);
  add_question(table,
               {Method::post, "/api/rule-packs/effect", "show_rule_effect",
                "Who would enter and leave by a pack of rules, page by page; changes nothing"},
               show_effect);
  add_write(table,
            {Method::post, "/api/rule-packs/adopt", "adopt_rule_pack",
             "Puts a pack in force, in the place of its version before"},
            adopt);
  add_write(
      table,
      {Method::post, "/api/rule-packs/withdraw", "withdraw_rule_pack", "Takes a pack out of force"},
      withdraw);
}

}  // namespace caregrid::http
