#include "app/room_samples.h"

namespace astronova::app {
namespace {

using telemetry::Labels;
using telemetry::Samples;

constexpr auto relaxed = std::memory_order_relaxed;

double number(std::uint64_t value) {
  return static_cast<double>(value);
}

double number(const std::atomic<std::uint64_t>& value) {
  return number(value.load(relaxed));
}

void add_durations(Samples& samples, std::string_view name, std::string_view help, Labels labels,
                   const DurationHistogram::Snapshot& durations) {
  samples.histogram(name, help, std::move(labels), DurationHistogram::bounds, durations.counts,
                    durations.sum_seconds);
}

void sample_transactions(Samples& samples, const char* access,
                         const storage::TransactionFigures& figures) {
  const auto add = [&](const char* result, std::uint64_t value) {
    samples.counter("astronova_database_transactions_total", "Transactions, by what they came to.",
                    {{"access", access}, {"result", result}}, number(value));
  };
  add("done", figures.done);
  add("refused", figures.refused);
  add("failed", figures.failed);
  add_durations(samples, "astronova_database_transaction_duration_seconds",
                "How long transactions took, with their waits and retries.", {{"access", access}},
                figures.duration);
}

void sample_space(Samples& samples, const cache::SpaceFigures& space) {
  const std::string name(space.space);
  const auto add = [&](const char* level, const char* result,
                       const std::atomic<std::uint64_t>& value) {
    samples.counter("astronova_cache_requests_total", "What was looked for in the cache, by level.",
                    {{"cache", name}, {"level", level}, {"result", result}}, number(value));
  };
  add("memory", "hit", space.memory_hits);
  add("memory", "miss", space.memory_misses);
  add("memory", "negative", space.negatives);
  add("memory", "joined", space.joined);
  add("redis", "hit", space.shared_hits);
  add("redis", "miss", space.shared_misses);
  add("redis", "skipped", space.shared_skipped);
  add("redis", "failed", space.shared_failed);
  const Labels cache{{"cache", name}};
  samples.gauge("astronova_cache_entries", "What is kept in memory.", cache, number(space.entries));
  samples.gauge("astronova_cache_bytes", "The memory that this takes.", cache, number(space.bytes));
  samples.counter("astronova_cache_evictions_total", "What had to go from memory for others.",
                  cache, number(space.evictions));
}

}  // namespace

void sample(Samples& samples, const http::ServerFigures& figures) {
  const auto gauge = [&samples](const char* name, const char* help, std::uint64_t value) {
    samples.gauge(name, help, {}, number(value));
  };
  gauge("astronova_http_connections", "Connections that are open.", figures.connections);
  gauge("astronova_http_connections_max", "Connections that there may be at once.",
        figures.connections_max);
  gauge("astronova_worker_queue_length", "Requests that wait for a worker.",
        figures.worker_queue_length);
  gauge("astronova_workers_busy", "Workers that answer a request.", figures.workers_busy);
  gauge("astronova_workers", "Workers.", figures.workers);
  gauge("astronova_http_held_body_bytes", "Memory that requests' bodies take.",
        figures.held_body_bytes);
  gauge("astronova_http_held_answer_bytes",
        "Memory of long answers that their clients have yet to take.", figures.held_answer_bytes);
  samples.counter("astronova_http_accept_failures_total",
                  "Times that no descriptor or memory was left for a connection.", {},
                  number(figures.accept_failures));
  add_durations(samples, "astronova_event_loop_lag_seconds",
                "How long the last one in a turn of an event loop waited for the others.", {},
                figures.loop_lag);
}

void sample(Samples& samples, const storage::DatabaseFigures& figures) {
  const auto add = [&samples](const char* state, std::uint64_t value) {
    samples.gauge("astronova_database_connections", "Connections to the database.",
                  {{"state", state}}, number(value));
  };
  add("in_use", figures.connections_in_use);
  add("idle", figures.connections_idle);
  samples.gauge("astronova_database_connections_max", "Connections that may be open.", {},
                number(figures.connections_max));
  add_durations(samples, "astronova_database_connection_wait_seconds",
                "How long a connection, or the turn to write, was waited for.", {},
                figures.connection_wait);
  sample_transactions(samples, "read", figures.reads);
  sample_transactions(samples, "snapshot", figures.snapshots);
  sample_transactions(samples, "write", figures.writes);
}

void sample(Samples& samples, const cache::CacheFigures& figures) {
  for (const auto* const space : figures.all())
    sample_space(samples, *space);
}

void sample(Samples& samples, const clients::RedisFigures& figures) {
  const auto add = [&samples](const char* result, const std::atomic<std::uint64_t>& value) {
    samples.counter("astronova_redis_commands_total", "Commands to Redis, by what they came to.",
                    {{"result", result}}, number(value));
  };
  add("answered", figures.answered);
  add("failed", figures.failed);
  add("late", figures.late);
  add("rejected", figures.rejected);
  std::array<std::uint64_t, clients::RedisFigures::duration_bounds.size() + 1> counts{};
  for (std::size_t i = 0; i < counts.size(); ++i)
    counts.at(i) = figures.duration_counts.at(i).load(relaxed);
  samples.histogram("astronova_redis_command_duration_seconds",
                    "How long Redis took to answer, the wait in the queue included.", {},
                    clients::RedisFigures::duration_bounds, counts,
                    number(figures.duration_microseconds) * 1e-6);
  samples.gauge("astronova_redis_circuit_open", "1 while Redis is not asked.", {},
                figures.circuit_open.load(relaxed) ? 1 : 0);
  samples.gauge("astronova_redis_queue_length", "Commands that wait to be sent or answered.", {},
                number(figures.queue_length));
}

void sample(Samples& samples, const limits::LimitFigures& figures) {
  for (std::size_t i = 0; i < limits::limit_class_count; ++i) {
    const std::string name(limits::name_of(static_cast<limits::LimitClass>(i)));
    for (std::size_t kind = 0; kind < limits::decision_names.size(); ++kind) {
      samples.counter("astronova_limit_decisions_total", "Requests, by what the limits said.",
                      {{"class", name}, {"decision", std::string(limits::decision_names.at(kind))}},
                      number(figures.decisions.at(i).at(kind)));
    }
  }
  samples.counter("astronova_limit_bans_total", "Bans that began.", {}, number(figures.bans));
}

void sample(Samples& samples, const telemetry::SpanFigures& figures) {
  samples.counter("astronova_spans_exported_total", "Spans that were taken by the receiver.", {},
                  number(figures.exported));
  samples.counter("astronova_spans_dropped_total", "Spans that nobody took.", {},
                  number(figures.dropped));
}

}  // namespace astronova::app
