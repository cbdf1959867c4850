#include "assessment/publication.h"
#include "cli/commands.h"
#include "cli/county.h"
#include "core/json_codec.h"

namespace caregrid::cli {
namespace {

core::Result<assessment::PublicationWish> wish_of(const PublishOptions& options) {
  assessment::PublicationWish wish;
  wish.what =
      core::value_of<assessment::Measure>(options.what).value_or(assessment::Measure::children);
  for (const std::string& name : options.by) {
    const auto dimension = core::value_of<assessment::Dimension>(name);
    if (!dimension) {
      return core::invalid("by", "publication.dimensions", name);
    }
    wish.by.push_back(*dimension);
  }
  return wish;
}

}  // namespace

ExitCode publish(const PublishOptions& options, const Surroundings& surroundings,
                 Console& console) {
  const std::string out =
      options.out.empty() ? options.what + "." + std::string(assessment::ending_of(options.format))
                          : options.out;
  std::int64_t hidden = 0;
  const auto work = [&]() -> core::Result<void> {
    const auto wish = wish_of(options);
    if (!wish) {
      return wish.error();
    }
    const auto workplace = surroundings.open(options.data);
    if (!workplace) {
      return workplace.error();
    }
    const auto actor = operator_for(**workplace, options.data, access::Role::county);
    if (!actor) {
      return actor.error();
    }
    const auto id =
        assessment::PublicationId::make((*workplace)->clock().now(), (*workplace)->rng());
    const auto done = submit(**workplace, *actor, "publish_counts",
                             [&](const access::Call& call) -> core::Result<std::string> {
                               const auto made = assessment::publish_counts(call, id, *wish);
                               if (!made) {
                                 return made.error();
                               }
                               for (const auto& count : made->counts) {
                                 hidden += count ? 0 : 1;
                               }
                               const auto rows = assessment::export_publication(
                                   *made, {out, options.format, console.language, {}});
                               return rows ? core::Result<std::string>("{}") : rows.error();
                             });
    return done ? core::Result<void>() : core::Result<void>(done.error());
  };
  if (const auto done = work(); !done) {
    tell(console, done.error());
    return exit_code_of(done.error());
  }
  if (console.is_json) {
    core::json::Writer writer;
    writer.begin_object().member("file", out).member("hidden", hidden).end_object();
    console.out << writer.text() << '\n';
  } else {
    console.out << out << ": published, " << hidden << " counts hidden\n";
  }
  return ExitCode::done;
}

}  // namespace caregrid::cli
