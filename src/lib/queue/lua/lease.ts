import { Script } from '../../redis/index.ts';

/**
 * Renews the leases of a consumer. KEYS: the three streams. ARGV: group, consumer, then a stream and an entry for each.
 * Gives the entries that are another's by now.
 */
export const renewScript = new Script(`
local lost = {}
for at = 3, #ARGV, 2 do
  local stream, entry = KEYS[tonumber(ARGV[at])], ARGV[at + 1]
  local found = redis.pcall('XPENDING', stream, ARGV[1], entry, entry, 1, ARGV[2])
  if found.err or #found == 0 then
    lost[#lost + 1] = entry
  else
    redis.call('XCLAIM', stream, ARGV[1], ARGV[2], 0, entry, 'JUSTID')
  end
end
return lost
`);

/**
 * A consumer leaves: all that it holds is given back, at once free to others, and not counted as tried.
 * KEYS: the three streams. ARGV: group, consumer. Gives how many records it gave back.
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
 * ARGV: group, the ms since such a name was last heard of.
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
