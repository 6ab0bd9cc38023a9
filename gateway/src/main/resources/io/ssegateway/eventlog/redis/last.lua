-- The position of the newest entry ever. A new stream, or one without that knowledge, gets a position to begin: an entry that
-- is removed again, so that readers from before learn that they may have missed updates.
local function last(stream, key)
  local position = redis.call('GET', key)
  if not position then
    position = redis.call('XADD', stream, '*', 'birth', '')
    redis.call('XDEL', stream, position)
    redis.call('SET', key, position)
  end
  return position
end

-- The position of the newest public entry. Stored with the position of the newest entry: if that has changed, an older
-- gateway has appended, and its entry may have been public.
local function lastPublic(key, newest)
  local public, of = string.match(redis.call('GET', key) or '', '^(%S+) (%S+)$')
  return of == newest and public or newest
end

local function parts(position)
  local millis, sequence = string.match(position, '^(%d+)-(%d+)$')
  return tonumber(millis), tonumber(sequence)
end

-- The later of two positions.
local function later(a, b)
  local millis, sequence = parts(a)
  local otherMillis, otherSequence = parts(b)
  if millis > otherMillis or (millis == otherMillis and sequence >= otherSequence) then
    return a
  end
  return b
end

local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Removes expired fields from a hash, by the sorted set of their times in milliseconds since 1970.
local function forget(hash, times, now)
  for _, gone in ipairs(redis.call('ZRANGEBYSCORE', times, '-inf', string.format('%.0f', now))) do
    redis.call('ZREM', times, gone)
    redis.call('HDEL', hash, gone)
  end
end
