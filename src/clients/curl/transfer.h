#pragma once

#include <memory>
#include <optional>
#include <string>

#include <curl/curl.h>

#include "base/result.h"
#include "clients/http_client.h"

namespace astronova::clients::curl {

/// What all transfers of a client have in common.
struct TransferSettings {
  std::string ca_file{};               ///< PEM; empty: the system's authorities
  std::optional<std::string> proxy{};  ///< none: as the environment says; empty: no proxy
  std::string no_proxy{};              ///< hosts that are reached without it, by commas
  std::size_t response_bytes_max = 0;
};

/// "host:port" of an absolute http or https URL without user or password.
/// errors  invalid_value
Result<std::string> server_of(const std::string& url);

/// Whether it can be the address of a proxy, "host:port" with or without a scheme and a password.
bool is_proxy(const std::string& address);

/// Whether it may go over a connection of HTTP/2 with others. What must not be sent twice goes over
/// HTTP/1.1, in a MultiLoop where nothing else does.
bool shares_connections(const HttpRequest& request);

/// The exchange of one request for one answer, any number of times.
///
/// Threads: one at a time.
class Transfer {
 public:
  /// The request and the settings must outlive the exchange.
  ///   server  what the errors name; of the URL itself they tell nothing, for it may hold secrets
  Transfer(const HttpRequest& request, const TransferSettings& settings, std::string server);

  CURL* handle() { return handle_.get(); }
  /// Forgets what was received.
  void rewind();
  /// Has the connection closed after the next transfer: one of HTTP/2 may stay open after every
  /// stream in it fails.
  void distrust_connection();
  /// What was received by a transfer that ended well.
  HttpResponse response();
  /// What stood in its way, for others' eyes.
  Error error(CURLcode code) const;
  /// Whether it may go better when tried again.
  static bool passes_by_itself(CURLcode code);

 private:
  struct FreeHandle {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };

  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self);
  static std::size_t on_read(char* bytes, std::size_t size, std::size_t count, void* self);
  void set_url();
  void set_method();
  void set_body();
  void set_headers();
  void set_trust();
  void set_proxy();

  const HttpRequest& request_;
  const TransferSettings& settings_;
  const std::string server_;
  std::unique_ptr<CURL, FreeHandle> handle_;
  std::unique_ptr<curl_slist, FreeList> headers_;
  std::string received_;
  std::size_t sent_ = 0;
  bool too_large_ = false;
};

}  // namespace astronova::clients::curl
