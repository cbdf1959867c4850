#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "access/call.h"
#include "access/fields.h"
#include "core/clock.h"
#include "core/result.h"
#include "registry/status_facts.h"
#include "rules/book.h"

namespace caregrid::registry {

/// What a scheme rests on, whatever its answer.
struct SchemeBasis {
  std::vector<access::Field> fields;  ///< Whoever may not see one of these may not see the status.
  bool is_restricted = false;         ///< It rests on what is never kept in a list by name.
};

/// The rules of a county, ready to be asked.
struct RuleBook {
  RuleBook(std::span<const rules::Source> packs, std::vector<rules::Fault>& faults);
  RuleBook(const RuleBook&) = delete;
  RuleBook& operator=(const RuleBook&) = delete;

  /// What the scheme of this place in `book.schemes` rests on.
  [[nodiscard]] const SchemeBasis& basis(std::size_t scheme) const { return bases[scheme]; }
  [[nodiscard]] bool is_shown(std::size_t scheme, const access::Views& views) const;

  rules::Vocabulary vocabulary;
  rules::Book book;
  StatusFacts facts;
  std::vector<SchemeBasis> bases;  ///< One a scheme.
  std::string version;             ///< Of all texts: 16 hex digits.
};

/// A pack a county adopted, as stored.
struct CountyPack {
  std::string name;
  std::string text;
};

/// A version of a county's pack, kept for good.
struct PackVersion {
  std::string pack;
  std::int64_t ordinal = 0;  ///< From 1.
  std::string text;
  core::Instant adopted_at;
  std::string account;  ///< Name of who adopted it.
  std::optional<core::Instant> withdrawn_at;
};

/// The books of rules in force: what ships, and for a county that adopted packs of its own these
/// beside it. A book is read once and kept as long as the program runs; safe from any thread.
class RuleBooks final {
 public:
  /// Reads what ships; faults there are a mistake of the build.
  RuleBooks();

  /// The book of the call's county. Errors: internal "rules.faulty" when an adopted pack cannot be
  /// read any more. Cost: a look-up; some milliseconds when the county's packs have changed.
  core::Result<const RuleBook*> of(const access::Call& call);

  /// What ships, without any county's packs.
  [[nodiscard]] const RuleBook& shipped() const { return *shipped_; }

 private:
  std::mutex mutex_;
  std::unique_ptr<const RuleBook> shipped_;
  std::map<std::string, std::unique_ptr<const RuleBook>> by_texts_;  ///< By the packs' digest.
};

/// The packs that ship, then those given, as sources; the texts must outlive them.
std::vector<rules::Source> sources_with(std::span<const CountyPack> packs);

}  // namespace caregrid::registry
