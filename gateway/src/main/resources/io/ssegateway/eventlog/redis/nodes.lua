-- KEYS: nodes, rows
-- Returns the ids of the nodes with a recent heartbeat, each followed by its data.
local answer = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], string.format('%.0f', now()), '+inf')) do
  local row = redis.call('HGET', KEYS[2], id)
  if row then
    table.insert(answer, id)
    table.insert(answer, row)
  end
end
return answer
