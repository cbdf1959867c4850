#include "rules/book.h"

#include <algorithm>
#include <utility>

namespace caregrid::rules {
namespace {

using core::json::View;

constexpr std::array<std::string_view, 4> protective_names{"yes", "no", "least", "most"};
constexpr std::array<std::string_view, 3> grades{"red", "yellow", "blue"};

/// Reads the parts of one pack into a book.
class PackReader final {
 public:
  PackReader(Reader& reader, const Vocabulary& vocabulary, Book& book)
      : reader_(reader), vocabulary_(vocabulary), book_(book) {}

  void read(View root) {
    if (!reader_.has_only(root, "",
                          {"$schema", "pack", "version", "zh", "en", "jurisdiction", "schemes",
                           "terms", "rules"})) {
      return;
    }
    reader_.text(root, "", "pack");
    version_ = reader_.text(root, "", "version");
    reader_.text(root, "", "zh");
    reader_.text(root, "", "en");
    jurisdiction_ = division(root, "");
    each(root, "schemes", [this](View view, const std::string& path) { scheme(view, path); });
    each(root, "terms", [this](View view, const std::string& path) { term(view, path); });
    each(root, "rules", [this](View view, const std::string& path) { rule(view, path); });
  }

 private:
  template <class Visit>
  void each(View root, std::string_view name, Visit visit) {
    const auto list = root.find(name);
    if (list && list->kind() != core::json::Kind::array) {
      reader_.fault(std::string(name), "rules.wrong_type", "list");
      return;
    }
    for (std::size_t i = 0; list && i < list->size(); ++i) {
      visit(list->at(i), step(std::string(name), i));
    }
  }

  Prefix division(View view, const std::string& path) {
    const std::string text = reader_.text_or_empty(view, path, "jurisdiction");
    const auto prefix = read_prefix(text);
    if (!prefix) {
      reader_.fault(step(path, "jurisdiction"), "rules.not_a_division", text);
    }
    return prefix.value_or(Prefix{});
  }

  void scheme(View view, const std::string& path) {
    if (!reader_.has_only(view, path,
                          {"id", "zh", "en", "group", "protective", "binding", "unit"})) {
      return;
    }
    Scheme scheme;
    scheme.id = reader_.text(view, path, "id");
    scheme.zh = reader_.text(view, path, "zh");
    scheme.en = reader_.text(view, path, "en");
    scheme.group = reader_.text(view, path, "group");
    const std::string protective = reader_.text(view, path, "protective");
    const auto found = std::ranges::find(protective_names, protective);
    if (found == protective_names.end()) {
      reader_.fault(step(path, "protective"), "rules.unknown_code", protective);
      return;
    }
    scheme.protective = static_cast<Protective>(found - protective_names.begin());
    const std::string binding = reader_.text_or_empty(view, path, "binding");
    const bool is_known = binding.empty() || binding == "all" || binding == "nearest";
    if (!is_known || (binding == "nearest" && scheme.is_number())) {
      reader_.fault(step(path, "binding"), "rules.unknown_code", binding);
    }
    scheme.binding = binding == "nearest" ? Binding::nearest : Binding::all;
    scheme.unit = reader_.text_or_empty(view, path, "unit");
    if (scheme.is_number() == scheme.unit.empty()) {
      reader_.fault(path, "rules.unit", scheme.id);
    }
    if (find_scheme(book_, scheme.id) != nullptr) {
      reader_.fault(path, "rules.declared_twice", scheme.id);
      return;
    }
    book_.schemes.push_back(std::move(scheme));
  }

  void term(View view, const std::string& path) {
    if (!reader_.has_only(view, path, {"id", "zh", "en", "when"})) {
      return;
    }
    Term term;
    term.id = reader_.text(view, path, "id");
    term.zh = reader_.text(view, path, "zh");
    term.en = reader_.text(view, path, "en");
    term.when = condition(view, path);
    term.file = reader_.source().name;
    term.path = path;
    if (find_term(book_, term.id) != nullptr) {
      reader_.fault(path, "rules.declared_twice", term.id);
      return;
    }
    book_.terms.push_back(std::move(term));
  }

  Expression condition(View view, const std::string& path) {
    const auto when = view.find("when");
    if (!when) {
      reader_.fault(path, "rules.missing_member", "when");
      return {};
    }
    return read_expression(reader_, *when, step(path, "when"), vocabulary_);
  }

