-- KEYS: values, times
-- ARGV: key, value, its expiry in milliseconds since 1970 (or nothing: never)
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
if ARGV[3] == '' then
  redis.call('ZREM', KEYS[2], ARGV[1])
else
  redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
end
forget(KEYS[1], KEYS[2], now())
return {}
