import { Script } from '../../redis/index.ts';
import { entryFunctions } from './shared.ts';

/**
 * Puts dead letters back into their streams. One whose id waits in the queue again, or that holds no record, stays a letter.
 * KEYS: the three streams, ids, dead, the totals. ARGV: where to begin, the last letter to look at.
 * Returns how many letters were looked at, how many were queued, and the last one looked at.
 */
export const requeueScript = new Script(`${entryFunctions}
local letters = redis.call('XRANGE', KEYS[5], ARGV[1], ARGV[2], 'COUNT', 500)
local queued, last = 0, ''
for _, letter in ipairs(letters) do
  last = letter[1]
  local stream = 2
  for i = 1, #letter[2], 2 do
    if letter[2][i] == 's' and string.match(letter[2][i + 1], '^[123]$') then stream = tonumber(letter[2][i + 1]) end
  end
  local payload, id = entryOf(letter[2])
  if payload ~= '' and (id == '' or redis.call('SADD', KEYS[4], id) == 1) then
    redis.call('XDEL', KEYS[5], last)
    add(stream, payload, id, 0)
    queued = queued + 1
  end
end
if queued > 0 then redis.call('HINCRBY', KEYS[6], 'requeued', queued) end
return {#letters, queued, last}
`);

/** Makes all delayed or retried records due now. KEYS: the set. */
export const hastenScript = new Script(`
local members = redis.call('ZRANGEBYSCORE', KEYS[1], '(0', '+inf', 'LIMIT', 0, 1000)
for _, member in ipairs(members) do redis.call('ZADD', KEYS[1], 0, member) end
return #members
`);
