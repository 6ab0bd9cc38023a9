-- KEYS: stream, last position
-- Returns the last position, and the clock in milliseconds since 1970.
return {last(KEYS[1], KEYS[2]), now()}
