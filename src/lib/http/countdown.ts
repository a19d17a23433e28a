/** Milliseconds from one beat of the clock to the next. */
const BEAT = 50;

/** What counts of the time between two beats, at most: in a longer gap the process was busy and could not have noticed an answer. */
const MOST_PER_GAP = 250;

const running = new Set<Countdown>();
let clock: NodeJS.Timeout | undefined;
let lastBeat = 0;
let attentive = 0;

/** Milliseconds that the process could have noticed what arrived. */
function attentiveTime(): number {
  return clock ? attentive + Math.min(performance.now() - lastBeat, MOST_PER_GAP) : attentive;
}

function beat(): void {
  attentive = attentiveTime();
  lastBeat = performance.now();
  // Timers come before sockets in a turn of the event loop: what has arrived is read first.
  setImmediate(judge);
}

function judge(): void {
  for (const countdown of running) if (countdown.left <= 0) countdown.expire();
}

/**
 * A timeout that counts only the time in which the process could notice what arrived. A timer of Node counts wall-clock time: when a
 * long computation ends, it fires before the answers that have arrived meanwhile are read.
 */
export class Countdown {
  readonly #ms: number;
  readonly #expired: () => void;
  #endsAt = 0;

  /** Begins at once; calls back after `ms`, unless stopped before. */
  constructor(ms: number, expired: () => void) {
    this.#ms = ms;
    this.#expired = expired;
    this.restart();
  }

  /** Milliseconds left, 0 at least. */
  get left(): number {
    return Math.max(0, this.#endsAt - attentiveTime());
  }

  /** Begins again, with all of its time. */
  restart(): void {
    running.add(this);
    if (!clock) {
      lastBeat = performance.now();
      clock = setInterval(beat, BEAT);
    }
    this.#endsAt = attentiveTime() + this.#ms;
  }

  stop(): void {
    running.delete(this);
    if (running.size > 0 || !clock) return;
    clearInterval(clock);
    clock = undefined;
  }

  /** Ends it now: for the clock. */
  expire(): void {
    this.stop();
    this.#expired();
  }
}
