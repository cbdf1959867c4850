#include "registry/rule_packs.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "core/json.h"
#include "registry/rule_pack_store.h"
#include "registry/standing.h"
#include "registry/status_drawing.h"
#include "registry/store.h"
#include "rules/effect.h"
#include "rules/program.h"
#include "rules/source.h"

namespace caregrid::registry {
namespace {

using access::FieldClass;
using access::Operation;

constexpr std::size_t shown_max = 20;
constexpr int county_digits = 6;
constexpr std::string_view pack_file = "pack.json";

core::Result<void> may_change(const access::Call& call) {
  return access::authorise(call.actor, Operation::change_rules,
                           {whole_county(call).code, FieldClass::internal});
}

/// A member of the pack's text; empty when it is not there.
std::string member_of(std::string_view text, std::string_view name) {
  const auto document = core::json::Document::parse(text);
  const auto found = document ? document->root().find(name) : std::nullopt;
  return std::string((found ? found->as_string() : std::nullopt).value_or(std::string_view{}));
}

/// The packs in force without an earlier version of this one, and this one.
core::Result<std::vector<CountyPack>> packs_with(const access::Call& call, std::string_view name,
                                                 std::string_view text) {
  auto packs = rule_pack_store::list_adopted(call);
  if (!packs) {
    return packs;
  }
  std::erase_if(*packs,
                [&](const CountyPack& pack) { return pack.name == std::string(name) + ".json"; });
  packs->push_back({std::string(pack_file), std::string(text)});
  return packs;
}

bool is_of_county(const rules::Prefix& place, std::int64_t county) {
  std::int64_t digits = place.digits;
  for (int length = place.length; length > county_digits; --length) {
    digits /= 10;
  }
  return place.length >= county_digits && digits == county;
}

/// A pack read beside the others, and the book of all.
struct ReadPack {
  PackCheck check;
  std::vector<CountyPack> packs;  ///< The book's texts.
  std::unique_ptr<const RuleBook> book;
};

core::Result<ReadPack> read_pack(const access::Call& call, std::string_view text) {
  if (const auto allowed = may_change(call); !allowed) {
    return allowed.error();
  }
  if (text.size() > pack_bytes_max) {
    return core::invalid("text", "text.too_long", std::to_string(pack_bytes_max));
  }
  ReadPack read;
  read.check.pack = member_of(text, "pack");
  read.check.version = member_of(text, "version");
  auto packs = packs_with(call, read.check.pack, text);
  if (!packs) {
    return packs.error();
  }
  read.packs = std::move(*packs);
  const auto sources = sources_with(read.packs);
  auto& faults = read.check.faults;
  read.book = std::make_unique<const RuleBook>(sources, faults);
  std::optional<core::Date> first;
  for (const rules::Rule& rule : read.book->book.rules) {
    if (rule.file != pack_file) {
      continue;
    }
    ++read.check.rules;
    first = first ? std::min(*first, rule.valid_from) : rule.valid_from;
    if (!is_of_county(rule.jurisdiction, call.county)) {
      faults.push_back({std::string(pack_file), rules::line_of(text, rule.path), rule.path,
                        "rules.not_this_county", std::to_string(call.county)});
    }
  }
  if (!read.check.pack.starts_with("county.")) {
    faults.push_back(
        {std::string(pack_file), rules::line_of(text, "pack"), "pack", "rules.pack_name", {}});
  }
  read.check.holds_from = first.value_or(call.today);
  return read;
}

core::Result<ReadPack> read_sound(const access::Call& call, std::string_view text) {
  auto read = read_pack(call, text);
  if (read && !read->check.faults.empty()) {
    const rules::Fault& fault = read->check.faults.front();
    return core::invalid("text", "rules.faulty", std::to_string(fault.line));
  }
  return read;
}

/// Shows who moves, as far as the actor may see them.
class Movers final {
 public:
  Movers(const access::Call& call, const std::vector<status_store::DueChild>& children)
      : call_(call), children_(children) {
    const bool may_see = access::authorise(call.actor, Operation::see_children,
                                           {whole_county(call).code, FieldClass::personal})
                             .ok();
    views_ = access::views_of(call.actor, {});
    sees_names_ = may_see && views_.shows(access::Field::child_name);
  }

  [[nodiscard]] bool shows(const RuleBook& book, std::string_view scheme) const {
    const auto found = std::ranges::find(book.book.schemes, scheme, &rules::Scheme::id);
    return sees_names_ && found != book.book.schemes.end() &&
           book.is_shown(static_cast<std::size_t>(found - book.book.schemes.begin()), views_);
  }

