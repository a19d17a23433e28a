import { Script } from '../../redis/index.ts';

/**
 * Renews the leases of a consumer. KEYS: the three streams. ARGV: group, consumer, then a stream and an entry for each.
 * Returns the places, from 1, of those that another worker has by now.
 */
export const renewScript = new Script(`
local lost = {}
for at = 3, #ARGV, 2 do
  local stream, entry = KEYS[tonumber(ARGV[at])], ARGV[at + 1]
  local found = redis.pcall('XPENDING', stream, ARGV[1], entry, entry, 1, ARGV[2])
  if found.err or #found == 0 then
    lost[#lost + 1] = (at - 1) / 2
  else
    redis.call('XCLAIM', stream, ARGV[1], ARGV[2], 0, entry, 'JUSTID')
  end
end
return lost
`);

/**
 * Gives back all that a consumer holds: free to others at once, and not counted as tried. Removes the consumer.
 * KEYS: the three streams. ARGV: group, consumer. Returns how many records it gave back.
 */
export const leaveScript = new Script(`
local count = 0
for _, stream in ipairs(KEYS) do
  local more = true
  while more do
    local held = redis.pcall('XPENDING', stream, ARGV[1], '-', '+', 1000, ARGV[2])
    if held.err then held = {} end
    for _, found in ipairs(held) do
      local tries = math.max(found[4] - 1, 0)
      redis.call('XCLAIM', stream, ARGV[1], 'returned', 0, found[1], 'IDLE', 2147483647, 'RETRYCOUNT', tries, 'JUSTID')
    end
    count = count + #held
    more = #held == 1000
  end
  redis.pcall('XGROUP', 'DELCONSUMER', stream, ARGV[1], ARGV[2])
end
return count
`);

/**
 * Removes the names of workers that died and whose records others have taken. KEYS: the three streams.
 * ARGV: group, for how many ms nothing was heard of such a worker.
 */
export const sweepScript = new Script(`
for _, stream in ipairs(KEYS) do
  local consumers = redis.pcall('XINFO', 'CONSUMERS', stream, ARGV[1])
  if not consumers.err then
    for _, consumer in ipairs(consumers) do
      local about = {}
      for i = 1, #consumer, 2 do about[consumer[i]] = consumer[i + 1] end
      if about.pending == 0 and about.idle > tonumber(ARGV[2]) then
        redis.call('XGROUP', 'DELCONSUMER', stream, ARGV[1], about.name)
      end
    end
  end
end
return 1
`);
