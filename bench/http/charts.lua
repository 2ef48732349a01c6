-- Charts for wrk, every request another birth. Ends with a line
--   RESULT requests not-2xx broken-connections seconds p50-ms p99-ms
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local count = 0

function request()
  count = count + 1
  local body = string.format('{"birthData":{"date":"%04d-05-%02d","time":"10:%02d","timezone":"UTC",' ..
    '"latitude":%d,"longitude":%d}}', 1900 + count % 200, 1 + count % 28, count % 60, count % 60, count % 180)
  return wrk.format(nil, "/api/v1/chart/generate", nil, body)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %f %f %f\n", summary.requests, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout, summary.duration / 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
