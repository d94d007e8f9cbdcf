-- wrk script: PutEvents with one small entry that carries the time at which it was made, in microseconds.
local ffi = require("ffi")
ffi.cdef[[ typedef struct { long s; long ns; } quell_time; int clock_gettime(int clock, quell_time *time); ]]
local now = ffi.new("quell_time")
local pad = string.rep("x", 80)
local date = os.date("!%Y%m%d")
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-amz-json-1.1"
wrk.headers["X-Amz-Target"] = "AWSEvents.PutEvents"
wrk.headers["X-Amz-Date"] = os.date("!%Y%m%dT%H%M%SZ")
wrk.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=bench/" .. date ..
  "/us-east-1/events/aws4_request, SignedHeaders=host;x-amz-date, Signature=" .. string.rep("0", 64)

function request()
  ffi.C.clock_gettime(0, now)
  local micros = string.format("%.0f", tonumber(now.s) * 1000000 + math.floor(tonumber(now.ns) / 1000))
  return wrk.format(nil, nil, nil,
    '{"Entries":[{"Source":"load.test","DetailType":"load","Detail":"{\\"t\\":' .. micros .. ',\\"pad\\":\\"' .. pad .. '\\"}"}]}')
end
