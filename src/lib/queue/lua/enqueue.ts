import { Script } from '../../redis/index.ts';
import { entryFunctions } from './shared.ts';

/**
 * Adds a batch of records to a queue as long as there is room.
 * KEYS: the three streams, delayed, ids, the mark of the producer, the prefix of the counts, the totals, the retries.
 * ARGV: room in all (0: no limit), index of the stream, delay in ms, the number of the batch, how long the mark is kept in ms, then an
 * id (or '') and a payload for each record.
 * Returns how many records were handled, and how many of those were in the queue already. A batch that is sent again changes nothing.
 */
export const enqueueScript = new Script(`${entryFunctions}
local number = ARGV[4]
local before = redis.call('GET', KEYS[6])
if before then
  local last, handled, doubles = string.match(before, '^(%d+) (%d+) (%d+)$')
  if last == number then return {tonumber(handled), tonumber(doubles)} end
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local limit, stream, delay = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local room = math.huge
if limit > 0 then
  room = limit - redis.call('XLEN', KEYS[1]) - redis.call('XLEN', KEYS[2]) - redis.call('XLEN', KEYS[3])
    - redis.call('ZCARD', KEYS[4]) - redis.call('ZCARD', KEYS[9])
end
local mark = string.sub(KEYS[6], -7) .. string.format('%05x', number % 1048576)
local handled, doubles = 0, 0
for at = 6, #ARGV, 2 do
  local id, payload = ARGV[at], ARGV[at + 1]
  if id ~= '' and redis.call('SISMEMBER', KEYS[5], id) == 1 then
    doubles = doubles + 1
  elseif room < 1 then
    break
  else
    room = room - 1
    if delay > 0 then
      redis.call('ZADD', KEYS[4], now + delay, mark .. string.format('%013d%06d%d%08x', now, at, stream, #id) .. id .. payload)
    else
      add(stream, payload, id, 0)
    end
    if id ~= '' then redis.call('SADD', KEYS[5], id) end
  end
  handled = handled + 1
end
if handled > 0 then redis.call('SET', KEYS[6], number .. ' ' .. handled .. ' ' .. doubles, 'PX', ARGV[5]) end
if handled > doubles then
  local counts = KEYS[7] .. ':' .. math.floor(now / 10000)
  redis.call('HINCRBY', counts, 'added', handled - doubles)
  redis.call('EXPIRE', counts, 3600)
  redis.call('HINCRBY', KEYS[8], 'added', handled - doubles)
end
return {handled, doubles}
`);
