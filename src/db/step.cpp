#include "db/step.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace caregrid::db {
namespace {

bool has_zero_byte(const Bind& bind) {
  const auto* text = std::get_if<std::string_view>(&bind.value);
  return text != nullptr && text->find('\0') != std::string_view::npos;
}

/// Stands between a store and the driver, and remembers the first failure.
class Step final : public Transaction {
 public:
  explicit Step(Transaction& driver) : driver_(driver) {}

  core::Result<std::int64_t> run(Sql sql, Binds binds) override {
    if (const core::Result<void> ready = prepare(binds); !ready) {
      return ready.error();
    }
    core::Result<std::int64_t> done = driver_.run(sql, binds);
    if (!done) {
      outcome_ = done.error();
    }
    return done;
  }

  core::Result<void> each(Sql sql, Binds binds,
                          core::FunctionRef<bool(const Row&)> visit) override {
    if (const core::Result<void> ready = prepare(binds); !ready) {
      return ready;
    }
    return remember(driver_.each(sql, binds, visit));
  }

  void settle_after_commit() override { driver_.settle_after_commit(); }
  void see_newest() override { driver_.see_newest(); }

  core::Result<void> run_schema(const SchemaStatement& statement) override {
    return outcome_ ? remember(driver_.run_schema(statement)) : outcome_;
  }

  [[nodiscard]] const core::Result<void>& outcome() const { return outcome_; }

 private:
  core::Result<void> prepare(Binds binds) {
    if (outcome_ && std::ranges::any_of(binds, has_zero_byte)) {
      outcome_ = core::invalid({}, "db.text", "text must not hold a zero byte");
    }
    return outcome_;
  }

  core::Result<void> remember(core::Result<void> done) {
    if (!done && outcome_) {
      outcome_ = done;
    }
    return done;
  }

  Transaction& driver_;
  core::Result<void> outcome_;
};

}  // namespace

core::Result<void> run_work(Work work, Transaction& driver) {
  Step step(driver);
  try {
    core::Result<void> done = work(step);
    if (done) {
      return step.outcome();
    }
    return done;
  } catch (const std::exception& thrown) {
    return core::failure(core::Code::internal, "db.step_threw", thrown.what());
  }
}

}  // namespace caregrid::db
