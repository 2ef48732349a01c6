#include "http/body_stream.h"

#include <array>
#include <charconv>
#include <exception>
#include <utility>

namespace astronova::http {
namespace {

void append_chunk_head(std::string& out, std::size_t size) {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), size, 16).ptr;
  out.append(digits.data(), end).append("\r\n");
}

}  // namespace

BodyStream::BodyStream(std::unique_ptr<BodySource> source, Framing framing, EventLoop& loop,
                       LoopMember& member)
    : source_(std::move(source)),
      framing_(framing),
      link_(std::make_shared<WakeLink>(loop, member)) {}

void BodyStream::prepare(std::string buffer, bool is_stopping) {
  chunk_ = std::move(buffer);
  chunk_.clear();
  is_told_of_stop_ = is_stopping;
  // Before the source looks for what there is: who wakes it after that has it called once more.
  link_->clear();
}

void BodyStream::call_source() {
  if (is_abandoned_) return;
  try {
    ask();
  } catch (const std::exception& exception) {
    failure_ = Error{ErrorCode::internal, exception.what(), {}};
  } catch (...) {
    failure_ = Error{ErrorCode::internal, "not a std::exception", {}};
  }
}

void BodyStream::ask() {
  auto progress = source_->next(chunk_, {Waker(link_), is_told_of_stop_});
  if (progress) {
    progress_ = *progress;
  } else {
    failure_ = progress.error();
  }
}

bool BodyStream::is_call_due(bool is_stopping) const {
  return link_->is_woken() || (is_stopping && !is_told_of_stop_);
}

void BodyStream::take_framed(std::string& head, std::string& content) {
  head.clear();
  content = std::move(chunk_);
  if (framing_ != Framing::chunked) return;
  if (!content.empty()) {
    append_chunk_head(head, content.size());
    content += "\r\n";
  }
  if (has_ended()) content += "0\r\n\r\n";
}

}  // namespace astronova::http
