#include "access/answers.h"

#include "access/key_store.h"
#include "access/keys.h"

namespace caregrid::access {
namespace {

// The first byte says how the rest is to be read.
constexpr char in_clear = 'p';
constexpr char is_sealed = 's';

/// Bound to its command by half of the id; the other half is mostly the time.
SealedPlace place_of(const Call& call, CommandId id) {
  std::uint64_t row = 0;
  for (std::size_t i = 8; i < id.bytes.size(); ++i) {
    row = row << 8U | std::to_integer<std::uint64_t>(id.bytes[i]);
  }
  return {"command_log|answer", call.county, answer_key_number, static_cast<std::int64_t>(row), 1};
}

core::Error answer_gone() { return core::failure(core::Code::conflict, "command.answer_gone"); }

}  // namespace

core::Result<std::string> seal_answer(const Call& call, CommandId id, std::string_view answer) {
  if (!call.keys.is_set()) {
    return in_clear + std::string(answer);
  }
  const auto key = ensure_key(call, answer_key_number);
  if (!key) {
    return key.error();
  }
  return is_sealed + call.keys.seal(*key, place_of(call, id), core::as_bytes(answer));
}

core::Result<std::string> open_answer(const Call& call, CommandId id, core::Bytes stored) {
  const bool is_plain = !stored.empty() && static_cast<char>(stored[0]) == in_clear;
  if (is_plain) {
    return std::string(reinterpret_cast<const char*>(stored.data()) + 1, stored.size() - 1);
  }
  const auto key = find_child_key(call, answer_key_number);
  if (!key) {
    return key.error();
  }
  if (!*key || stored.empty()) {
    return answer_gone();
  }
  auto opened = KeyRing::open(**key, place_of(call, id), stored.subspan(1));
  return opened ? std::move(opened) : core::Result<std::string>(answer_gone());
}

core::Result<void> forget_answers(const Call& call) { return delete_key(call, answer_key_number); }

}  // namespace caregrid::access
