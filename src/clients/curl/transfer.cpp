#include "clients/curl/transfer.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include <fmt/format.h>

#include "base/version.h"

namespace astronova::clients::curl {
namespace {

// Servers come and go behind a name, and a connection may be of no more use without having closed.
constexpr long connection_seconds_max = 600;

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::string part_of(CURLU* url, CURLUPart part, unsigned flags) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return {};
  std::string copy{text};
  curl_free(text);
  return copy;
}

const char* name_of(HttpMethod method) {
  switch (method) {
    case HttpMethod::get:
      return "GET";
    case HttpMethod::post:
      return "POST";
    case HttpMethod::put:
      return "PUT";
    case HttpMethod::patch:
      return "PATCH";
    case HttpMethod::delete_:
      return "DELETE";
  }
  return "";
}

std::string lower_case(std::string_view text) {
  std::string lowered{text};
  std::ranges::transform(lowered, lowered.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter;
  });
  return lowered;
}

}  // namespace

Result<std::string> server_of(const std::string& url) {
  const std::unique_ptr<CURLU, FreeUrl> parts{curl_url()};
  if (!parts) throw std::bad_alloc{};
  const bool readable =
      std::ranges::none_of(url, [](unsigned char c) { return c <= ' '; }) &&
      curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), CURLU_DISALLOW_USER) == CURLUE_OK;
  const std::string scheme = readable ? part_of(parts.get(), CURLUPART_SCHEME, 0) : "";
  if (scheme != "http" && scheme != "https")
    return Error{ErrorCode::invalid_value,
                 "The address of another server must be an http or https URL without a password."};
  return part_of(parts.get(), CURLUPART_HOST, 0) + ":" +
         part_of(parts.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
}

bool shares_connections(const HttpRequest& request) {
  return request.idempotent;
}

bool is_proxy(const std::string& address) {
  const std::unique_ptr<CURLU, FreeUrl> parts{curl_url()};
  if (!parts) throw std::bad_alloc{};
  const unsigned flags = CURLU_GUESS_SCHEME | CURLU_NON_SUPPORT_SCHEME;
  return std::ranges::none_of(address, [](unsigned char c) { return c <= ' '; }) &&
         curl_url_set(parts.get(), CURLUPART_URL, address.c_str(), flags) == CURLUE_OK;
}

Transfer::Transfer(const HttpRequest& request, const TransferSettings& settings, std::string server)
    : request_{request},
      settings_{settings},
      server_{std::move(server)},
      handle_{curl_easy_init()} {
  if (!handle_) throw std::bad_alloc{};
  set_url();
  set_method();
  set_body();
  set_headers();
  set_trust();
  set_proxy();
}

void Transfer::set_url() {
  CURL* const handle = handle_.get();
  curl_easy_setopt(handle, CURLOPT_URL, request_.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  const bool shared = shares_connections(request_);
  curl_easy_setopt(handle, CURLOPT_HTTP_VERSION,
                   static_cast<long>(shared ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
  // A second call to a server waits for the first one's connection, to share it if it is HTTP/2.
  curl_easy_setopt(handle, CURLOPT_PIPEWAIT, shared && request_.url.starts_with("https") ? 1L : 0L);
  curl_easy_setopt(handle, CURLOPT_MAXLIFETIME_CONN, connection_seconds_max);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  // A call that ends while its name is looked up would wait for the lookup, and with it all others;
  // so the thread that looks up is left to end by itself.
  curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(handle, CURLOPT_MAXFILESIZE_LARGE,
                   static_cast<curl_off_t>(settings_.response_bytes_max));
}

void Transfer::set_method() {
  if (request_.method == HttpMethod::get && request_.body.empty()) return;
  curl_easy_setopt(handle_.get(), CURLOPT_POST, 1L);
  curl_easy_setopt(handle_.get(), CURLOPT_CUSTOMREQUEST, name_of(request_.method));
}

// libcurl sends a request again by itself when a connection that it had used before dies without an
// answer. Where that would be wrong it gets a body that it cannot read twice, which makes it give
// up, or, where there is none, a fresh connection. (libcurl 7.88 breaks streams of HTTP/2 when it
// reads bodies so; hence HTTP/1.1 there.)
void Transfer::set_body() {
  CURL* const handle = handle_.get();
  const std::string& body = request_.body;
  const bool once = !shares_connections(request_);
  if (body.empty()) curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, once ? 1L : 0L);
  if (body.empty() && request_.method == HttpMethod::get) return;
  curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  if (once && !body.empty()) {
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, &Transfer::on_read);
    curl_easy_setopt(handle, CURLOPT_READDATA, this);
  } else {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body.data());
  }
}

