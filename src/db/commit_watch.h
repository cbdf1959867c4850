#pragma once

namespace caregrid::db {

/// Told of each commit by the writer's thread, before any caller learns that it is durable.
/// `is_change`: it holds more than appended entries.
class CommitWatch {
 public:
  CommitWatch() = default;
  CommitWatch(const CommitWatch&) = delete;
  CommitWatch& operator=(const CommitWatch&) = delete;
  virtual ~CommitWatch() = default;

  virtual void before_commit(bool is_change) = 0;
  virtual void after_commit(bool is_change) = 0;
};

}  // namespace caregrid::db
