-- GET /api/v1/ephemeris/positions, every request at another instant.
math.randomseed(1990)

request = function()
  local at = string.format("%04d-%02d-%02dT%02d:%02d:%02dZ", math.random(1850, 2100),
    math.random(1, 12), math.random(1, 28), math.random(0, 23), math.random(0, 59), math.random(0, 59))
  return wrk.format("GET", "/api/v1/ephemeris/positions?at=" .. at)
end
