-- KEYS: stream
-- ARGV: where to begin and where to end, most entries, most bytes, XRANGE or XREVRANGE
-- Answers whether there may be more (1), and the entries as that command has them: fewer if they have so many bytes, but at
-- least one.
local page, bytes, from = {}, 0, ARGV[1]
local most, room = tonumber(ARGV[3]), tonumber(ARGV[4])
while #page < most and bytes < room do
  local count = math.min(16, most - #page)
  local next = redis.call(ARGV[5], KEYS[1], from, ARGV[2], 'COUNT', count)
  for _, entry in ipairs(next) do
    if bytes >= room then
      return {1, page}
    end
    for _, text in ipairs(entry[2]) do
      bytes = bytes + #text
    end
    page[#page + 1] = entry
    from = '(' .. entry[1]
  end
  if #next < count then
    return {0, page}
  end
end
return {1, page}
