/** What several scripts need: how an entry is read, and how one is added. `add` needs the streams as the first three keys. */
export const entryFunctions = `
local function entryOf(fields)
  local payload, id, tries = '', '', 0
  for i = 1, #fields, 2 do
    local name, value = fields[i], fields[i + 1]
    if name == 'p' then payload = value
    elseif name == 'i' then id = value
    elseif name == 't' and string.match(value, '^%d%d?%d?%d?%d?%d?$') then tries = tonumber(value) end
  end
  return payload, id, tries
end

local function add(stream, payload, id, tries)
  local fields = {'p', payload}
  if id ~= '' then fields[3], fields[4] = 'i', id end
  if tries > 0 then fields[#fields + 1], fields[#fields + 2] = 't', tries end
  redis.call('XADD', KEYS[stream], '*', unpack(fields))
end
`;

/**
 * How a member of the sets of delayed and retried records begins: 12 characters that tell it from others, the time, its place in the
 * batch (delayed) or its tries (retried), the stream, and the length of the id; the id and the payload follow.
 */
export const DELAYED_HEAD = /^.{12}\d{13}\d{6}[123]([0-9a-f]{8})$/s;
export const DELAYED_HEAD_BYTES = 40;
