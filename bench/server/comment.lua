-- Comments of ordinary size for wrk, each with a text, an external_id and one of 5,000 e-mails of its
-- own; every fifth is one that the shipped rules hold. Words are made of syllables, so that texts are no
-- near copies of each other. The site key comes as the first argument after "--".
local counter = 0
local run = tostring(os.time()) .. "-"
local first = {"fer", "har", "win", "coun", "brid", "gar", "tea", "mar", "en", "let", "doc", "riv", "bud", "wea", "neigh",
  "scho", "tick", "con", "kit", "lan"}
local second = {"ry", "bour", "ter", "cil", "ge", "den", "cher", "ket", "gine", "tor", "dow", "er", "get", "ther", "lor",
  "dle", "et", "cert", "chen", "tern"}

local function phrase(length)
  local out = {}
  for i = 1, length do out[i] = first[math.random(#first)] .. second[math.random(#second)] end
  return table.concat(out, " ")
end

function init(arguments)
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Authorization"] = "Bearer " .. arguments[1]
end

function request()
  counter = counter + 1
  local text = "I wonder what the " .. phrase(8) .. " has to do with the " .. phrase(8) .. "."
  if counter % 5 == 0 then
    text = "Looking for a " .. phrase(8) .. "? Call us on 555-0128 today, first " .. phrase(8) .. " free!"
  end
  local body = '{"external_id":"' .. run .. counter .. '","article":{"id":"a-' .. (counter % 50) ..
    '"},"text":"' .. text .. '","author":{"name":"Ann","email":"ann' .. math.random(5000) .. '@example.org"}}'
  return wrk.format("POST", "/v1/comments", nil, body)
end
