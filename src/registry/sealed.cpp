#include "registry/sealed.h"

#include <utility>

#include "access/keys.h"

namespace caregrid::registry {
namespace {

constexpr std::string_view child_column = "child|sealed";
constexpr std::string_view statement_column = "statement|sealed";

/// Writes values one behind the other.
class Packer final {
 public:
  explicit Packer(std::size_t size_hint) { bytes_.reserve(size_hint); }

  Packer& integer(std::int64_t value) {
    auto bits = static_cast<std::uint64_t>(value);
    for (int i = 0; i < 8; ++i) {
      bytes_.push_back(static_cast<char>(bits & 0xFFU));
      bits >>= 8U;
    }
    return *this;
  }
  Packer& text(std::string_view value) {
    integer(static_cast<std::int64_t>(value.size()));
    bytes_ += value;
    return *this;
  }
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Reads them back; after the first that is not there everything is empty and `is_whole` false.
class Unpacker final {
 public:
  explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}

  std::int64_t integer() {
    if (bytes_.size() < 8) {
      return fail();
    }
    std::uint64_t bits = 0;
    for (std::size_t i = 8; i-- > 0;) {
      bits = bits << 8U | static_cast<unsigned char>(bytes_[i]);
    }
    bytes_.remove_prefix(8);
    return static_cast<std::int64_t>(bits);
  }
  std::string_view text() {
    const std::int64_t size = integer();
    if (size < 0 || static_cast<std::uint64_t>(size) > bytes_.size()) {
      fail();
      return {};
    }
    const std::string_view value = bytes_.substr(0, static_cast<std::size_t>(size));
    bytes_.remove_prefix(value.size());
    return value;
  }
  [[nodiscard]] bool is_whole() const { return !has_failed_ && bytes_.empty(); }
  [[nodiscard]] std::size_t left() const { return bytes_.size(); }

 private:
  std::int64_t fail() {
    has_failed_ = true;
    bytes_ = {};
    return 0;
  }

