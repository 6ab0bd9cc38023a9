-- KEYS: values, times
-- Returns the keys, each followed by its value.
forget(KEYS[1], KEYS[2], now())
return redis.call('HGETALL', KEYS[1])
