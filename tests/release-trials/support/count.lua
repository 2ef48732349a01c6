-- Sends the requests of the file $BENCH_REQUESTS in turn, and tells what became of them.
local list, at = {}, 0
local headers = { ["Content-Type"] = "application/json" }

init = function()
  for line in io.lines(os.getenv("BENCH_REQUESTS")) do
    local method, path, body = line:match("^(%u+) (%S+) ?(.*)$")
    list[#list + 1] = wrk.format(method, path, headers, body)
  end
end

request = function()
  at = at % #list + 1
  return list[at]
end

done = function(summary, latency)
  local errors = summary.errors
  local failures = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format(
    'counted {"requests":%d,"seconds":%.1f,"p99":%.2f,"failures":%d,"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(99) / 1000, failures,
    errors.connect, errors.read, errors.write, errors.status, errors.timeout))
end
