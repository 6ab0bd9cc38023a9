-- KEYS: values, times
-- ARGV: key
-- Returns whether it existed (1).
forget(KEYS[1], KEYS[2], now())
redis.call('ZREM', KEYS[2], ARGV[1])
return {redis.call('HDEL', KEYS[1], ARGV[1])}
