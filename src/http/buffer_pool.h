#pragma once

#include <cstddef>
#include <string>

namespace astronova::http {

/// Memory for the bodies of answers, kept from one request to the next: a handler writes into
/// take_buffer(), and the connection gives the body back when it has been sent. So an answer is
/// written without an allocation once its thread has sent one as long.
///
/// Threads: every thread has a pool of its own; a buffer may be given back on another thread than
/// it was taken on.

/// An empty string, with the capacity of one that was given back on this thread, if there is one.
std::string take_buffer();

/// Keeps the memory of `buffer` for a later take_buffer(), unless this thread has enough of it
/// already or the buffer is so large that it would be dear to keep.
void give_back(std::string&& buffer);

/// What a thread keeps at most.
inline constexpr std::size_t buffers_kept_max = 8;
inline constexpr std::size_t buffer_bytes_kept_max = 262'144;

}  // namespace astronova::http
