import { Script } from '../../redis/index.ts';
import { entryFunctions } from './shared.ts';

/**
 * One step of a worker: writes what it has done and gives it more to do, all at once.
 *
 * KEYS: the three streams, delayed, ids, dead, the prefix of the counts, the totals, the retries; then, where outputs are queued, the three
 * streams, the prefix of the counts and the totals of that queue.
 * ARGV: group, consumer, how many records are wanted, how many bytes of them, the lease in ms, the most tries, the room in the other queue
 * (0: no limit), whether to look for what others left ('1'), how many results follow. A result: how many entries, how many outputs; a
 * stream, entry, id and verdict for each entry; a payload for each output. A verdict is '' (done), 'xTRIES ERRORS' (to the dead letters) or
 * 'rTRIES MS' (to be tried again in so many ms). Then names of counts and what to add to them.
 * Returns: the time; the results whose entries another worker has by now; whether the other queue is full; how many records the queue
 * holds; whether the one record given is to be worked on alone; whether others left more; stream, tries, entry, payload, id of each record.
 */
export const stepScript = new Script(`${entryFunctions}
local group, consumer = ARGV[1], ARGV[2]
local want, bytes, lease, most, limit = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local counted = {done = 0, dead = 0, retried = 0}
local added, at = 0, 10
local lost = {}

local function owned(stream, entry)
  local found = redis.pcall('XPENDING', KEYS[stream], group, entry, entry, 1, consumer)
  return not found.err and #found > 0
end

local function remove(stream, entry)
  redis.call('XACK', KEYS[stream], group, entry)
  redis.call('XDEL', KEYS[stream], entry)
end

local function forget(id)
  if id ~= '' then redis.call('SREM', KEYS[5], id) end
end

-- A letter is the entry as it was, whatever fields it has, with the errors.
local function bury(stream, entry, fields, errors, tries)
  local letter = {}
  for i = 1, math.min(#fields, 200), 2 do
    if not string.match(fields[i], '^[est]$') then letter[#letter + 1], letter[#letter + 2] = fields[i], fields[i + 1] end
  end
  remove(stream, entry)
  redis.call('XADD', KEYS[6], '*', 'e', errors, 's', stream, 't', tries, unpack(letter))
  local _, id = entryOf(fields)
  forget(id)
  counted.dead = counted.dead + 1
end

local function retry(stream, entry, fields, tries, delay)
  local payload, id = entryOf(fields)
  remove(stream, entry)
  local mark = string.sub('000000000000' .. entry, -12)
  redis.call('ZADD', KEYS[9], now + delay, mark .. string.format('%013d%06d%d%08x', now, tries, stream, #id) .. id .. payload)
  counted.retried = counted.retried + 1
end

local function settle(stream, entry, id, verdict)
  if verdict == '' then
    remove(stream, entry)
    forget(id)
    counted.done = counted.done + 1
    return
  end
  local record = redis.call('XRANGE', KEYS[stream], entry, entry)[1]
  local kind, tries, rest = string.match(verdict, '^([xr])(%d+) (.*)$')
  if not record then redis.call('XACK', KEYS[stream], group, entry)
  elseif kind == 'x' then bury(stream, entry, record[2], rest, tonumber(tries))
  else retry(stream, entry, record[2], tonumber(tries), tonumber(rest)) end
end

for result = 1, tonumber(ARGV[9]) do
  local entries, outputs = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
  local first = at + 2
  local firstOutput = first + entries * 4
  at = firstOutput + outputs
  local mine = true
  for i = first, firstOutput - 1, 4 do
    if not owned(tonumber(ARGV[i]), ARGV[i + 1]) then mine = false end
  end
  if mine then
    for i = firstOutput, at - 1 do redis.call('XADD', KEYS[9 + tonumber(ARGV[first])], '*', 'p', ARGV[i]) end
    for i = first, firstOutput - 1, 4 do settle(tonumber(ARGV[i]), ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]) end
    added = added + outputs
  else
    lost[#lost + 1] = result
  end
end

local taken, alone, more = {}, 0, 0

local function give(stream, deliveries, entry)
  local payload, id, tries = entryOf(entry[2])
  bytes = bytes - #payload
  taken[#taken + 1] = {stream, tries + deliveries, entry[1], payload, id}
end

local function claim(stream, entry, deliveries)
  local claimed = redis.call('XCLAIM', KEYS[stream], group, consumer, 0, entry)[1]
  if claimed and claimed[2] then give(stream, deliveries, claimed) else redis.call('XACK', KEYS[stream], group, entry) end
end

-- What a worker gave back, and what one that died held. What several held that died may be why they died: it is taken with less and less
-- beside it, in the end alone, so that it does not cost others their tries.
local function takeOver(stream)
  local late = redis.pcall('XPENDING', KEYS[stream], group, 'IDLE', lease, '-', '+', 100)
  if late.err then return end
  if #late == 100 then more = 1 end
  local few = math.max(1, math.floor(want / 4))
  for _, found in ipairs(late) do
    local entry, deliveries = found[1], found[4]
    local record = redis.call('XRANGE', KEYS[stream], entry, entry)[1]
    local tries = deliveries
    if record then
      local _, _, before = entryOf(record[2])
      tries = tries + before
    end
    if not record then
      redis.call('XACK', KEYS[stream], group, entry)
    elseif found[2] ~= 'returned' and tries >= most then
      local error = {code = 'TRIED_TOO_OFTEN', message = 'no worker that took it came back: tried ' .. tries .. ' times', attempts = tries}
      bury(stream, entry, record[2], cjson.encode(error), tries)
    elseif #taken >= want or bytes <= 0 then
      more = 1
      return
    elseif found[2] == 'returned' then
      claim(stream, entry, deliveries + 1)
    elseif deliveries >= 3 then
      more = 1
      if #taken == 0 then
        claim(stream, entry, deliveries + 1)
        if #taken > 0 then
          alone = 1
          return
        end
      end
    elseif few > 0 then
      few = few - 1
      claim(stream, entry, deliveries + 1)
    else
      more = 1
    end
  end
end

-- Moves what is due from the sets of delayed and retried records to the streams. Removed before it is added: a Redis that is full refuses
-- a script whose first change needs memory, and has to be drained.
local function promote(set, isRetry)
  if redis.call('ZCARD', KEYS[set]) == 0 then return end
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[set], '-inf', now, 'LIMIT', 0, 1000)) do
    local tries, stream, length = string.match(member, '^............%d%d%d%d%d%d%d%d%d%d%d%d%d(%d%d%d%d%d%d)([123])(%x%x%x%x%x%x%x%x)')
    redis.call('ZREM', KEYS[set], member)
    if stream and tonumber(length, 16) <= #member - 40 then
      local id = string.sub(member, 41, 40 + tonumber(length, 16))
      add(tonumber(stream), string.sub(member, 41 + #id), id, isRetry and tonumber(tries) or 0)
    else
      local error = {code = 'BAD_PAYLOAD', message = 'the delayed record in Redis was not written by feedmill'}
      redis.call('XADD', KEYS[6], '*', 'e', cjson.encode(error), 's', 2, 't', 0, 'p', member)
      counted.dead = counted.dead + 1
    end
  end
end

local function read(stream, most)
  local command = {'XREADGROUP', 'GROUP', group, consumer, 'COUNT', most, 'STREAMS', KEYS[stream], '>'}
  local heard = redis.pcall(unpack(command))
  if heard and heard.err then
    if string.find(heard.err, 'NOGROUP') then redis.call('XGROUP', 'CREATE', KEYS[stream], group, '0', 'MKSTREAM') end
    heard = redis.call(unpack(command))
  end
  return heard and heard[1][2] or {}
end

local full = 0
if limit > 0 and redis.call('XLEN', KEYS[10]) + redis.call('XLEN', KEYS[11]) + redis.call('XLEN', KEYS[12]) >= limit then full = 1 end
if want > 0 and full == 0 then
  promote(4, false)
  promote(9, true)
  if ARGV[8] == '1' then
    for stream = 1, 3 do
      if alone == 0 and #taken < want then takeOver(stream) end
    end
  end
  for stream = 1, 3 do
    -- How long records are is known only once they are read: a few at first, then twice as many each time.
    local chunk = 8
    while alone == 0 and #taken < want and bytes > 0 do
      local asked = math.min(chunk, want - #taken)
      local entries = read(stream, asked)
      for _, entry in ipairs(entries) do give(stream, 1, entry) end
      if #entries < asked then break end
      chunk = chunk * 2
    end
  end
end

local slot = KEYS[7] .. ':' .. math.floor(now / 10000)
local changed = false
for name, count in pairs(counted) do
  if count > 0 then
    redis.call('HINCRBY', slot, name, count)
    redis.call('HINCRBY', KEYS[8], name, count)
    changed = true
  end
end
for i = at, #ARGV, 2 do
  redis.call('HINCRBY', slot, ARGV[i], ARGV[i + 1])
  changed = true
end
if changed then redis.call('EXPIRE', slot, 3600) end
if added > 0 then
  slot = KEYS[13] .. ':' .. math.floor(now / 10000)
  redis.call('HINCRBY', slot, 'added', added)
  redis.call('EXPIRE', slot, 3600)
  redis.call('HINCRBY', KEYS[14], 'added', added)
end
local holds = redis.call('XLEN', KEYS[1]) + redis.call('XLEN', KEYS[2]) + redis.call('XLEN', KEYS[3]) + redis.call('ZCARD', KEYS[9])
return {now, lost, full, holds, alone, more, taken}
`);
