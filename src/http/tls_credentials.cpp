#include "http/tls_credentials.h"

#include <array>
#include <cstdint>
#include <utility>

#include <sys/stat.h>

#include "base/log.h"

namespace astronova::http {
namespace {

/// The file that a name, or a chain of symbolic links, leads to: Kubernetes changes a link on the
/// way. The time of change tells of writing in place, too.
struct FileVersion {
  std::uint64_t device = 0;
  std::uint64_t number = 0;
  std::int64_t size = -1;
  std::int64_t changed_seconds = 0;
  std::int64_t changed_nanoseconds = 0;

  bool operator==(const FileVersion&) const = default;
};

FileVersion version_of(const std::string& file) {
  struct stat state {};
  if (::stat(file.c_str(), &state) != 0) return {};
  return {state.st_dev, state.st_ino, state.st_size, state.st_ctim.tv_sec, state.st_ctim.tv_nsec};
}

}  // namespace

struct TlsCredentials::Version {
  explicit Version(const TlsOptions& options)
      : files{version_of(options.certificate_file), version_of(options.key_file)} {}

  bool operator==(const Version&) const = default;

  std::array<FileVersion, 2> files;
};

/// What has been seen so far. The watching thread's alone.
struct TlsCredentials::Looks {
  Version in_use;
  Version last;
  std::optional<Version> complained_of{};
  Clock::time_point read_at = Clock::now();
};

Result<std::unique_ptr<TlsCredentials>> TlsCredentials::open(TlsOptions options) {
  const Version version(options);
  auto context = make_tls_context(options);
  if (!context) return context.error();
  return std::unique_ptr<TlsCredentials>(
      new TlsCredentials(std::move(options), *std::move(context), version));
}

TlsCredentials::TlsCredentials(TlsOptions options, TlsContext context, const Version& version)
    : options_(std::move(options)),
      context_(std::move(context)),
      looks_(new Looks{version, version}),
      thread_([this] { watch(); }) {}

TlsCredentials::~TlsCredentials() {
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  ended_.notify_one();
  thread_.join();
}

TlsContext TlsCredentials::context() const {
  const std::lock_guard lock(mutex_);
  return context_;
}

std::unique_ptr<TlsSession> TlsCredentials::begin_session(int socket) const {
  return std::make_unique<TlsSession>(*context(), socket);
}

void TlsCredentials::watch() {
  std::unique_lock lock(mutex_);
  while (!ended_.wait_for(lock, options_.look_again, [this] { return is_over_; })) {
    lock.unlock();
    look(*looks_);
    lock.lock();
  }
}

void TlsCredentials::look(Looks& looks) {
  const Version now(options_);
  // Certificate and key are not written at one time: wait until nothing moves any more.
  const bool is_settled = now == std::exchange(looks.last, now);
  const bool is_due =
      now != looks.in_use || Clock::now() - looks.read_at >= options_.ticket_keys_last;
  if (is_settled && is_due) read_again(looks);
}

void TlsCredentials::read_again(Looks& looks) {
  auto context = make_tls_context(options_);
  if (Version(options_) != looks.last) return;  // changed meanwhile: nobody knows what was read
  if (!context) {
    if (looks.complained_of == looks.last) return;
    looks.complained_of = looks.last;
    return log({Severity::error, "tls_certificate_kept",
                "the certificate before stays in use: " + context.error().detail});
  }
  looks.complained_of.reset();
  looks.read_at = Clock::now();
  const bool is_new = looks.last != std::exchange(looks.in_use, looks.last);
  auto end = valid_until(*context);
  {
    const std::lock_guard lock(mutex_);
    context_.swap(*context);
  }
  if (!is_new) return;
  log({Severity::notice,
       "tls_certificate_replaced",
       "a new TLS certificate is in use, valid until " + end,
       {{"valid_until", std::move(end)}}});
}

}  // namespace astronova::http
