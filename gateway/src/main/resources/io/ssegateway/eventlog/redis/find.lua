-- KEYS: stream, publisher's id
-- Returns the position of the update with that id, if the log still has it, and the names and values of its topics.
local position = redis.call('GET', KEYS[2])
local entry = position and redis.call('XRANGE', KEYS[1], position, position)[1]
if not entry then
  return {}
end
local answer = {position}
for i = 1, #entry[2], 2 do
  if entry[2][i] == 't' or entry[2][i] == 's' then
    table.insert(answer, entry[2][i])
    table.insert(answer, entry[2][i + 1])
  end
end
return answer
