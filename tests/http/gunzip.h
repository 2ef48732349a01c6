#pragma once

#include <string>
#include <string_view>

#include <zlib.h>

namespace astronova::http {

/// What gzip-coded bytes stand for, by zlib; "broken" when they are none.
inline std::string gunzip(std::string_view coded) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) return "broken";
  std::string text(16 * 1024 * 1024, '\0');
  std::string input(coded);
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  const int result = inflate(&stream, Z_FINISH);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return result == Z_STREAM_END ? text : "broken";
}

}  // namespace astronova::http
