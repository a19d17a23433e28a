import { Script } from '../../redis/index.ts';

/**
 * Puts dead letters back where they came from. KEYS: the three streams, ids, dead, the prefix of the counts.
 * ARGV: the last dead letter that was there at the beginning. Gives how many it has dealt with, and how many of them are queued again.
 */
export const requeueScript = new Script(`
local time = redis.call('TIME')
local letters = redis.call('XRANGE', KEYS[5], '-', ARGV[1], 'COUNT', 500)
local queued = 0
for _, letter in ipairs(letters) do
  local about = {i = '', s = '2'}
  for i = 1, #letter[2], 2 do about[letter[2][i]] = letter[2][i + 1] end
  if about.i == '' then
    redis.call('XADD', KEYS[tonumber(about.s)], '*', 'p', about.p)
    queued = queued + 1
  elseif redis.call('SADD', KEYS[4], about.i) == 1 then
    redis.call('XADD', KEYS[tonumber(about.s)], '*', 'p', about.p, 'i', about.i)
    queued = queued + 1
  end
  redis.call('XDEL', KEYS[5], letter[1])
end
if queued > 0 then
  local counts = KEYS[6] .. ':' .. math.floor((time[1] * 1000 + math.floor(time[2] / 1000)) / 10000)
  redis.call('HINCRBY', counts, 'added', queued)
  redis.call('EXPIRE', counts, 3600)
end
return {#letters, queued}
`);

/** Has all delayed records come now. KEYS: delayed. */
export const hastenScript = new Script(`
local members = redis.call('ZRANGEBYSCORE', KEYS[1], '(0', '+inf', 'LIMIT', 0, 1000)
for _, member in ipairs(members) do redis.call('ZADD', KEYS[1], 0, member) end
return #members
`);
