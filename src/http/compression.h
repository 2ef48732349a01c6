#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "http/message.h"

namespace astronova::http {

/// Whether an Accept-Encoding field asks for gzip (RFC 9110, 12.5.3): its weight, or that of `*`,
/// is neither zero nor below that of identity. What is malformed is not accepted.
bool accepts_gzip(std::string_view accept_encoding);

/// `content` in gzip format (RFC 1952).
std::string gzip(std::string_view content);

/// Codes the bodies of responses as the client asks. Safe to use from every thread at once.
class Compressor {
 public:
  /// Bodies below this size are not worth the client's and our time.
  static constexpr std::size_t size_min = 1024;

  /// Replaces the body by its gzip form if the response is compressible and large enough, the
  /// request accepts it, and it makes the body smaller; sets the response's coding. A body that its
  /// handler says is gzip already stays as it is.
  void apply(const Request& request, Response& response);

 private:
  std::string_view coded_static(std::string_view content);

  std::mutex mutex_;
  std::unordered_map<const char*, std::unique_ptr<const std::string>> coded_statics_;
};

}  // namespace astronova::http
