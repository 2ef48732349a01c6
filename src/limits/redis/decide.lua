-- Decides of one request, as local_limiter.cpp does, by Redis's own time.
--
-- KEYS  the record of each charge
-- ARGV  of each charge: how many rules it has, and of each rule its count, its slot and its ban, both
--       in microseconds, its burst, and how long one of its tokens takes
--
-- A record is a string: until when its client is banned and by which rule, and for each rule the number
-- of its newest slot, when its bucket is full again, and what each of its slots has counted. Anything
-- else at a key counts for nothing and is written over.
--
-- Answers  the kind (0 allowed, 1 limited, 2 banned), the numbers of the charge and of its rule, whether
--          it is about the bucket, the limit, what remains, the time until some is given back, whether a
--          ban begins
local slots = 31
local head_format, head_bytes = '<I8I1', 9
local rule_format, rule_bytes = '<I8I8' .. ('I4'):rep(slots), 16 + 4 * slots

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])

local next_argument = 0
local function argument()
  next_argument = next_argument + 1
  return tonumber(ARGV[next_argument])
end

local function slot_at(slot)
  return 3 + slot % slots
end

-- What a rule has counted, without what lies too far back. A clock that was set back by more than a
-- window makes it begin anew.
local function counted(rule, text, offset)
  local fields = text and {struct.unpack(rule_format, text, offset)}
  local slot = math.floor(now / rule.slot)
  if not fields or math.abs(slot - fields[1]) >= slots then
    fields = {slot, fields and fields[2] or 0}
    for i = 3, 2 + slots do fields[i] = 0 end
  end
  for passed = fields[1] + 1, slot do fields[slot_at(passed)] = 0 end
  fields[1] = math.max(fields[1], slot)
  fields[2] = math.min(fields[2], now + rule.token * rule.burst)
  rule.total = 0
  for i = 3, 2 + slots do rule.total = rule.total + fields[i] end
  rule.fields = fields
end

-- A ban lasts until the window has room again, at the least.
local function longest_ban(rule)
  return math.max(rule.ban, rule.slot * slots)
end

local function read(key)
  local record = {key = key, banned_until = 0, banned_by = 0, rules = {}, memory = 0}
  for i = 1, argument() do
    local rule = {count = argument(), slot = argument(), ban = argument(), burst = argument(),
                  token = argument()}
    record.rules[i] = rule
    record.memory = math.max(record.memory, longest_ban(rule), rule.token * rule.burst)
  end
  local text = redis.pcall('GET', key)
  if type(text) ~= 'string' or #text ~= head_bytes + #record.rules * rule_bytes then text = nil end
  if text then
    record.banned_until, record.banned_by = struct.unpack(head_format, text)
    local by = record.rules[record.banned_by + 1]
    -- No ban is longer than its rule's, wherever the clock was set.
    record.banned_until = by and math.min(record.banned_until, now + longest_ban(by)) or 0
  end
  for i, rule in ipairs(record.rules) do
    counted(rule, text, 1 + head_bytes + (i - 1) * rule_bytes)
  end
  return record
end

local function write(record)
  local parts = {struct.pack(head_format, record.banned_until, record.banned_by)}
  for i, rule in ipairs(record.rules) do
    parts[i + 1] = struct.pack(rule_format, unpack(rule.fields))
  end
  redis.call('SET', record.key, table.concat(parts), 'PX', math.ceil(record.memory / 1000))
end

local function until_room(rule)
  if rule.total == 0 then return 0 end
  local oldest = rule.fields[1] - slots + 1
  while rule.fields[slot_at(oldest)] == 0 do oldest = oldest + 1 end
  return (oldest + slots) * rule.slot - now
end

local function until_token(rule)
  if rule.burst == 0 then return 0 end
  return math.max(math.max(rule.fields[2], now) + rule.token - now - rule.token * rule.burst, 0)
end

local function standing(rule)
  local remaining, reset = rule.count - math.min(rule.total, rule.count), until_room(rule)
  if rule.burst == 0 then return 0, rule.count, remaining, reset end
  local missing = math.max(rule.fields[2] - now, 0)
  local tokens = math.floor((rule.token * rule.burst - missing) / rule.token)
  if tokens >= remaining then return 0, rule.count, remaining, reset end
  local part = missing % rule.token
  return 1, rule.burst, tokens, part == 0 and rule.token or part
end

local records = {}
for i, key in ipairs(KEYS) do records[i] = read(key) end

for i, record in ipairs(records) do
  if record.banned_until > now then
    local rule = record.rules[record.banned_by + 1]
    return {2, i - 1, record.banned_by, 0, rule.count, 0, record.banned_until - now, 0}
  end
end

local refusal, begins_ban = nil, 0
for i, record in ipairs(records) do
  local begins_here = false
  for j, rule in ipairs(record.rules) do
    local is_full = rule.total >= rule.count
    local wait = is_full and until_room(rule) or until_token(rule)
    if is_full and rule.ban > 0 then
      wait = math.max(wait, rule.ban)
      record.banned_until, record.banned_by = now + wait, j - 1
      begins_here = true
    end
    if wait > (refusal and refusal[7] or 0) then
      refusal = {1, i - 1, j - 1, is_full and 0 or 1, is_full and rule.count or rule.burst, 0, wait}
    end
  end
  if begins_here then
    write(record)
    begins_ban = 1
  end
end
if refusal then
  refusal[8] = begins_ban
  return refusal
end

local nearest
for i, record in ipairs(records) do
  for j, rule in ipairs(record.rules) do
    local at = slot_at(rule.fields[1])
    rule.fields[at] = rule.fields[at] + 1
    rule.total = rule.total + 1
    if rule.burst > 0 then rule.fields[2] = math.max(rule.fields[2], now) + rule.token end
    local is_burst, limit, remaining, reset = standing(rule)
    if not nearest or remaining < nearest[6] then
      nearest = {0, i - 1, j - 1, is_burst, limit, remaining, reset, 0}
    end
  end
  write(record)
end
return nearest
