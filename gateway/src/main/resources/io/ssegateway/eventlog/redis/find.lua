-- KEYS: stream, publisher's id
-- ARGV: the position that the id may be instead, or nothing
-- Answers the position of the update with that id, if the log still has it.
local position = redis.call('GET', KEYS[2]) or ARGV[1]
if position ~= '' and #redis.call('XRANGE', KEYS[1], position, position) > 0 then
  return {position}
end
return {}
