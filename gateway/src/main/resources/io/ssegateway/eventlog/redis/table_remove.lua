-- KEYS: values, times
-- ARGV: key
-- Answers whether it was there (1).
forget(KEYS[1], KEYS[2], now())
redis.call('ZREM', KEYS[2], ARGV[1])
return {redis.call('HDEL', KEYS[1], ARGV[1])}
