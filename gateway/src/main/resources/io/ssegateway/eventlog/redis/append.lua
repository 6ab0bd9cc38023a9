-- KEYS: stream, last position, publisher's id (if there is one)
-- ARGV: most events, milliseconds for which an id is known, names and values of the update
-- Answers the position, whether it is that of an earlier update with the id (1), and how many entries there are.
if KEYS[3] then
  local first = redis.call('GET', KEYS[3])
  if first and #redis.call('XRANGE', KEYS[1], first, first) > 0 then
    return {first, 1, redis.call('XLEN', KEYS[1])}
  end
end
local previous = last(KEYS[1], KEYS[2])
local position = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'p', previous, unpack(ARGV, 3))
redis.call('SET', KEYS[2], position)
if KEYS[3] then
  redis.call('SET', KEYS[3], position, 'PX', ARGV[2])
end
return {position, 0, redis.call('XLEN', KEYS[1])}
