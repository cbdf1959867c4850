#include <algorithm>
#include <array>
#include <string>
#include <tuple>

#include "access/accounts.h"
#include "access/audit_report.h"
#include "access/door.h"
#include "access/journal_verify.h"
#include "cli/commands.h"
#include "cli/journal_verdict.h"
#include "core/json_codec.h"

namespace caregrid::cli {
namespace {

constexpr std::int64_t proof_bytes_max = 1'000'000;

/// One county as JSON tells of it.
struct VerdictFault {
  std::string reason;
  std::int64_t entry = 0;
  std::string sentence;
};
struct Verdict {
  std::int64_t county = 0;
  bool whole = false;
  std::int64_t entries = 0;
  std::int64_t signed_entries = 0;
  std::int64_t anchored_entries = 0;
  std::int64_t checkpoints = 0;
  std::string signed_at;
  std::string root;
  std::vector<VerdictFault> faults;
};
struct Verdicts {
  bool whole = true;
  std::vector<Verdict> counties;
};

}  // namespace
}  // namespace caregrid::cli

namespace caregrid::core {

template <>
struct Describe<cli::VerdictFault> {
  using It = cli::VerdictFault;
  static constexpr std::string_view name = "VerdictFault";
  static constexpr auto fields = std::tuple{
      field("reason", &It::reason), field("entry", &It::entry), field("sentence", &It::sentence)};
};

template <>
struct Describe<cli::Verdict> {
  using It = cli::Verdict;
  static constexpr std::string_view name = "Verdict";
  static constexpr auto fields = std::tuple{field("county", &It::county),
                                            field("whole", &It::whole),
                                            field("entries", &It::entries),
                                            field("signed_entries", &It::signed_entries),
                                            field("anchored_entries", &It::anchored_entries),
                                            field("checkpoints", &It::checkpoints),
                                            field("signed_at", &It::signed_at),
                                            field("root", &It::root),
                                            field("faults", &It::faults)};
};

template <>
struct Describe<cli::Verdicts> {
  static constexpr std::string_view name = "Verdicts";
  static constexpr auto fields = std::tuple{field("whole", &cli::Verdicts::whole),
                                            field("counties", &cli::Verdicts::counties)};
};

}  // namespace caregrid::core

