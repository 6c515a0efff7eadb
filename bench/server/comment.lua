-- Comments of ordinary size for wrk, each with a text and an external_id of its own; every fifth is
-- one that the shipped rules hold. The site key comes as the first argument after "--".
local counter = 0
local run = tostring(os.time()) .. "-"
local words = {"ferry", "harbour", "winter", "council", "bridge", "garden", "teacher", "market", "engine", "letter",
  "doctor", "window", "river", "budget", "weather", "neighbour", "school", "ticket", "concert", "kitchen"}

local function phrase(length)
  local out = {}
  for i = 1, length do out[i] = words[math.random(#words)] end
  return table.concat(out, " ")
end

function init(arguments)
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Authorization"] = "Bearer " .. arguments[1]
end

function request()
  counter = counter + 1
  local text = "I wonder what the " .. phrase(6) .. " has to do with the " .. phrase(6) .. "."
  if counter % 5 == 0 then
    text = "Looking for a " .. phrase(5) .. "? Call us on 555-0128 today, first " .. phrase(4) .. " free!"
  end
  local body = '{"external_id":"' .. run .. counter .. '","article":{"id":"a-' .. (counter % 50) ..
    '"},"text":"' .. text .. '","author":{"name":"Ann"}}'
  return wrk.format("POST", "/v1/comments", nil, body)
end
