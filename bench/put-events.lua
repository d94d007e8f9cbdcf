-- wrk script: PutEvents with 10 entries of 1 KB each, as an SDK sends them (JSON 1.1, signed header form).
local detail = '{\\"n\\":%d,\\"pad\\":\\"' .. string.rep("x", 930) .. '\\"}'
local entries = {}
for i = 1, 10 do
  entries[i] = '{"Source":"load.test","DetailType":"load","Detail":"' .. string.format(detail, i) .. '"}'
end
local date = os.date("!%Y%m%d")
wrk.method = "POST"
wrk.body = '{"Entries":[' .. table.concat(entries, ",") .. "]}"
wrk.headers["Content-Type"] = "application/x-amz-json-1.1"
wrk.headers["X-Amz-Target"] = "AWSEvents.PutEvents"
wrk.headers["X-Amz-Date"] = os.date("!%Y%m%dT%H%M%SZ")
wrk.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=bench/" .. date ..
  "/us-east-1/events/aws4_request, SignedHeaders=host;x-amz-date, Signature=" .. string.rep("0", 64)
