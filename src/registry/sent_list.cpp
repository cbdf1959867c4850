#include "registry/sent_list.h"

#include <limits>
#include <utility>

#include "access/policy.h"
#include "core/hash.h"
#include "registry/sent_list_store.h"
#include "registry/standing.h"
#include "registry/store.h"

namespace caregrid::registry {
namespace {

core::Result<void> may_import(const access::Call& call) {
  return access::authorise(call.actor, access::Operation::import_records,
                           {call.actor.area.code, access::FieldClass::personal});
}

}  // namespace

std::int64_t list_number_of(const intake::Source& source) {
  std::string name("sent list ");
  for (const std::string_view part : {source.run, source.file, source.sheet}) {
    name += part;
    name += '\x1f';
  }
  const core::Digest digest = core::sha256(core::as_bytes(name));
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    bits = bits << 8U | std::to_integer<std::uint64_t>(digest[i]);
  }
  // A number every reader of JSON keeps whole; 0 means none.
  constexpr std::uint64_t whole = (std::uint64_t{1} << 52U) - 1;
  return static_cast<std::int64_t>(bits & whole) + 1;
}

core::Result<SentLists> list_sent_lists(const access::Call& call) {
  if (auto allowed = may_import(call); !allowed) {
    return allowed.error();
  }
  constexpr core::Instant ever{std::numeric_limits<std::int64_t>::max()};
  auto lists = sent_lists::list_lists(call, ever, sent_lists_max);
  return lists ? core::Result<SentLists>(SentLists{std::move(*lists)})
               : core::Result<SentLists>(lists.error());
}

core::Result<void> answer_gone(const access::Call& call, std::int64_t list, const ChildId& child,
                               GoneAnswer answer) {
  if (auto allowed = may_import(call); !allowed) {
    return allowed;
  }
  const auto found = sent_lists::find_list(call, list);
  if (!found || !*found) {
    return found ? core::failure(core::Code::not_found, "list.not_found") : found.error();
  }
  const auto seen =
      find_seen(call, access::Operation::see_children, access::FieldClass::personal, child);
  if (!seen) {
    return seen.error();
  }
  call.changed("child", child);
  return sent_lists::put_answer(call, list, seen->child.number, answer);
}

}  // namespace caregrid::registry
