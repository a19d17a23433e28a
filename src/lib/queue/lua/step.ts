import { Script } from '../../redis/index.ts';

/**
 * One step of a worker: what it has done is written, and it is given more to do, all at once.
 *
 * KEYS: the three streams, delayed, ids, dead, the prefix of the counts; then, where what comes out is queued, the three streams
 * and the prefix of the counts of that queue.
 * ARGV: group, consumer, how many records are wanted, the lease in ms, the most tries, the room in the other queue (0: without
 * limit), whether to look for what others left ('1'), how many results follow. A result: how many entries, how many outputs, how
 * many dead letters; a stream, entry and id for each entry; a payload for each output; a payload and an error for each dead letter.
 * Then names of counts and what to add to them.
 * Gives: the time; the results whose entries were another's by now; whether the other queue is full; how much the queue holds;
 * whether the one record given is to be worked on alone; stream, tries, entry, payload and id of each record given.
 */
export const stepScript = new Script(`
local group, consumer = ARGV[1], ARGV[2]
local want, lease, most, limit = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local done, dead, added, at = 0, 0, 0, 9
local lost = {}

local function owned(stream, entry)
  local found = redis.pcall('XPENDING', stream, group, entry, entry, 1, consumer)
  return not found.err and #found > 0
end

local function bury(payload, reason, stream, id, tries)
  redis.call('XADD', KEYS[6], '*', 'p', payload, 'e', reason, 's', stream, 'i', id, 't', tries)
  dead = dead + 1
end

local function remove(stream, entry, id)
  redis.call('XACK', stream, group, entry)
  redis.call('XDEL', stream, entry)
  if id ~= '' then redis.call('SREM', KEYS[5], id) end
end

for result = 1, tonumber(ARGV[8]) do
  local entries, outputs, letters = tonumber(ARGV[at]), tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  local first = at + 3
  local firstOutput = first + entries * 3
  local firstLetter = firstOutput + outputs
  at = firstLetter + letters * 2
  local mine = true
  for i = first, firstOutput - 1, 3 do
    if not owned(KEYS[tonumber(ARGV[i])], ARGV[i + 1]) then mine = false end
  end
  if mine then
    local stream = ARGV[first]
    for i = firstOutput, firstLetter - 1 do redis.call('XADD', KEYS[7 + tonumber(stream)], '*', 'p', ARGV[i]) end
    for i = firstLetter, at - 1, 2 do bury(ARGV[i], ARGV[i + 1], stream, ARGV[first + 2], 1) end
    for i = first, firstOutput - 1, 3 do remove(KEYS[tonumber(ARGV[i])], ARGV[i + 1], ARGV[i + 2]) end
    added = added + outputs
    done = done + entries
  else
    lost[#lost + 1] = result
  end
end

local taken, alone = {}, 0

local function give(stream, tries, entry)
  local payload, id = '', ''
  local fields = entry[2]
  for i = 1, #fields, 2 do
    if fields[i] == 'p' then payload = fields[i + 1] elseif fields[i] == 'i' then id = fields[i + 1] end
  end
  taken[#taken + 1] = {stream, tries, entry[1], payload, id}
end

local function claim(stream, entry, tries)
  local claimed = redis.call('XCLAIM', KEYS[stream], group, consumer, 0, entry)[1]
  if claimed and claimed[2] then give(stream, tries, claimed) else redis.call('XACK', KEYS[stream], group, entry) end
end

-- What a worker gave back, and what one that died held. What was held by several that died may be why they died: it is taken
-- with less and less beside it, in the end alone, so that it does not cost others their tries.
local function takeOver(stream)
  local late = redis.pcall('XPENDING', KEYS[stream], group, 'IDLE', lease, '-', '+', 100)
  if late.err then return end
  local few = math.max(1, math.floor(want / 4))
  for _, found in ipairs(late) do
    if #taken >= want then return end
    local entry, tries = found[1], found[4]
    if found[2] == 'returned' then
      claim(stream, entry, tries + 1)
    elseif tries >= most then
      local record = redis.call('XRANGE', KEYS[stream], entry, entry)[1]
      if record then
        local payload, id = '', ''
        for i = 1, #record[2], 2 do
          if record[2][i] == 'p' then payload = record[2][i + 1] elseif record[2][i] == 'i' then id = record[2][i + 1] end
        end
        bury(payload, cjson.encode({code = 'TRIED_TOO_OFTEN', message = 'no worker that took it came back: tried ' .. tries .. ' times', attempts = tries}), stream, id, tries)
        remove(KEYS[stream], entry, id)
      else
        redis.call('XACK', KEYS[stream], group, entry)
      end
    elseif tries >= 3 then
      if #taken == 0 then
        claim(stream, entry, tries + 1)
        if #taken > 0 then
          alone = 1
          return
        end
      end
    elseif few > 0 then
      few = few - 1
      claim(stream, entry, tries + 1)
    end
  end
end

local function promote()
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', now, 'LIMIT', 0, 1000)) do
    local stream, length = tonumber(string.sub(member, 32, 32)), tonumber(string.sub(member, 33, 40), 16)
    local id, payload = string.sub(member, 41, 40 + length), string.sub(member, 41 + length)
    if id == '' then
      redis.call('XADD', KEYS[stream], '*', 'p', payload)
    else
      redis.call('XADD', KEYS[stream], '*', 'p', payload, 'i', id)
    end
    redis.call('ZREM', KEYS[4], member)
  end
end

local full = 0
if limit > 0 and redis.call('XLEN', KEYS[8]) + redis.call('XLEN', KEYS[9]) + redis.call('XLEN', KEYS[10]) >= limit then full = 1 end
if want > 0 and full == 0 then
  if redis.call('ZCARD', KEYS[4]) > 0 then promote() end
  if ARGV[7] == '1' then
    for stream = 1, 3 do
      if alone == 0 and #taken < want then takeOver(stream) end
    end
  end
  for stream = 1, 3 do
    if alone == 0 and #taken < want then
      local read = redis.pcall('XREADGROUP', 'GROUP', group, consumer, 'COUNT', want - #taken, 'STREAMS', KEYS[stream], '>')
      if read and read.err then
        if not string.find(read.err, 'NOGROUP') then return redis.error_reply(read.err) end
        redis.call('XGROUP', 'CREATE', KEYS[stream], group, '0', 'MKSTREAM')
        read = redis.call('XREADGROUP', 'GROUP', group, consumer, 'COUNT', want - #taken, 'STREAMS', KEYS[stream], '>')
      end
      if read then
        for _, entry in ipairs(read[1][2]) do give(stream, 1, entry) end
      end
    end
  end
end

local counts = KEYS[7] .. ':' .. math.floor(now / 10000)
if done > 0 then redis.call('HINCRBY', counts, 'done', done) end
if dead > 0 then redis.call('HINCRBY', counts, 'dead', dead) end
for i = at, #ARGV, 2 do redis.call('HINCRBY', counts, ARGV[i], ARGV[i + 1]) end
if done > 0 or dead > 0 or #ARGV >= at then redis.call('EXPIRE', counts, 3600) end
if added > 0 then
  counts = KEYS[11] .. ':' .. math.floor(now / 10000)
  redis.call('HINCRBY', counts, 'added', added)
  redis.call('EXPIRE', counts, 3600)
end
local holds = redis.call('XLEN', KEYS[1]) + redis.call('XLEN', KEYS[2]) + redis.call('XLEN', KEYS[3])
return {now, lost, full, holds, alone, taken}
`);
