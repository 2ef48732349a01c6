#include "storage/sql/overdue_watch.h"

#include <algorithm>

#include <sys/socket.h>

namespace astronova::storage::sql {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds between_looks{250};
/// For the server to end the statement itself, and to say so.
constexpr milliseconds grace{500};

}  // namespace

class OverdueWatch::Entry final : public Lifeline {
 public:
  Entry(OverdueWatch& watch, const Connection& connection, int socket)
      : watch_(watch), connection_(connection), socket_(socket) {}
  ~Entry() override { watch_.forget(*this); }
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;

  void cut() const override { ::shutdown(socket_, SHUT_RDWR); }
  bool is_overdue(std::chrono::steady_clock::time_point now) const {
    return now - grace > connection_.deadline();
  }

 private:
  OverdueWatch& watch_;
  const Connection& connection_;
  const int socket_;
};

OverdueWatch::OverdueWatch()
    : thread_([this] {
        std::unique_lock lock(mutex_);
        while (!stop_.wait_for(lock, between_looks, [this] { return is_stopping_; }))
          look(std::chrono::steady_clock::now());
      }) {}

OverdueWatch::~OverdueWatch() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  stop_.notify_one();
  thread_.join();
}

std::unique_ptr<Lifeline> OverdueWatch::watch(const Connection& connection, int socket) {
  auto entry = std::make_unique<Entry>(*this, connection, socket);
  const std::lock_guard lock(mutex_);
  entries_.push_back(entry.get());
  return entry;
}

void OverdueWatch::cut_all() {
  const std::lock_guard lock(mutex_);
  for (const auto* const entry : entries_)
    entry->cut();
}

void OverdueWatch::look(std::chrono::steady_clock::time_point now) const {
  for (const auto* const entry : entries_)
    if (entry->is_overdue(now)) entry->cut();
}

void OverdueWatch::forget(const Entry& entry) {
  const std::lock_guard lock(mutex_);
  std::erase(entries_, &entry);
}

}  // namespace astronova::storage::sql