  std::string_view bytes_;
  bool has_failed_ = false;
};

std::string_view identity_text(const Claim& claim) {
  return claim.identity ? claim.identity->text() : std::string_view();
}

std::string_view student_text(const Claim& claim) {
  return claim.student ? claim.student->text() : std::string_view();
}

core::Error broken(const access::SealedPlace& place) {
  return core::failure(core::Code::internal, "seal.broken", access::describe(place));
}

access::SealedPlace place_of(const access::Call& call, const access::ChildKey& key,
                             std::string_view column, std::int64_t row) {
  return {column, call.county, key.child, row, key.version};
}

core::Result<std::string> reseal(const access::Call& call, const KeyChange& keys,
                                 const access::SealedPlace& place, core::Bytes sealed) {
  auto plain = access::KeyRing::open(keys.from, place, sealed);
  if (!plain) {
    return plain;
  }
  std::string resealed = call.keys.seal(keys.to, place, core::as_bytes(*plain));
  core::wipe(*plain);
  return resealed;
}

}  // namespace

std::string pack(const ChildSecret& secret) {
  Packer packer(128);
  packer.text(secret.name).text(secret.identity_number).text(secret.student_number);
  return packer.integer(secret.ethnicity).take();
}

std::string pack(const ChildRecord& record) {
  const Claim& claim = record.claim;
  Packer packer(320 + record.facts.size());
  packer.integer(record.digest).text(claim.name).integer(static_cast<int>(claim.sex));
  packer.integer(claim.born_on ? 1 : 0).integer(claim.born_on ? claim.born_on->days : 0);
  packer.text(identity_text(claim)).text(student_text(claim)).text(record.facts);
  packer.integer(static_cast<std::int64_t>(record.relations.size()));
  for (const StatedRelation& one : record.relations) {
    packer.integer(static_cast<int>(one.role)).text(one.name).text(one.phone).text(one.place);
    packer.text(one.relation).text(one.identity_number);
  }
  return packer.take();
}

std::optional<ChildSecret> unpack_child(std::string_view bytes) {
  Unpacker from(bytes);
  ChildSecret secret;
  secret.name = from.text();
  secret.identity_number = from.text();
  secret.student_number = from.text();
  secret.ethnicity = static_cast<int>(from.integer());
  return from.is_whole() ? std::optional(std::move(secret)) : std::nullopt;
}

std::optional<StatementSecret> unpack_statement(std::string_view bytes, core::Date today) {
  Unpacker from(bytes);
  StatementSecret secret;
  secret.digest = from.integer();
  secret.claim.name = from.text();
  secret.claim.sex = static_cast<Sex>(from.integer());
  const bool is_dated = from.integer() != 0;
  const core::Date born_on{static_cast<std::int32_t>(from.integer())};
  if (is_dated) {
    secret.claim.born_on = born_on;
  }
  secret.claim.identity = read_identity_number(from.text(), today).number;
  secret.claim.student = read_student_number(from.text(), today);
  secret.facts = from.text();
  const std::int64_t relations = from.integer();
  for (std::int64_t i = 0; i < relations && from.left() > 0; ++i) {
    StatedRelation one;
    one.role = static_cast<RelationRole>(from.integer());
    one.name = from.text();
    one.phone = from.text();
    one.place = from.text();
    one.relation = from.text();
    one.identity_number = from.text();
    secret.relations.push_back(std::move(one));
  }
  const bool is_complete = std::cmp_equal(secret.relations.size(), relations);
  return from.is_whole() && is_complete ? std::optional(std::move(secret)) : std::nullopt;
}

ChildSecret secret_of(const Claim& claim, const Situation& situation) {
  return {claim.name, std::string(identity_text(claim)), std::string(student_text(claim)),
          situation.ethnicity};
}

std::string seal_child(const access::Call& call, const access::ChildKey& key,
                       const ChildSecret& secret) {
  std::string plain = pack(secret);
  std::string sealed =
      call.keys.seal(key, place_of(call, key, child_column, 0), core::as_bytes(plain));
  core::wipe(plain);
  return sealed;
}

std::string seal_statement(const access::Call& call, const access::ChildKey& key,
                           std::int64_t ordinal, const ChildRecord& record) {
  std::string plain = pack(record);
  std::string sealed =
      call.keys.seal(key, place_of(call, key, statement_column, ordinal), core::as_bytes(plain));
  core::wipe(plain);
  return sealed;
}

core::Result<ChildSecret> open_child(const access::Call& call, const access::ChildKey& key,
                                     core::Bytes sealed) {
  const access::SealedPlace place = place_of(call, key, child_column, 0);
  const auto plain = access::KeyRing::open(key, place, sealed);
  if (!plain) {
    return plain.error();
  }
  auto secret = unpack_child(*plain);
  return secret ? core::Result<ChildSecret>(std::move(*secret))
                : core::Result<ChildSecret>(broken(place));
}

core::Result<StatementSecret> open_statement(const access::Call& call, const access::ChildKey& key,
                                             std::int64_t ordinal, core::Bytes sealed) {
  const access::SealedPlace place = place_of(call, key, statement_column, ordinal);
  const auto plain = access::KeyRing::open(key, place, sealed);
  if (!plain) {
    return plain.error();
  }
  auto secret = unpack_statement(*plain, call.today);
  return secret ? core::Result<StatementSecret>(std::move(*secret))
                : core::Result<StatementSecret>(broken(place));
}

core::Result<std::string> reseal_child(const access::Call& call, const KeyChange& keys,
                                       core::Bytes sealed) {
  return reseal(call, keys, place_of(call, keys.from, child_column, 0), sealed);
}

core::Result<std::string> reseal_statement(const access::Call& call, const KeyChange& keys,
                                           std::int64_t ordinal, core::Bytes sealed) {
  return reseal(call, keys, place_of(call, keys.from, statement_column, ordinal), sealed);
}

}  // namespace caregrid::registry
