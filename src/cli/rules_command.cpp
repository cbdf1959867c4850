// The rules as files: check them, run their tables, explain one child. Needs no register.
#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "core/file.h"
#include "core/json.h"
#include "rules/case.h"
#include "rules/change.h"
#include "rules/shipped.h"

namespace caregrid::cli {
namespace {

using rules::Fault;
using rules::Source;

constexpr std::int64_t pack_bytes_max = std::int64_t{1} << 20U;

/// The packs of the program, of the county and of the command line, read together.
struct Shelf {
  std::vector<std::string> texts;  ///< Of files; sources borrow them.
  std::vector<Source> packs;
  std::vector<Source> cases;
  std::vector<Source> all;
  rules::Vocabulary vocabulary;
  rules::Book book;
  std::vector<Fault> faults;
};

core::Result<void> add_files(const std::vector<std::string>& paths, Shelf& shelf) {
  core::RealFileSystem files;
  shelf.texts.reserve(paths.size());
  for (const std::string& path : paths) {
    auto text = core::read_file(files, path, pack_bytes_max);
    if (!text) {
      core::Error error = text.error();
      error.detail = path;
      return error;
    }
    const Source source{path, shelf.texts.emplace_back(std::move(*text))};
    (path.ends_with(".cases.json") ? shelf.cases : shelf.packs).push_back(source);
  }
  return {};
}

/// The county's own packs, in the order of their names, and what the command line names.
core::Result<Shelf> read_shelf(const RulesOptions& options) {
  Shelf shelf;
  shelf.packs = rules::shipped_packs();
  if (!options.only_files) {
    shelf.cases = rules::shipped_cases();
  }
  core::RealFileSystem files;
  const std::string folder = options.data.folder + "/packs";
  const auto names = files.list(folder);
  std::vector<std::string> paths;
  for (const std::string& name : names ? *names : std::vector<std::string>{}) {
    if (name.ends_with(".json")) {
      paths.push_back(folder + "/" + name);
    }
  }
  paths.insert(paths.end(), options.files.begin(), options.files.end());
  if (const auto added = add_files(paths, shelf); !added) {
    return added.error();
  }
  const auto facts = rules::shipped_facts();
  shelf.vocabulary = rules::read_vocabulary(facts, shelf.faults);
  shelf.book = rules::read_book(shelf.packs, shelf.vocabulary, shelf.faults);
  shelf.all = shelf.packs;
  shelf.all.insert(shelf.all.end(), shelf.cases.begin(), shelf.cases.end());
  return shelf;
}

void write_fault(const Fault& fault, core::json::Writer& json) {
  json.begin_object().member("file", fault.file).member("line", std::int64_t{fault.line});
  json.member("path", fault.path).member("reason", fault.reason).member("detail", fault.detail);
  json.end_object();
}

ExitCode tell_faults(const std::vector<Fault>& faults, const Console& console) {
  if (console.is_json) {
    core::json::Writer json;
    json.begin_object().key("faults").begin_array();
    for (const Fault& fault : faults) {
      write_fault(fault, json);
    }
    json.end_array().end_object();
    console.out << json.text() << '\n';
  } else {
    for (const Fault& fault : faults) {
      console.out << fault.file << ':' << fault.line << ": " << fault.path << ": "
                  << core::message(console.language, fault.reason);
      console.out << (fault.detail.empty() ? "" : " [" + fault.detail + "]") << '\n';
    }
  }
  return faults.empty() ? ExitCode::done : ExitCode::unhealthy;
}

std::string fact_line(const Shelf& shelf, const rules::Fact& fact) {
  std::string line = shelf.vocabulary.name_of(fact.attribute) + " = " +
                     rules::value_text(shelf.vocabulary, fact.attribute, fact.value);
  if (fact.from != rules::always_from) {
    line += " " + core::to_iso(core::Date{fact.from});
    line += fact.to == rules::always_to ? " …" : " … " + core::to_iso(core::Date{fact.to});
  }
  return line;
}

std::string turn_line(const Shelf& shelf, const rules::Turn& turn, core::Language language) {
  std::string line;
  for (const rules::Change& change : turn.changes) {
    line += line.empty() ? "" : " + ";
    line += shelf.vocabulary.name_of(change.attribute) + " = " +
            rules::value_text(shelf.vocabulary, change.attribute, change.value);
    if (!change.is_since_long) {
      line += " (" + core::message(language, "rules.says.from_today") + ")";
    }
  }
  return line + " → " + (turn.truth == rules::Truth::yes ? "yes" : "no");
}

/// Where a rule stands and what it says.
std::string rule_line(const rules::RuleFinding& found, core::Language language) {
  const rules::Rule& rule = *found.rule;
  const rules::Truth truth = found.finding.truth;
  std::string line = truth == rules::Truth::yes  ? "yes"
                     : truth == rules::Truth::no ? "no"
                                                 : "unknown";
  line += "  " + rule.id + "  " + (language == core::Language::zh ? rule.zh : rule.en);
  return line + " (" + rule.citation.title + " " + rule.citation.document + " " +
         rule.citation.article + ")";
}

void explain(const Shelf& shelf, const rules::Case& one, const rules::Scheme& scheme,
             const Console& console) {
  const auto circumstance = one.circumstance();
  const rules::Answer got = rules::answer(shelf.book, shelf.vocabulary, circumstance, scheme);
  const core::Language language = console.language;
  const auto say = [&](std::string_view key, const std::string& text) {
    console.out << "    " << core::message(language, key) << ": " << text << '\n';
  };
  console.out << "  " << scheme.id << " "
              << (language == core::Language::zh ? scheme.zh : scheme.en) << ": "
              << rules::answer_text(got) << '\n';
  for (const rules::RuleFinding& found : got.rules) {
    say("rules.says.rule", rule_line(found, language));
  }
  if (!got.is_on_file) {
    console.out << "    " << core::message(language, "rules.says.none_on_file") << '\n';
  }
  for (const rules::Fact& fact : one.facts) {
    if (std::ranges::binary_search(got.finding.because, fact.id)) {
      say("rules.says.because", fact_line(shelf, fact));
    }
  }
  for (const rules::AttributeId attribute : got.finding.missing) {
    say("rules.says.missing", shelf.vocabulary.name_of(attribute));
  }
  for (const rules::Turn& turn :
       rules::would_change(shelf.book, shelf.vocabulary, circumstance, scheme)) {
    say("rules.says.would_change", turn_line(shelf, turn, language));
  }
}

/// What follows once the files are in order.
template <class Act>
ExitCode with_shelf(const RulesOptions& options, Console& console, Act act) {
  auto shelf = read_shelf(options);
  if (!shelf) {
    tell(console, shelf.error());
    return exit_code_of(shelf.error());
  }
  return shelf->faults.empty() ? act(*shelf) : tell_faults(shelf->faults, console);
}

}  // namespace

ExitCode check_rules(const RulesOptions& options, const Surroundings& /*surroundings*/,
                     Console& console) {
  return with_shelf(options, console, [&](Shelf& shelf) {
    const ExitCode code = tell_faults(shelf.faults, console);
    if (!console.is_json) {
      console.out << core::message(console.language, "rules.says.checked") << ": "
                  << shelf.packs.size() << " / " << shelf.book.rules.size() << '\n';
    }
    return code;
  });
}

ExitCode test_rules(const RulesOptions& options, const Surroundings& /*surroundings*/,
                    Console& console) {
  return with_shelf(options, console, [&](Shelf& shelf) {
    const auto cases = rules::read_cases(shelf.cases, shelf.vocabulary, shelf.faults);
    rules::run_cases(shelf.book, shelf.vocabulary, cases, shelf.all, shelf.faults);
    const ExitCode code = tell_faults(shelf.faults, console);
    if (!console.is_json) {
      console.out << core::message(console.language, "rules.says.tested") << ": " << cases.size()
                  << '\n';
    }
    return code;
  });
}

ExitCode explain_rules(const RulesOptions& options, const Surroundings& /*surroundings*/,
                       Console& console) {
  RulesOptions only = options;
  only.only_files = true;
  return with_shelf(only, console, [&](Shelf& shelf) {
    const auto cases = rules::read_cases(shelf.cases, shelf.vocabulary, shelf.faults);
    if (!shelf.faults.empty()) {
      return tell_faults(shelf.faults, console);
    }
    for (const rules::Case& one : cases) {
      console.out << one.name << ", " << core::to_iso(one.on) << '\n';
      for (const rules::Scheme& scheme : shelf.book.schemes) {
        const bool is_wanted =
            options.scheme.empty()
                ? std::ranges::find(one.expected, scheme.id, &rules::Expectation::scheme) !=
                      one.expected.end()
                : options.scheme == scheme.id;
        if (is_wanted) {
          explain(shelf, one, scheme, console);
        }
      }
    }
    return ExitCode::done;
  });
}

}  // namespace caregrid::cli
