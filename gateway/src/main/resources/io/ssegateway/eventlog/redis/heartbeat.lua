-- KEYS: stream, last position, nodes, rows, mark, last public position
-- ARGV: the position that the node's tail has, the milliseconds that an entry is kept (0: no limit),
--       the node's id, its data for other nodes, the milliseconds until it expires, the node's newest mark
-- Returns the last position, the number of entries, their bytes, whether the log lacked updates of the node (1), the newest mark
-- (all later entries come after it), and the last public position.
local position = last(KEYS[1], KEYS[2])
local millis, sequence = parts(position)
local toldMillis, toldSequence = parts(ARGV[1])
local behind = 0
if toldMillis > millis or (toldMillis == millis and toldSequence > sequence) then
  -- What the node's streams have seen is not here (any more): new positions must come after that all the same. By a clock that
  -- is apart, others may have appended before that what this node will never read: an entry that stands for the loss tells all.
  position = redis.pcall('XADD', KEYS[1], string.format('%.0f-%.0f', toldMillis, toldSequence + 1), 'lost', '')
  if type(position) ~= 'string' then
    position = redis.call('XADD', KEYS[1], '*', 'lost', '')
  end
  redis.call('SET', KEYS[2], position)
  behind = 1
end
local now = now()
local mark = later(redis.call('GET', KEYS[5]) or '0-0', later(ARGV[6], string.format('%.0f-0', now)))
if later(mark, position) == mark and mark ~= redis.call('GET', KEYS[5]) then
  redis.call('XSETID', KEYS[1], mark)
end
redis.call('SET', KEYS[5], mark)
if tonumber(ARGV[2]) > 0 then
  redis.call('XTRIM', KEYS[1], 'MINID', '~', string.format('%.0f', math.max(0, now - ARGV[2])))
end
forget(KEYS[4], KEYS[3], now)
redis.call('ZADD', KEYS[3], string.format('%.0f', now + ARGV[5]), ARGV[3])
redis.call('HSET', KEYS[4], ARGV[3], ARGV[4] .. ' ' .. string.format('%.0f', math.max(0, millis - toldMillis)))
return {position, redis.call('XLEN', KEYS[1]), redis.call('MEMORY', 'USAGE', KEYS[1]) or 0, behind, mark, lastPublic(KEYS[6], position)}
