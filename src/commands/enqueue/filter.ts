import { Reject, reasonOf } from '../../lib/errors/index.ts';
import { type Filter, notBegun, type RunContext } from '../../lib/filter/index.ts';
import { type Field, valueAt } from '../../lib/json/index.ts';
import type { Line } from '../../lib/ndjson/index.ts';
import { isBareValue, type PayloadOptions, type Priority, Producer, pack, QueueKeys } from '../../lib/queue/index.ts';
import { connect, payloadValues, type QueueValues, queueName } from '../queue/options.ts';

export interface EnqueueOptions extends QueueValues, PayloadOptions {
  idField?: Field;
  priority: Priority;
  /** Seconds. */
  delay: number;
  maxBacklog?: number;
}

/** Records that may be on their way to Redis, and the bytes of them. */
const MOST_WAITING = 2000;
const MOST_BYTES = 16 * 2 ** 20;

/** Makes the filter of `enqueue`. @throws Halt 2, 4 */
export async function enqueueFilter(options: EnqueueOptions, context: RunContext): Promise<Filter> {
  const queue = new QueueKeys(queueName(options));
  const producer = new Producer(await connect(options, context), {
    queue,
    priority: options.priority,
    delay: options.delay * 1000,
    maxBacklog: options.maxBacklog ?? 0,
    stopping: context.stopping,
  });
  const packing = payloadValues(options);
  let waiting = 0;
  return {
    get window() {
      return waiting > MOST_BYTES ? 1 : MOST_WAITING;
    },
    process(line) {
      const id = idOf(line, options.idField);
      const payload = pack(line.bytes(), packing);
      waiting += payload.length;
      return producer.add(id, payload).then((added) => {
        waiting -= payload.length;
        return added ? undefined : notBegun;
      });
    },
    stats: () => ({ queued: producer.added, already_queued: producer.doubles }),
    progress: () => `${producer.added} queued`,
    close: () => producer.close(),
  };
}

/** The id of a record, `''` where none is asked for. @throws Reject for what is neither a record nor a bare value */
function idOf(line: Line, field: Field | undefined): string {
  if (!line.looksLikeObject() && field === undefined) {
    checkBare(line.text().trim());
    return '';
  }
  const { record } = line;
  if (field === undefined) return '';
  const value = valueAt(record, field);
  if (value === undefined || value === null || value === '') throw new Reject('MISSING_ID', `has no ${field.name}`);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function checkBare(text: string): void {
  if (isBareValue(text)) return;
  try {
    JSON.parse(text);
  } catch (error) {
    throw new Reject('BAD_JSON', `not JSON: ${reasonOf(error)}`);
  }
  throw new Reject('NOT_AN_OBJECT', 'neither a record nor a URL, number or string');
}
