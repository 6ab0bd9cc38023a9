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
local position
local time = now()
if time > parts(previous) then
  -- The sequence 0 of a millisecond is no update's, but may be a mark. Fails behind a mark of a clock that was set back.
  position = redis.pcall(
    'XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], string.format('%.0f-1', time), 'p', previous, unpack(ARGV, 3))
end
if type(position) ~= 'string' then
  position = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'p', previous, unpack(ARGV, 3))
end
redis.call('SET', KEYS[2], position)
if KEYS[3] then
  redis.call('SET', KEYS[3], position, 'PX', ARGV[2])
end
return {position, 0, redis.call('XLEN', KEYS[1])}
