#include "clients/curl/curl_client.h"

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <csignal>
#include <fstream>
#include <future>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <utility>

#include <pthread.h>

#include "base/work_context.h"
#include "clients/curl/call.h"

namespace astronova::clients::curl {
namespace {

using boost::asio::io_context;

// Signals are for the threads of the program; a library's writing to a closed connection must not
// raise one either.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

bool is_header(const std::string& name, const std::string& value) {
  const auto is_control = [](unsigned char c) { return c < ' ' && c != '\t'; };
  return !name.empty() && name.find_first_of(": ;\t") == std::string::npos &&
         std::ranges::none_of(name, is_control) && std::ranges::none_of(value, is_control);
}

Error stopped() {
  return {ErrorCode::unavailable, "The server is shutting down."};
}

}  // namespace

class CurlClient::Engine {
 public:
  Engine(const CurlSettings& settings, const Clock& clock, const Randomness& randomness)
      : transfer_settings_{settings.ca_file, settings.proxy, settings.no_proxy,
                           settings.response_bytes_max},
        retries_{settings.retries},
        shared_{std::make_unique<MultiLoop>(loop_, settings.connections_per_host_max)},
        once_{std::make_unique<MultiLoop>(loop_, settings.connections_per_host_max)},
        services_{loop_, *shared_, *once_, retries_, clock, randomness},
        work_{loop_.get_executor()},
        thread_{[this] {
          block_signals();
          loop_.run();
          shared_.reset();
          once_.reset();
        }} {}

  ~Engine() { stop(); }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  Result<HttpResponse> send(const HttpRequest& request, std::string server) {
    // Shared, for it is touched by the loop's thread after the caller has been woken.
    const auto answer = std::make_shared<std::promise<Result<HttpResponse>>>();
    auto future = answer->get_future();
    const auto deadline =
        current_work().sooner(std::chrono::steady_clock::now() + request.deadline);
    {
      const std::lock_guard lock{mutex_};
      if (stopping_) return stopped();
      boost::asio::post(loop_, [this, &request, server = std::move(server), deadline, answer] {
        begin(request, server, deadline, answer);
      });
    }
    return future.get();
  }

  void stop() {
    {
      const std::lock_guard lock{mutex_};
      if (!std::exchange(stopping_, true)) boost::asio::post(loop_, [this] { end(); });
    }
    const std::lock_guard lock{joining_};
    if (thread_.joinable()) thread_.join();
  }

 private:
  using Answer = std::shared_ptr<std::promise<Result<HttpResponse>>>;

  void begin(const HttpRequest& request, const std::string& server, Call::Deadline deadline,
             const Answer& answer) {
    const auto place = std::make_shared<std::weak_ptr<Call>>();
    const auto call =
        std::make_shared<Call>(services_, request, transfer_settings_, server, deadline,
                               [this, answer, place](Result<HttpResponse> result) {
                                 calls_.erase(place->lock());
                                 answer->set_value(std::move(result));
                               });
    *place = call;
    calls_.insert(call);
    call->begin();
  }

  // Posted last: no call begins behind it.
  void end() {
    while (!calls_.empty())
      (*calls_.begin())->abandon(stopped());
    loop_.stop();
  }

  const TransferSettings transfer_settings_;
  const RetrySettings retries_;
  io_context loop_{1};
  std::unique_ptr<MultiLoop> shared_;
  std::unique_ptr<MultiLoop> once_;
  const CallServices services_;
  std::unordered_set<std::shared_ptr<Call>> calls_;
  std::mutex mutex_;
  std::mutex joining_;
  bool stopping_ = false;
  const boost::asio::executor_work_guard<io_context::executor_type> work_;
  std::thread thread_;
};

Result<std::unique_ptr<CurlClient>> CurlClient::start(const CurlSettings& settings,
                                                      const Clock& clock,
                                                      const Randomness& randomness) {
  static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (initialised != CURLE_OK) return Error{ErrorCode::internal, "libcurl cannot be initialised."};
  if (!settings.ca_file.empty() && !std::ifstream{settings.ca_file}.good())
    return Error{ErrorCode::data_missing, "The file of trusted authorities cannot be read."};
  if (settings.proxy && !settings.proxy->empty() && !is_proxy(*settings.proxy))
    return Error{ErrorCode::invalid_value, "The address of the proxy cannot be read."};
  return std::unique_ptr<CurlClient>{
      new CurlClient{std::make_unique<Engine>(settings, clock, randomness)}};
}

CurlClient::CurlClient(std::unique_ptr<Engine> engine) : engine_{std::move(engine)} {}

CurlClient::~CurlClient() = default;

void CurlClient::stop() {
  engine_->stop();
}

Result<HttpResponse> CurlClient::send(const HttpRequest& request) {
  auto server = server_of(request.url);
  if (!server) return server.error();
  for (const auto& [name, value] : request.headers)
    if (!is_header(name, value))
      return Error{ErrorCode::invalid_value, "A header of a request has impossible characters."};
  return engine_->send(request, std::move(*server));
}

}  // namespace astronova::clients::curl
