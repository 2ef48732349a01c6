// A server whose certificate is replaced while it runs.

#include <condition_variable>
#include <fstream>
#include <mutex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/log.h"
#include "tests/http/key_pair.h"
#include "tests/http/running_server.h"

namespace astronova::http {
namespace {

using testing::HasSubstr;

/// The log of the process, for as long as this lives.
class ReadLog final : public LogSink {
 public:
  ReadLog() : before_(set_log_sink(this)) {}
  ~ReadLog() override { set_log_sink(before_); }
  ReadLog(const ReadLog&) = delete;
  ReadLog& operator=(const ReadLog&) = delete;

  void write(const LogEvent& event) noexcept override {
    const std::lock_guard lock(mutex_);
    messages_.push_back(std::string(event.event) + ": " + event.message);
    changed_.notify_one();
  }
  /// The next message; empty where none comes for long.
  std::string next() {
    std::unique_lock lock(mutex_);
    const auto is_there = [this] { return read_ < messages_.size(); };
    return changed_.wait_for(lock, std::chrono::seconds(60), is_there) ? messages_[read_++] : "";
  }
  bool is_all_read() {
    const std::lock_guard lock(mutex_);
    return read_ == messages_.size();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> messages_;
  std::size_t read_ = 0;
  LogSink* before_;
};

class TlsReload : public testing::Test {
 protected:
  void start(const TlsOptions& files) {
    ServerOptions options = quick_options();
    options.tls = files;
    Router routes;
    routes.add(Method::get, "/", [](const Request&) { return Response{}; });
    server_ = std::make_unique<RunningServer>(std::move(routes), options);
  }
  std::unique_ptr<Client> connect() { return std::make_unique<Client>(server_->port(), TlsWish{}); }
  long serial() { return connect()->tls().serial(); }

  void expect_kept(const char* reason) {
    const std::string message = log_.next();
    EXPECT_THAT(message, HasSubstr("tls_certificate_kept"));
    EXPECT_THAT(message, HasSubstr(reason));
    EXPECT_EQ(serial(), 1);
  }
  void expect_replaced(long by) {
    EXPECT_THAT(log_.next(), HasSubstr("tls_certificate_replaced"));
    EXPECT_EQ(serial(), by);
  }

  ReadLog log_;
  KeyFolder folder_;
  std::unique_ptr<RunningServer> server_;
};

TEST_F(TlsReload, NewConnectionsGetTheNewCertificateAndOldOnesLive) {
  start(folder_.files);
  const auto old = connect();
  EXPECT_EQ(old->tls().serial(), 1);
  for (long serial = 2; serial <= 4; ++serial) {
    folder_.replace({.serial = serial});
    expect_replaced(serial);
    EXPECT_EQ(old->ask(get("/")).status, 200U);
  }
}

TEST_F(TlsReload, FilesThatAreWrittenOneAfterTheOtherInTheirPlacesAreNoticed) {
  start(folder_.files);
  write_key_pair(folder_.files, {.serial = 2});
  std::string message = log_.next();
  // On a machine that takes its time over the writing.
  while (message.starts_with("tls_certificate_kept"))
    message = log_.next();
  EXPECT_THAT(message, HasSubstr("tls_certificate_replaced"));
  EXPECT_EQ(serial(), 2);
}

TEST_F(TlsReload, ABrokenPairIsToldOnceAndTheOneBeforeStays) {
  start(folder_.files);
  const KeyFolder other;
  folder_.replace({.serial = 2}, [&other](const TlsOptions& files) {
    std::filesystem::copy_file(other.files.key_file, files.key_file,
                               std::filesystem::copy_options::overwrite_existing);
  });
  expect_kept("not the certificate's");
  folder_.replace({.serial = 3}, [](const TlsOptions& files) {
    std::ofstream(files.certificate_file) << "no certificate";
  });
  expect_kept("not in PEM format");
  folder_.replace({.serial = 4},
                  [](const TlsOptions& files) { std::filesystem::remove(files.certificate_file); });
  expect_kept("No such file");
  folder_.replace({.serial = 5, .first_day = -2, .last_day = -1});
  expect_kept("expired");
  // It looks again and again.
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(serial(), 1);
  EXPECT_TRUE(log_.is_all_read());
  folder_.replace({.serial = 6});
  expect_replaced(6);
}

TEST_F(TlsReload, ManyThreadsConnectWhileItIsReplaced) {
  start(folder_.files);
  std::atomic<bool> is_over = false;
  std::atomic<int> answered = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      while (!is_over)
        answered += connect()->ask(get("/")).status == 200U ? 1 : 0;
    });
  }
  for (long serial = 2; serial <= 6; ++serial) {
    folder_.replace({.serial = serial});
    expect_replaced(serial);
  }
  is_over = true;
  for (auto& thread : threads)
    thread.join();
  EXPECT_GT(answered, 0);
}

}  // namespace
}  // namespace astronova::http
