#include "support/failing_database.h"

namespace caregrid::support {
namespace {

core::Error injected() { return core::failure(core::Code::unavailable, "db.full", "injected"); }

}  // namespace

/// Counts statements on their way to the real transaction.
class FailingDatabase::FailingTransaction final : public db::Transaction {
 public:
  virtual ~FailingTransaction() = default;
  FailingTransaction(FailingDatabase& owner, db::Transaction& real) : owner_(owner), real_(real) {}

  core::Result<std::int64_t> run(db::Sql sql, db::Binds binds) override {
    const bool fails = is_next();
    if (fails && !owner_.after_effect_) {
      return injected();
    }
    auto done = real_.run(sql, binds);
    return fails ? core::Result<std::int64_t>(injected()) : done;
  }

  core::Result<void> each(db::Sql sql, db::Binds binds,
                          core::FunctionRef<bool(const db::Row&)> visit) override {
    const bool fails = is_next();
    if (fails && !owner_.after_effect_) {
      return injected();
    }
    auto done = real_.each(sql, binds, visit);
    return fails ? core::Result<void>(injected()) : done;
  }

  void settle_after_commit() override { real_.settle_after_commit(); }

  core::Result<void> run_schema(const db::SchemaStatement& statement) override {
    return is_next() ? core::Result<void>(injected()) : real_.run_schema(statement);
  }

 private:
  bool is_next() {
    if (owner_.statements_left_ == 0) {
      return false;
    }
    --owner_.statements_left_;
    const bool fails = owner_.statements_left_ == 0;
    owner_.has_failed_ = owner_.has_failed_ || fails;
    return fails;
  }

  FailingDatabase& owner_;
  db::Transaction& real_;
};

void FailingDatabase::fail_statement(int n, bool after_effect) {
  statements_left_ = n;
  after_effect_ = after_effect;
  has_failed_ = false;
}

core::Result<void> FailingDatabase::wrap(db::Work work, db::Transaction& transaction) {
  FailingTransaction failing(*this, transaction);
  return work(failing);
}

core::Result<void> FailingDatabase::read(db::Work work) {
  return database_.read([&](db::Transaction& transaction) { return wrap(work, transaction); });
}

core::Result<void> FailingDatabase::write(db::Work work) {
  return database_.write([&](db::Transaction& transaction) { return wrap(work, transaction); });
}

core::Result<void> FailingDatabase::write_alone(db::Work work) {
  return database_.write_alone(
      [&](db::Transaction& transaction) { return wrap(work, transaction); });
}

}  // namespace caregrid::support
