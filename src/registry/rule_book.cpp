#include "registry/rule_book.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/check.h"
#include "core/hash.h"
#include "registry/fact_kinds.h"
#include "registry/rule_pack_store.h"
#include "rules/asked.h"
#include "rules/shipped.h"

namespace caregrid::registry {
namespace {

constexpr std::size_t version_digits = 16;

rules::Vocabulary read_words(std::vector<rules::Fault>& faults) {
  const auto sources = rules::shipped_facts();
  return rules::read_vocabulary(sources, faults);
}

std::string digest_of(std::span<const rules::Source> packs) {
  core::Sha256 digest;
  for (const rules::Source& pack : packs) {
    digest.add(pack.name);
    digest.add(pack.text);
  }
  return core::to_hex(digest.finish()).substr(0, version_digits);
}

SchemeBasis basis_of(const rules::Book& book, const rules::Vocabulary& vocabulary,
                     const rules::Scheme& scheme) {
  SchemeBasis basis;
  std::set<access::Field> fields;
  for (const rules::AttributeId attribute : rules::attributes_of(book, vocabulary, scheme)) {
    const rules::Kind& kind = vocabulary.kind_of(attribute);
    const auto subject = core::value_of<FactSubject>(
        rules::subject_names[static_cast<std::size_t>(vocabulary.attributes[attribute].subject)]);
    fields.insert(field_of(kind.id, subject.value_or(FactSubject::child)));
    basis.is_restricted = basis.is_restricted || kind.is_restricted;
  }
  basis.fields.assign(fields.begin(), fields.end());
  return basis;
}

}  // namespace

RuleBook::RuleBook(std::span<const rules::Source> packs, std::vector<rules::Fault>& faults)
    : vocabulary(read_words(faults)),
      book(rules::read_book(packs, vocabulary, faults)),
      facts(vocabulary),
      version(digest_of(packs)) {
  for (const rules::Scheme& scheme : book.schemes) {
    bases.push_back(faults.empty() ? basis_of(book, vocabulary, scheme) : SchemeBasis{});
  }
}

bool RuleBook::is_shown(std::size_t scheme, const access::Views& views) const {
  return std::ranges::all_of(bases[scheme].fields,
                             [&](access::Field field) { return views.shows(field); });
}

std::vector<rules::Source> sources_with(std::span<const CountyPack> packs) {
  std::vector<rules::Source> sources = rules::shipped_packs();
  for (const CountyPack& pack : packs) {
    sources.push_back({pack.name, pack.text});
  }
  return sources;
}

RuleBooks::RuleBooks() {
  std::vector<rules::Fault> faults;
  const auto packs = rules::shipped_packs();
  shipped_ = std::make_unique<const RuleBook>(packs, faults);
  core::check(faults.empty());
}

core::Result<const RuleBook*> RuleBooks::of(const access::Call& call) {
  const auto packs = rule_pack_store::list_adopted(call);
  if (!packs) {
    return packs.error();
  }
  if (packs->empty()) {
    return shipped_.get();
  }
  const auto sources = sources_with(*packs);
  const std::string digest = digest_of(sources);
  const std::lock_guard lock(mutex_);
  auto& book = by_texts_[digest];
  if (book == nullptr) {
    std::vector<rules::Fault> faults;
    auto read = std::make_unique<const RuleBook>(sources, faults);
    if (!faults.empty()) {
      by_texts_.erase(digest);
      return core::failure(core::Code::internal, "rules.faulty", faults.front().file);
    }
    book = std::move(read);
  }
  return book.get();
}

}  // namespace caregrid::registry
