-- KEYS: nodes, rows
-- Answers the ids of the nodes that were heard of lately, each followed by what is told of it.
local answer = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], string.format('%.0f', now()), '+inf')) do
  local row = redis.call('HGET', KEYS[2], id)
  if row then
    table.insert(answer, id)
    table.insert(answer, row)
  end
end
return answer
