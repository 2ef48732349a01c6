// What is to come into the table of docs/monitoring.md. This file goes when all of it is there.
export const metricsToCome = `
astronova_http_request_duration_seconds{method,route,status} histogram
astronova_http_requests_in_flight gauge
astronova_http_response_bytes_total counter
astronova_http_requests_refused_total{reason} counter
astronova_http_requests_cut_total counter
astronova_http_connections gauge
astronova_http_connections_max gauge
astronova_http_accept_failures_total counter
astronova_http_held_body_bytes gauge
astronova_event_loop_lag_seconds histogram
astronova_worker_queue_length gauge
astronova_workers_busy gauge
astronova_workers gauge
astronova_cache_requests_total{cache,level,result} counter
astronova_cache_entries{cache} gauge
astronova_cache_bytes{cache} gauge
astronova_cache_evictions_total{cache} counter
astronova_limit_decisions_total{class,decision} counter
astronova_limit_bans_total counter
astronova_redis_commands_total{result} counter
astronova_redis_command_duration_seconds histogram
astronova_redis_circuit_open gauge
astronova_redis_queue_length gauge
astronova_upstream_calls_total{vendor,result} counter
astronova_upstream_call_duration_seconds{vendor} histogram
astronova_upstream_calls_in_flight{vendor} gauge
astronova_upstream_circuit_open{vendor} gauge
astronova_database_connections{state} gauge
astronova_database_connections_max gauge
astronova_database_connection_wait_seconds histogram
astronova_database_transactions_total{access,result} counter
astronova_database_transaction_duration_seconds{access} histogram
astronova_ephemeris_computations_total{adapter} counter
astronova_dependency_up{dependency} gauge
astronova_dependency_required{dependency} gauge
astronova_ready gauge
astronova_log_events_total{severity} counter
astronova_log_events_dropped_total counter
astronova_spans_exported_total counter
astronova_spans_dropped_total counter
astronova_build_info{version,ephemeris,tzdata} gauge
process_cpu_seconds_total counter
process_resident_memory_bytes gauge
process_virtual_memory_bytes gauge
process_open_fds gauge
process_max_fds gauge
process_start_time_seconds gauge
process_threads gauge
`
  .trim()
  .split('\n')
  .map((line) => {
    const [, name, labels, type] = /^(\w+)(?:\{(.*)\})? (\w+)$/.exec(line);
    return { name, type, labels: labels?.split(',') ?? [] };
  });
