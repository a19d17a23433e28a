import type { QueueStats } from './stats.ts';

interface Metric {
  readonly name: string;
  readonly type: 'gauge' | 'counter' | 'summary';
  readonly help: string;
  readonly values: readonly (readonly [value: number | null, label?: string])[];
}

/** The figures in the text format of Prometheus. */
export function asPrometheus(stats: QueueStats): string {
  const byPriority = Object.entries(stats.waiting_by_priority);
  const { totals, waiting_seconds, working_seconds } = stats;
  const metrics: Metric[] = [
    gauge('waiting', 'Records that wait.', ...byPriority.map(([name, count]) => [count, `priority="${name}"`] as const)),
    gauge('under_way', 'Records that workers hold.', [stats.under_way]),
    gauge('delayed', 'Records with a delay that are not due.', [stats.delayed]),
    gauge('retrying', 'Records that failed and wait to be tried again.', [stats.retrying]),
    gauge('dead', 'Dead letters.', [stats.dead]),
    gauge('workers', 'Workers that hold records.', [stats.workers]),
    gauge('oldest_waiting_seconds', 'Age of the oldest record that waits.', [stats.oldest_waiting_seconds ?? 0]),
    gauge('oldest_seconds', 'Age of the oldest record that is not done.', [stats.oldest_seconds ?? 0]),
    counter('added', 'Records added to the queue.', totals.added),
    counter('done', 'Records that went through.', totals.done),
    counter('dead_letters', 'Records that went to the dead letters.', totals.dead),
    counter('retried', 'Failures after which a record is tried again.', totals.retried),
    counter('requeued', 'Dead letters put back into the queue.', totals.requeued),
    summary('waiting_time_seconds', 'Time from when a record could be taken to when it was.', waiting_seconds),
    summary('working_time_seconds', 'Time from when a record was taken to when it was done.', working_seconds),
  ];
  const queue = stats.queue.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n');
  return metrics.flatMap((metric) => linesOf(metric, `queue="${queue}"`)).join('\n');
}

function linesOf({ name, type, help, values }: Metric, queue: string): string[] {
  const metric = `feedmill_queue_${name}`;
  const lines = values.flatMap(([value, label]) =>
    value === null ? [] : [`${metric}{${queue}${label === undefined ? '' : `,${label}`}} ${value}`],
  );
  return lines.length === 0 ? [] : [`# HELP ${metric} ${help}`, `# TYPE ${metric} ${type}`, ...lines];
}

function gauge(name: string, help: string, ...values: Metric['values']): Metric {
  return { name, type: 'gauge', help, values };
}

function counter(name: string, help: string, value: number): Metric {
  return { name: `${name}_total`, type: 'counter', help, values: [[value]] };
}

function summary(name: string, help: string, { p50, p99 }: { p50: number | null; p99: number | null }): Metric {
  const values = [
    [p50, 'quantile="0.5"'],
    [p99, 'quantile="0.99"'],
  ] as const;
  return { name, type: 'summary', help, values };
}

/** The figures as a table for a terminal. */
export function asTable(stats: QueueStats): string {
  const { high = 0, normal = 0, low = 0 } = stats.waiting_by_priority;
  const time = ({ p50, p99 }: { p50: number | null; p99: number | null }) => `p50 ${inWords(p50)}, p99 ${inWords(p99)}`;
  const rows: [name: string, value: string][] = [
    ['waiting', `${stats.waiting}  (high ${high}, normal ${normal}, low ${low})`],
    ['under way', `${stats.under_way}  (${stats.workers} workers)`],
    ['delayed', `${stats.delayed}  (${stats.retrying} to be tried again)`],
    ['dead', String(stats.dead)],
    ['oldest', `${inWords(stats.oldest_seconds)}, waiting ${inWords(stats.oldest_waiting_seconds)}`],
    ['per second', `${stats.added_per_second} added, ${stats.done_per_second} done, ${stats.dead_per_second} dead`],
    ['waited', time(stats.waiting_seconds)],
    ['worked', time(stats.working_seconds)],
  ];
  return [`queue ${stats.queue}`, ...rows.map(([name, value]) => `  ${name.padEnd(11)}${value}`)].join('\n');
}

function inWords(seconds: number | null): string {
  if (seconds === null) return '-';
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
