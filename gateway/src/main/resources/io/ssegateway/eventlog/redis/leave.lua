-- KEYS: nodes, rows
-- ARGV: the id of a node that stops
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call("HDEL", KEYS[2], ARGV[1])
return {}
