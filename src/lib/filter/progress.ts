import type { Log } from './log.ts';

/** How often the progress line changes on a terminal, and how often a line comes elsewhere, in ms. */
const ON_TERMINAL = 200;
const ELSEWHERE = 5000;

/** What went through one filter so far. */
export interface Counts {
  name: string;
  recordsIn: number;
  recordsOut: number;
  rejected: number;
  /** A few words of the filter's own. */
  words: string | undefined;
}

export interface Progress {
  stages: Counts[];
  /** How much of the input has been read, from 0 to 1, where its size is known. */
  share: number | undefined;
}

/** Shows on standard error how far the run is, a row a filter, until the function that it gives is called. */
export function showProgress(log: Log, progress: () => Progress): () => void {
  const began = performance.now();
  const show = () => {
    const { stages, share } = progress();
    const seconds = (performance.now() - began) / 1000;
    log.progress(stages.map((counts, index) => row(counts, index === 0 ? share : undefined, seconds)));
  };
  const timer = setInterval(show, log.isTerminal ? ON_TERMINAL : ELSEWHERE);
  return () => {
    clearInterval(timer);
    if (!log.isTerminal) show();
    log.clearProgress();
  };
}

function row({ name, recordsIn, recordsOut, rejected, words }: Counts, share: number | undefined, seconds: number): string {
  const percent = share === undefined ? '' : ` ${Math.min(100, Math.floor(100 * share))}%`;
  const rate = recordsIn / seconds;
  const parts = [
    `${recordsIn} in`,
    `${recordsOut} out`,
    rejected ? `${rejected} rejected` : '',
    `${rate.toFixed(rate < 10 ? 1 : 0)}/s`,
    words,
  ];
  return `${name}:${percent} ${parts.filter(Boolean).join(', ')}`;
}
