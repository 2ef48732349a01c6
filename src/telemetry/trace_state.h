#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace astronova::telemetry {

/// The header `tracestate` as it can be passed on (W3C Trace Context, level 1, 3.3), put together
/// from the values of all headers of that name: what other tracing systems keep of the trace. It is
/// opaque, and comes from whoever calls: so it must have the form that it is documented to have.
class TraceState {
 public:
  /// A further header of that name.
  void add(std::string_view value);

  /// The list without empty members; none where it is empty, longer than 512 bytes, has more than
  /// 32 members, or a member that is none: then it is dropped as a whole.
  std::optional<std::string> value() const;

 private:
  std::string list_;
  std::size_t count_ = 0;
  bool is_bad_ = false;
};

}  // namespace astronova::telemetry