namespace caregrid::cli {
namespace {

std::string sentence(core::Language language, std::string_view key, const std::string& detail) {
  return core::message(language, key, std::array{core::MessageValue{"detail", detail}});
}

ExitCode failed(const core::Error& error, const Console& console) {
  tell(console, error);
  return exit_code_of(error);
}

/// The key asked for, else that of the key file; none when neither is there: then the anchor's.
core::Result<std::optional<access::PublicKey>> expected_key(const JournalOptions& options) {
  if (!options.public_key.empty()) {
    const auto key = access::PublicKey::parse(options.public_key);
    return key ? core::Result(std::optional(*key))
               : core::invalid("--public-key", "journal.key_damaged");
  }
  core::RealFileSystem files;
  const auto key = access::read_journal_key(files, journal_key_path(options.data));
  if (!key) {
    return key.error().code == core::Code::not_found
               ? core::Result(std::optional<access::PublicKey>())
               : core::Result<std::optional<access::PublicKey>>(key.error());
  }
  return std::optional(key->public_key());
}

core::Result<std::vector<access::JournalFindings>> findings_of(const JournalOptions& options,
                                                               const Surroundings& surroundings) {
  const auto key = expected_key(options);
  if (!key) {
    return key.error();
  }
  const auto database = surroundings.open_to_read(options.data);
  if (!database) {
    return database.error();
  }
  core::RealFileSystem files;
  auto findings = access::verify_journals(**database, files, {anchor_folder(options.data), *key});
  if (findings && options.data.county != 0) {
    std::erase_if(*findings,
                  [&](const auto& found) { return found.county != options.data.county; });
  }
  return findings;
}

Verdict verdict_of(const access::JournalFindings& findings, core::Language language) {
  Verdict verdict;
  verdict.county = findings.county;
  verdict.whole = findings.faults.empty();
  verdict.entries = findings.entries;
  verdict.signed_entries = findings.signed_entries;
  verdict.anchored_entries = findings.anchored_entries;
  verdict.checkpoints = findings.checkpoints;
  verdict.signed_at = findings.checkpoints == 0 ? std::string() : core::to_iso(findings.signed_at);
  verdict.root = core::to_hex(findings.root);
  for (const access::JournalFault& fault : findings.faults) {
    verdict.faults.push_back({fault.reason, fault.entry, fault_sentence(fault, language)});
  }
  return verdict;
}

void print_verdicts(const std::vector<access::JournalFindings>& all, Console& console) {
  if (console.is_json) {
    Verdicts verdicts;
    for (const access::JournalFindings& findings : all) {
      verdicts.whole = verdicts.whole && findings.faults.empty();
      verdicts.counties.push_back(verdict_of(findings, console.language));
    }
    console.out << core::to_json(verdicts) << '\n';
    return;
  }
  for (const access::JournalFindings& findings : all) {
    console.out << findings.county << ": " << journal_verdict(findings, console.language) << '\n';
    for (const access::JournalFault& fault : findings.faults) {
      console.out << "  " << fault_sentence(fault, console.language) << '\n';
    }
  }
}

}  // namespace

std::string fault_sentence(const access::JournalFault& fault, core::Language language) {
  return sentence(language, fault.reason, std::to_string(fault.entry));
}

std::string journal_verdict(const access::JournalFindings& findings, core::Language language) {
  if (!findings.faults.empty()) {
    return fault_sentence(findings.faults.front(), language);
  }
  return sentence(language, "journal.whole",
                  std::to_string(findings.entries) + ", " +
                      std::to_string(findings.signed_entries) + ", " +
                      std::to_string(findings.anchored_entries));
}

ExitCode make_journal_key(const JournalOptions& options, const Surroundings& /*surroundings*/,
                          Console& console) {
  core::RealFileSystem files;
  core::SystemRng rng;
  if (files.exists(options.file)) {
    return failed(core::failure(core::Code::conflict, "journal.key_exists", options.file), console);
  }
  const auto key = access::read_or_make_journal_key(files, options.file, rng);
  if (!key) {
    return failed(key.error(), console);
  }
  console.out << key->public_key().text() << '\n';
  return ExitCode::done;
}

ExitCode verify_journal(const JournalOptions& options, const Surroundings& surroundings,
                        Console& console) {
  const auto findings = findings_of(options, surroundings);
  if (!findings) {
    return failed(findings.error(), console);
  }
  print_verdicts(*findings, console);
  const bool is_whole =
      std::ranges::all_of(*findings, [](const auto& found) { return found.faults.empty(); });
  return is_whole ? ExitCode::done : ExitCode::unhealthy;
}

ExitCode prove_entry(const JournalOptions& options, const Surroundings& surroundings,
                     Console& console) {
  const auto database = surroundings.open_to_read(options.data);
  if (!database) {
    return failed(database.error(), console);
  }
  const auto county = access::only_journal_county(**database, options.data.county);
  if (!county) {
    return failed(county.error(), console);
  }
  const auto proof = access::prove_entry(**database, *county, options.entry);
  if (!proof) {
    return failed(proof.error(), console);
  }
  console.out << core::to_json(*proof) << '\n';
  return ExitCode::done;
}

ExitCode report_audit(const JournalOptions& options, const Surroundings& surroundings,
                      Console& console) {
  const auto verified = findings_of(options, surroundings);
  if (!verified) {
    return failed(verified.error(), console);
  }
  const auto database = surroundings.open_to_read(options.data);
  if (!database) {
    return failed(database.error(), console);
  }
  const auto county = access::only_journal_county(**database, options.data.county);
  if (!county) {
    return failed(county.error(), console);
  }
  constexpr std::int64_t codes_per_county = 1'000'000;
  core::SystemClock clock;
  access::Door door(**database, clock);
  const auto actor =
      access::operator_of(access::Role::county, access::Area{*county * codes_per_county});
  const auto done = door.read(actor, [&](const access::Call& call) -> core::Result<void> {
    auto report = access::make_audit_report(call, options.year);
    if (!report) {
      return report.error();
    }
    for (const access::JournalFindings& findings : *verified) {
      report->holds = report->holds && (findings.county != *county || findings.faults.empty());
    }
    console.out << access::to_markdown(*report, console.language);
    return {};
  });
  return done ? ExitCode::done : failed(done.error(), console);
}

ExitCode check_entry_proof(const JournalOptions& options, const Surroundings& /*surroundings*/,
                           Console& console) {
  core::RealFileSystem files;
  const auto text = core::read_file(files, options.file, proof_bytes_max);
  if (!text) {
    return failed(text.error(), console);
  }
  const auto proof = core::from_json<access::InclusionProof>(*text);
  const auto key = access::PublicKey::parse(options.public_key);
  if (!proof || !key) {
    return failed(proof ? core::invalid("--public-key", "journal.key_damaged") : proof.error(),
                  console);
  }
  const auto checkpoint = access::check_proof(*proof, *key);
  if (!checkpoint) {
    return failed(checkpoint.error(), console);
  }
  console.out << sentence(console.language, "journal.proved", std::to_string(checkpoint->head.size))
              << '\n';
  return ExitCode::done;
}

}  // namespace caregrid::cli