  core::Result<MovedChildren> of(const std::vector<std::uint32_t>& rows, bool is_shown) const {
    MovedChildren moved;
    moved.count = static_cast<std::int64_t>(rows.size());
    for (const std::uint32_t row : rows) {
      if (!is_shown || moved.shown.size() == shown_max) {
        break;
      }
      const auto child = store::find_child_by_number(call_, own_area(call_), children_[row].number);
      if (!child) {
        return child.error();
      }
      if (*child && !stands_at_county(call_, (*child)->row.division)) {
        call_.saw("child", (*child)->row.id);
        moved.shown.emplace_back((*child)->row.id, (*child)->row.name);
      }
    }
    return moved;
  }

 private:
  const access::Call& call_;
  const std::vector<status_store::DueChild>& children_;
  access::Views views_;
  bool sees_names_ = false;
};

core::Result<PackSchemeEffect> tell(const rules::SchemeEffect& effect, const RuleBook& after,
                                    const RuleBook& before, const Movers& movers) {
  PackSchemeEffect told;
  told.scheme = effect.scheme;
  const rules::Scheme* scheme = rules::find_scheme(after.book, effect.scheme);
  scheme = scheme == nullptr ? rules::find_scheme(before.book, effect.scheme) : scheme;
  told.zh = scheme == nullptr ? effect.scheme : scheme->zh;
  told.en = scheme == nullptr ? effect.scheme : scheme->en;
  const bool is_shown = movers.shows(after, effect.scheme);
  const std::array parts{std::pair(&told.entering, &effect.entering),
                         std::pair(&told.leaving, &effect.leaving),
                         std::pair(&told.becoming_unknown, &effect.becoming_unknown),
                         std::pair(&told.ruled_out, &effect.ruled_out),
                         std::pair(&told.renumbered, &effect.renumbered)};
  for (const auto& [into, rows] : parts) {
    auto moved = movers.of(*rows, is_shown);
    if (!moved) {
      return moved.error();
    }
    *into = std::move(*moved);
  }
  return told;
}

bool changes_somebody(const rules::SchemeEffect& effect) {
  return !effect.entering.empty() || !effect.leaving.empty() || !effect.becoming_unknown.empty() ||
         !effect.ruled_out.empty() || !effect.renumbered.empty();
}

}  // namespace

core::Result<PackCheck> check_pack(const access::Call& call, std::string_view text) {
  auto read = read_pack(call, text);
  return read ? core::Result<PackCheck>(std::move(read->check))
              : core::Result<PackCheck>(read.error());
}

core::Result<PackEffect> effect_of_pack(const access::Call& call, RuleBooks& books,
                                        std::string_view text, std::optional<core::Date> on,
                                        std::int64_t from) {
  const auto read = read_sound(call, text);
  if (!read) {
    return read.error();
  }
  const auto before = books.of(call);
  const auto last = status_store::last_number(call);
  const auto children = status_store::list_from(call, from, effect_children);
  if (!before || !last || !children) {
    return !before ? before.error() : !last ? last.error() : children.error();
  }
  PackEffect effect;
  effect.on = on.value_or(std::max(call.today, read->check.holds_from));
  effect.children = static_cast<std::int64_t>(children->size());
  effect.total = *last;
  if (effect.children == effect_children) {
    effect.next = children->back().number + 1;
  }
  StatusTable table;
  for (const status_store::DueChild& child : *children) {
    if (const auto added = add_child(call, *read->book, child, table); !added) {
      return added.error();
    }
  }
  // Both books know the same facts, so that one table serves both.
  const rules::Program old_rules((*before)->book, (*before)->vocabulary, effect.on);
  const rules::Program new_rules(read->book->book, read->book->vocabulary, effect.on);
  const Movers movers(call, *children);
  for (const rules::SchemeEffect& one :
       rules::compare(old_rules, new_rules, table.facts, table.places)) {
    if (!changes_somebody(one)) {
      continue;
    }
    auto told = tell(one, *read->book, **before, movers);
    if (!told) {
      return told.error();
    }
    effect.schemes.push_back(std::move(*told));
  }
  return effect;
}

core::Result<PackVersion> adopt_pack(const access::Call& call, std::string_view text) {
  const auto read = read_sound(call, text);
  if (!read) {
    return read.error();
  }
  const auto ordinal = rule_pack_store::insert_version(call, read->check.pack, text);
  if (!ordinal) {
    return ordinal.error();
  }
  return PackVersion{read->check.pack, *ordinal, std::string(text), call.now, call.actor.name, {}};
}

core::Result<void> withdraw_pack(const access::Call& call, std::string_view pack) {
  if (const auto allowed = may_change(call); !allowed) {
    return allowed;
  }
  const auto gone = rule_pack_store::withdraw(call, pack);
  if (!gone) {
    return gone.error();
  }
  return *gone ? core::Result<void>()
               : core::Result<void>(core::failure(core::Code::not_found, "rules.no_pack"));
}

core::Result<std::vector<PackVersion>> list_packs(const access::Call& call) {
  const auto allowed = may_change(call);
  return allowed ? rule_pack_store::list_versions(call)
                 : core::Result<std::vector<PackVersion>>(allowed.error());
}

}  // namespace caregrid::registry
