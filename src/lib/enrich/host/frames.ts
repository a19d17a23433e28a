/**
 * The words that a run and its hosts exchange, one frame a line, a letter and what belongs to it:
 *
 *     to a host                                     from a host
 *     L{…}            load (see Load)               L{…}       loaded: { names } or { failed }
 *     R|r ID N TEXT   run enrichment N over TEXT    V ID JSON  a value
 *                     (r: not begun, it may be      T ID TEXT  the record as it is now
 *                     declined)                     F ID {…}   a failure
 *     X               decline what has not begun    D ID       declined
 *     ?               are you there?                !          yes
 *     E               close                         E          closed
 *                                                   W{…}       something went wrong outside of any record
 */
export type Load = {
  /** A module's path, or the name of a built-in enrichment. */
  readonly module?: string;
  readonly builtin?: string;
  readonly options: Readonly<Record<string, string>>;
  /** How many records may be under way at once in the host. */
  readonly capacity: number;
  /** Whether each of them has a thread of its own. */
  readonly threads: boolean;
  /** For one record, in ms. */
  readonly timeout: number;
  /** For loading the enrichments and for their `setup`, in ms. */
  readonly setupTimeout: number;
  /** The longest value that an enrichment may give, as JSON, in characters. */
  readonly maxValue: number;
  /** The heap of a thread, in MiB. */
  readonly memory: number;
};

/** What is said of enrichments that are not ready in time. */
export function notReady({ setupTimeout }: Load): string {
  return `was not ready within ${setupTimeout / 1000} s (--setup-timeout): its code, or its setup, did not come to an end`;
}

/** A request to run one enrichment over a record. */
export interface Task {
  readonly id: number;
  readonly enrichment: number;
  readonly text: string;
  readonly mayDecline: boolean;
}

/** Reads a frame `R ID N TEXT`. */
export function readTask(frame: string): Task {
  const afterId = frame.indexOf(' ', 2);
  const afterNumber = frame.indexOf(' ', afterId + 1);
  return {
    id: idIn(frame),
    enrichment: Number(frame.slice(afterId + 1, afterNumber)),
    text: frame.slice(afterNumber + 1),
    mayDecline: frame[0] === 'r',
  };
}

/** The ID in a frame that has one. */
export function idIn(frame: string): number {
  let id = 0;
  for (let at = 2; at < frame.length; at++) {
    const digit = frame.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) break;
    id = id * 10 + digit;
  }
  return id;
}

/** What stands before the text of the record in the frame of a task. */
export function taskHead({ id, enrichment, mayDecline }: Pick<Task, 'id' | 'enrichment' | 'mayDecline'>): string {
  return `${mayDecline ? 'r' : 'R'} ${id} ${enrichment} `;
}
