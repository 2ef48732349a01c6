-- POST /api/v1/chart/generate, every request with another birth.
math.randomseed(1990)

local zones = {
  "America/New_York", "Europe/London", "Asia/Kolkata", "Australia/Sydney", "America/Sao_Paulo", "UTC",
}
local headers = { ["Content-Type"] = "application/json" }

request = function()
  local body = string.format(
    '{"birthData":{"date":"%04d-%02d-%02d","time":"%02d:%02d","timezone":"%s",' ..
      '"latitude":%.4f,"longitude":%.4f,"fold":0},"chartType":"natal","systems":["western"]}',
    math.random(1930, 2020), math.random(1, 12), math.random(1, 28), math.random(5, 23),
    math.random(0, 59), zones[math.random(#zones)], math.random() * 120 - 60,
    math.random() * 360 - 180)
  return wrk.format("POST", nil, headers, body)
end
