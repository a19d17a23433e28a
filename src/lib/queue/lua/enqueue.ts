import { Script } from '../../redis/index.ts';

/**
 * Adds records to a queue as long as there is room.
 * KEYS: the three streams, delayed, ids, the mark of this batch, the prefix of the counts.
 * ARGV: room in all (0: without limit), index of the stream, delay in ms, then an id (or '') and a payload for each record.
 * Gives how many records it has dealt with, and how many of those were there already. Done twice, it does nothing the second time.
 */
export const enqueueScript = new Script(`
local before = redis.call('GET', KEYS[6])
if before then
  local handled, doubles = string.match(before, '(%d+) (%d+)')
  return {tonumber(handled), tonumber(doubles)}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local limit, index, delay = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local room = math.huge
if limit > 0 then
  room = limit - redis.call('XLEN', KEYS[1]) - redis.call('XLEN', KEYS[2]) - redis.call('XLEN', KEYS[3]) - redis.call('ZCARD', KEYS[4])
end
local handled, doubles = 0, 0
for at = 4, #ARGV, 2 do
  local id = ARGV[at]
  if id ~= '' and redis.call('SISMEMBER', KEYS[5], id) == 1 then
    doubles = doubles + 1
  elseif room < 1 then
    break
  else
    room = room - 1
    if delay > 0 then
      local member = string.format('%013d%06d%d%08x', now, at, index, #id) .. id .. ARGV[at + 1]
      -- Two batches of one millisecond must not be one member: the mark of the batch tells them apart.
      redis.call('ZADD', KEYS[4], now + delay, string.sub(KEYS[6], -12) .. member)
    elseif id == '' then
      redis.call('XADD', KEYS[index], '*', 'p', ARGV[at + 1])
    else
      redis.call('XADD', KEYS[index], '*', 'p', ARGV[at + 1], 'i', id)
    end
    if id ~= '' then redis.call('SADD', KEYS[5], id) end
  end
  handled = handled + 1
end
if handled > 0 then redis.call('SET', KEYS[6], handled .. ' ' .. doubles, 'PX', 120000) end
if handled > doubles then
  local counts = KEYS[7] .. ':' .. math.floor(now / 10000)
  redis.call('HINCRBY', counts, 'added', handled - doubles)
  redis.call('EXPIRE', counts, 3600)
end
return {handled, doubles}
`);

/** How a member of the set of delayed records begins: the mark, the time, its place in the batch, the stream, the length of the id. */
export const delayedHead = { mark: 12, time: 13, place: 6, stream: 1, idLength: 8 } as const;
