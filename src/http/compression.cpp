// Makes zlib take its input through a pointer to const.
#define ZLIB_CONST

#include "http/compression.h"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

#include <zlib.h>

#include "http/buffer_pool.h"
#include "http/header_text.h"

namespace astronova::http {
namespace {

/// A weight in thousandths: "0.5" is 500. None for what is no qvalue.
std::optional<int> parse_weight(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
  int thousandths = (text[0] - '0') * 1000;
  if (text.size() == 1) return thousandths;
  if (text[1] != '.') return std::nullopt;
  int place = 100;
  for (const char c : text.substr(2)) {
    if (c < '0' || c > '9') return std::nullopt;
    thousandths += (c - '0') * place;
    place /= 10;
  }
  return thousandths <= 1000 ? std::optional(thousandths) : std::nullopt;
}

/// The weight among the parameters of a coding: 1000 when there is none, 0 when it is malformed.
int weight_of(std::string_view parameters) {
  while (!parameters.empty()) {
    std::string_view parameter = take_until(parameters, ';');
    if (!equals_ignoring_case(take_until(parameter, '='), "q")) continue;
    return parse_weight(trimmed(parameter)).value_or(0);
  }
  return 1000;
}

/// zlib's state for one thread: 256 KB that are not worth allocating for every answer.
class Deflater {
 public:
  Deflater() {
    constexpr int gzip_format = 15 + 16;
    constexpr int memory_level = 8;
    constexpr int level = 5;
    if (deflateInit2(&stream_, level, Z_DEFLATED, gzip_format, memory_level, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~Deflater() { deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  std::string code(std::string_view content) {
    deflateReset(&stream_);
    std::string coded(deflateBound(&stream_, content.size()), '\0');
    stream_.next_in = reinterpret_cast<const Bytef*>(content.data());
    stream_.avail_in = static_cast<uInt>(content.size());
    stream_.next_out = reinterpret_cast<Bytef*>(coded.data());
    stream_.avail_out = static_cast<uInt>(coded.size());
    if (deflate(&stream_, Z_FINISH) != Z_STREAM_END) throw std::logic_error("deflate did not end");
    coded.resize(coded.size() - stream_.avail_out);
    return coded;
  }

 private:
  z_stream stream_{};
};

bool has_header(const Response& response, std::string_view name) {
  return std::ranges::any_of(response.headers, [&](const auto& header) {
    return equals_ignoring_case(header.first, name);
  });
}

}  // namespace

bool accepts_gzip(std::string_view accept_encoding) {
  std::optional<int> gzip_weight;
  std::optional<int> any_weight;
  int identity_weight = 0;
  while (!accept_encoding.empty()) {
    std::string_view coding = take_until(accept_encoding, ',');
    const std::string_view name = take_until(coding, ';');
    const int weight = weight_of(coding);
    if (equals_ignoring_case(name, "gzip") || equals_ignoring_case(name, "x-gzip")) {
      gzip_weight = weight;
    } else if (name == "*") {
      any_weight = weight;
    } else if (equals_ignoring_case(name, "identity")) {
      identity_weight = weight;
    }
  }
  const int weight = gzip_weight.value_or(any_weight.value_or(0));
  return weight > 0 && weight >= identity_weight;
}

std::string gzip(std::string_view content) {
  thread_local Deflater deflater;
  return deflater.code(content);
}

std::string_view Compressor::coded_static(std::string_view content) {
  const std::lock_guard lock(mutex_);
  auto& coded = coded_statics_[content.data()];
  if (!coded) coded = std::make_unique<const std::string>(gzip(content));
  return *coded;
}

void Compressor::apply(const Request& request, Response& response) {
  if (response.coding == Coding::gzip) return;
  const std::string_view content = response.content();
  if (!response.compressible || content.size() < size_min) return;
  if (has_header(response, "Content-Encoding")) return;
  response.coding = Coding::identity;
  const auto accepted = request.header("Accept-Encoding");
  if (!accepted || !accepts_gzip(*accepted)) return;
  if (response.static_body.data()) {
    const std::string_view coded = coded_static(content);
    if (coded.size() >= content.size()) return;
    response.static_body = coded;
  } else {
    std::string coded = gzip(content);
    if (coded.size() >= content.size()) return;
    give_back(std::exchange(response.body, std::move(coded)));
  }
  response.coding = Coding::gzip;
}

}  // namespace astronova::http
