-- The traffic of many users for wrk: 70 % reads, 30 % writes, each of a user at random.
--
-- The file named as the argument has a line a user: the access token and the ids of some of
-- their records. wrk cannot tell reads from writes, so a request's id says what it is and when it was
-- made, and the server answers it back.
local ffi = require("ffi")
ffi.cdef([[
  struct astronova_time { long seconds; long nanoseconds; };
  int clock_gettime(int clock, struct astronova_time *time);
]])
local time = ffi.new("struct astronova_time")
local function microseconds()
  ffi.C.clock_gettime(1, time)
  return tonumber(time.seconds) * 1000000 + math.floor(tonumber(time.nanoseconds) / 1000)
end

local users = {}
local content = string.rep("The Moon is in the seventh house. ", 12)
local number = 0

-- What a thread counts, in memory that the main state reads in the end: wrk copies no tables between
-- them. Answers by steps of 0.1 ms up to half a minute, of each class; failures by status.
local steps_most = 300000
local counts_type = string.format("uint32_t[%d]", 2 * steps_most + 1000)
local begin = { r = 0, w = steps_most, failures = 2 * steps_most }
local threads = {}
local counts

function setup(thread)
  local own = ffi.new(counts_type)
  threads[#threads + 1] = own
  thread:set("seed", #threads)
  thread:set("address", tonumber(ffi.cast("intptr_t", ffi.cast("void *", own))))
end

function init(arguments)
  for line in io.lines(arguments[1]) do
    local words = {}
    for word in line:gmatch("%S+") do words[#words + 1] = word end
    users[#users + 1] = words
  end
  math.randomseed(seed)
  counts = ffi.cast("uint32_t *", ffi.cast("intptr_t", address))
end

local function message()
  number = number + 1
  return string.format('{"conversationId":"%d","role":"user","content":"%s%d"}', number % 20, content,
                       number)
end

local function uuid()
  return string.format("%08x-%04x-4%03x-8%03x-%06x%06x", math.random(0, 0x7fffffff),
                       math.random(0, 0xffff), math.random(0, 0xfff), math.random(0, 0xfff),
                       math.random(0, 0xffffff), math.random(0, 0xffffff))
end

local messages = "/api/v1/users/me/messages"
local kinds = {
  { 25, "r", "GET", function() return messages .. "?limit=20" end },
  { 30, "r", "GET", function(user) return messages .. "/" .. user[math.random(2, #user)] end },
  { 15, "r", "GET", function() return "/api/v1/sync/changes?limit=20" end },
  { 12, "w", "POST", function() return messages, message() end },
  { 12, "w", "PUT",
    function(user) return messages .. "/" .. user[math.random(2, #user)], message() end },
  { 6, "w", "POST", function()
      local at = os.date("!%Y-%m-%dT%H:%M:%SZ")
      local change = '{"kind":"chatMessage","id":"%s","updatedAt":"%s","document":%s}'
      return "/api/v1/sync/changes",
        '{"changes":[' .. string.format(change, uuid(), at, message()) .. "]}"
    end },
}

local function pick()
  local dice = math.random(100)
  for _, kind in ipairs(kinds) do
    dice = dice - kind[1]
    if dice <= 0 then return kind end
  end
end

function request()
  local user = users[math.random(#users)]
  local _, class, method, make = unpack(pick())
  local path, body = make(user)
  local headers = {
    ["Authorization"] = "Bearer " .. user[1],
    ["X-Request-Id"] = class .. string.format("%016.0f", microseconds()),
  }
  if body then headers["Content-Type"] = "application/json" end
  return wrk.format(method, path, headers, body)
end

local function count(place)
  counts[place] = counts[place] + 1
end

function response(status, headers)
  local id = headers["X-Request-Id"]
  local class = id and id:sub(1, 1)
  if status >= 300 or not begin[class] then return count(begin.failures + status) end
  local step = math.floor((microseconds() - tonumber(id:sub(2))) / 100)
  count(begin[class] + math.min(step, steps_most - 1))
end

local function total(place)
  local sum = 0
  for _, own in ipairs(threads) do sum = sum + own[place] end
  return sum
end

-- One object of JSON: of a class how many, and the latency in ms that a share of them kept to.
local function figures(class)
  local steps, most, all = {}, 0, 0
  for step = 0, steps_most - 1 do
    steps[step] = total(begin[class] + step)
    all = all + steps[step]
    if steps[step] > 0 then most = step end
  end
  local function percentile(share)
    local left = all * share
    for step = 0, most do
      left = left - steps[step]
      if left <= 0 then return (step + 1) / 10 end
    end
    return most / 10
  end
  return string.format('{"count":%d,"p50":%.1f,"p99":%.1f,"max":%.1f}', all, percentile(0.5),
                       percentile(0.99), (most + 1) / 10)
end

function done(summary)
  local failed = {}
  for status = 0, 999 do
    local times = total(begin.failures + status)
    if times > 0 then failed[#failed + 1] = string.format('["%d",%d]', status, times) end
  end
  local errors = summary.errors
  print(string.format('RESULT {"seconds":%.3f,"r":%s,"w":%s,"failures":[%s],"broken":%d}',
                      summary.duration / 1e6, figures("r"), figures("w"),
                      table.concat(failed, ","),
                      errors.connect + errors.read + errors.write + errors.timeout))
end