void Transfer::set_headers() {
  const auto add = [this](const std::string& line) {
    curl_slist* const longer = curl_slist_append(headers_.get(), line.c_str());
    if (!longer) throw std::bad_alloc{};
    static_cast<void>(headers_.release());
    headers_.reset(longer);
  };
  bool typed = false;
  for (const auto& [name, value] : request_.headers) {
    typed = typed || lower_case(name) == "content-type";
    // Written otherwise, a header without a value takes one of libcurl's own away.
    add(value.empty() ? name + ";" : fmt::format("{}: {}", name, value));
  }
  if (!typed) add("Content-Type:");
  add("Expect:");
  curl_easy_setopt(handle_.get(), CURLOPT_HTTPHEADER, headers_.get());
  curl_easy_setopt(handle_.get(), CURLOPT_USERAGENT, fmt::format("AstroNova/{}", version).c_str());
}

void Transfer::set_trust() {
  CURL* const handle = handle_.get();
  curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  // libcurl keeps the authorities that it has read only when they come from one file.
  curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
  if (settings_.ca_file.empty()) return;
  curl_easy_setopt(handle, CURLOPT_CAINFO, settings_.ca_file.c_str());
  curl_easy_setopt(handle, CURLOPT_PROXY_CAINFO, settings_.ca_file.c_str());
}

void Transfer::set_proxy() {
  if (!settings_.proxy) return;
  curl_easy_setopt(handle_.get(), CURLOPT_PROXY, settings_.proxy->c_str());
  curl_easy_setopt(handle_.get(), CURLOPT_NOPROXY, settings_.no_proxy.c_str());
}

std::size_t Transfer::on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::size_t length = size * count;
  transfer.too_large_ = length > transfer.settings_.response_bytes_max - transfer.received_.size();
  if (transfer.too_large_) return 0;
  transfer.received_.append(bytes, length);
  return length;
}

std::size_t Transfer::on_read(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::string& body = transfer.request_.body;
  const std::size_t length = std::min(size * count, body.size() - transfer.sent_);
  std::memcpy(bytes, body.data() + transfer.sent_, length);
  transfer.sent_ += length;
  return length;
}

void Transfer::rewind() {
  received_.clear();
  sent_ = 0;
  too_large_ = false;
}

void Transfer::distrust_connection() {
  curl_easy_setopt(handle_.get(), CURLOPT_FORBID_REUSE, 1L);
}

HttpResponse Transfer::response() {
  HttpResponse response;
  long status = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
  response.status = static_cast<unsigned>(status);
  const int last_request = -1;
  for (curl_header* header = nullptr;
       (header = curl_easy_nextheader(handle_.get(), CURLH_HEADER, last_request, header));)
    response.headers.emplace_back(lower_case(header->name), header->value);
  response.body = std::exchange(received_, {});
  return response;
}

bool Transfer::passes_by_itself(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return true;
    default:
      return false;
  }
}

Error Transfer::error(CURLcode code) const {
  const auto unavailable = [this](const char* what) {
    return Error{ErrorCode::unavailable, fmt::format("{} {}.", server_, what)};
  };
  if (too_large_) return unavailable("answered with more than is taken");
  switch (code) {
    case CURLE_FILESIZE_EXCEEDED:
      return unavailable("answered with more than is taken");
    case CURLE_COULDNT_RESOLVE_HOST:
      return unavailable("has no address");
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
      return unavailable("cannot be reached through the proxy");
    case CURLE_COULDNT_CONNECT:
      return unavailable("takes no connection");
    case CURLE_PEER_FAILED_VERIFICATION:
      return unavailable("has a certificate that is not to be trusted");
    case CURLE_SSL_CONNECT_ERROR:
      return unavailable("and we have no way to speak TLS");
    default:
      return unavailable("broke off the exchange");
  }
}

}  // namespace astronova::clients::curl
