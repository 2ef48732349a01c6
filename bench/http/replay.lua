-- Sends the requests of the file $BENCH_REQUESTS in turn (bench/http/make_requests wrote it), or the
-- command line's URL again and again. They are made before the clock starts, so that wrk's processor
-- has nothing to do but send.
local list, at = {}, 0

if os.getenv("BENCH_REQUESTS") then
  local headers = { ["Content-Type"] = "application/json" }
  init = function()
    for line in io.lines(os.getenv("BENCH_REQUESTS")) do
      local method, path, body = line:match("^(%u+) (%S+) ?(.*)$")
      list[#list + 1] = body == "" and wrk.format(method, path) or
        wrk.format(method, path, headers, body)
    end
  end
  request = function()
    at = at % #list + 1
    return list[at]
  end
end

-- requests, microseconds, p50 and p99 in microseconds, failures
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format("measured %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