  Citation citation(View view, const std::string& path) {
    Citation citation;
    const auto found = view.find("citation");
    const std::string at = step(path, "citation");
    if (!found) {
      reader_.fault(path, "rules.no_citation");
      return citation;
    }
    if (reader_.has_only(*found, at, {"title", "document", "article", "url"})) {
      citation.title = reader_.text(*found, at, "title");
      citation.document = reader_.text_or_empty(*found, at, "document");
      citation.article = reader_.text_or_empty(*found, at, "article");
      citation.url = reader_.text_or_empty(*found, at, "url");
    }
    return citation;
  }

  Outcome outcome(View view, const std::string& path) {
    Outcome outcome;
    const auto found = view.find("outcome");
    const std::string at = step(path, "outcome");
    if (!found ||
        !reader_.has_only(*found, at, {"value", "grade", "override", "persons_to_lower"})) {
      return outcome;
    }
    outcome.value = reader_.whole(*found, at, "value");
    outcome.grade = reader_.text_or_empty(*found, at, "grade");
    outcome.override_code = reader_.text_or_empty(*found, at, "override");
    const auto persons = reader_.whole(*found, at, "persons_to_lower").value_or(1);
    outcome.persons_to_lower = static_cast<int>(std::clamp<std::int64_t>(persons, 1, 9));
    if (!outcome.grade.empty() && std::ranges::find(grades, outcome.grade) == grades.end()) {
      reader_.fault(step(at, "grade"), "rules.unknown_code", outcome.grade);
    }
    return outcome;
  }

  void rule(View view, const std::string& path) {
    if (!reader_.has_only(view, path,
                          {"id", "scheme", "zh", "en", "jurisdiction", "valid_from", "valid_to",
                           "version", "citation", "confirmed", "when", "outcome", "note"})) {
      return;
    }
    Rule rule;
    rule.id = reader_.text(view, path, "id");
    rule.scheme = reader_.text(view, path, "scheme");
    rule.zh = reader_.text(view, path, "zh");
    rule.en = reader_.text(view, path, "en");
    rule.jurisdiction = view.find("jurisdiction") ? division(view, path) : jurisdiction_;
    const auto from = reader_.day(view, path, "valid_from");
    if (!view.find("valid_from")) {
      reader_.fault(path, "rules.missing_member", "valid_from");
    }
    rule.valid_from = from.value_or(core::Date{});
    rule.valid_to = reader_.day(view, path, "valid_to");
    const std::string version = reader_.text_or_empty(view, path, "version");
    rule.version = version.empty() ? version_ : version;
    rule.citation = citation(view, path);
    rule.is_confirmed = reader_.flag_or(view, path, "confirmed", false);
    rule.note = reader_.text_or_empty(view, path, "note");
    rule.when = condition(view, path);
    rule.outcome = outcome(view, path);
    rule.file = reader_.source().name;
    rule.path = path;
    check_place(rule);
    put(std::move(rule));
  }

  /// A county's pack speaks for the county: it cannot change what binds elsewhere.
  void check_place(const Rule& rule) {
    const Prefix& own = rule.jurisdiction;
    std::int64_t digits = own.digits;
    for (int length = own.length; length > jurisdiction_.length; --length) {
      digits /= 10;
    }
    if (own.length < jurisdiction_.length || digits != jurisdiction_.digits) {
      reader_.fault(rule.path, "rules.outside_jurisdiction", rule.id);
    }
  }

  void put(Rule rule) {
    const auto same = std::ranges::find_if(book_.rules, [&](const Rule& other) {
      return other.id == rule.id && other.jurisdiction == rule.jurisdiction &&
             other.valid_from == rule.valid_from;
    });
    if (same == book_.rules.end()) {
      book_.rules.push_back(std::move(rule));
    } else if (same->file == rule.file) {
      reader_.fault(rule.path, "rules.declared_twice", rule.id);
    } else {
      *same = std::move(rule);
    }
  }

  Reader& reader_;
  const Vocabulary& vocabulary_;
  Book& book_;
  std::string version_;
  Prefix jurisdiction_;
};

}  // namespace

const Scheme* find_scheme(const Book& book, std::string_view id) {
  const auto found = std::ranges::find(book.schemes, id, &Scheme::id);
  return found == book.schemes.end() ? nullptr : &*found;
}

const Term* find_term(const Book& book, std::string_view id) {
  const auto found = std::ranges::find(book.terms, id, &Term::id);
  return found == book.terms.end() ? nullptr : &*found;
}

Book read_book(std::span<const Source> sources, const Vocabulary& vocabulary,
               std::vector<Fault>& faults) {
  Book book;
  for (const Source& source : sources) {
    Reader reader(source, faults);
    if (const auto document = reader.parse()) {
      PackReader(reader, vocabulary, book).read(document->root());
    }
  }
  check_book(book, sources, faults);
  return book;
}

}  // namespace caregrid::rules
