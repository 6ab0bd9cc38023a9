-- KEYS: stream, last position, last public position, publisher's id (if there is one)
-- ARGV: most events, milliseconds for which an id is known, names and values of the update
-- Returns the position, whether it is that of an earlier update with the id (1), and the number of entries.
if KEYS[4] then
  local first = redis.call('GET', KEYS[4])
  if first and #redis.call('XRANGE', KEYS[1], first, first) > 0 then
    return {first, 1, redis.call('XLEN', KEYS[1])}
  end
end
local previous = last(KEYS[1], KEYS[2])
local public = lastPublic(KEYS[3], previous)
local position
local time = now()
if time > parts(previous) then
  -- The sequence 0 of a millisecond is no update's, but may be a mark. Fails behind a mark of a clock that was set back.
  position = redis.pcall(
    'XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], string.format('%.0f-1', time), 'p', previous, 'q', public, unpack(ARGV, 3))
end
if type(position) ~= 'string' then
  position = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'p', previous, 'q', public, unpack(ARGV, 3))
end
redis.call('SET', KEYS[2], position)
redis.call('SET', KEYS[3], (ARGV[3] == 't' and position or public) .. ' ' .. position)
if KEYS[4] then
  redis.call('SET', KEYS[4], position, 'PX', ARGV[2])
end
return {position, 0, redis.call('XLEN', KEYS[1])}
