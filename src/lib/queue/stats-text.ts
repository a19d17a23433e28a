import type { QueueStats } from './stats.ts';

type Row = readonly [name: string, help: string, value: number | null, labels?: string];

/** The figures in the text format of Prometheus. */
export function asPrometheus(stats: QueueStats): string {
  const rows: Row[] = [
    ...Object.entries(stats.waiting_by_priority).map(
      ([priority, count]): Row => ['waiting', 'Records that wait.', count, `priority="${priority}"`],
    ),
    ['under_way', 'Records that workers hold.', stats.under_way],
    ['delayed', 'Records that are to come later.', stats.delayed],
    ['dead', 'Dead letters.', stats.dead],
    ['workers', 'Workers that hold records.', stats.workers],
    ['oldest_waiting_seconds', 'Age of the oldest record that waits.', stats.oldest_waiting_seconds ?? 0],
    ['oldest_seconds', 'Age of the oldest record that is not done.', stats.oldest_seconds ?? 0],
    ['added_per_second', 'Records added a second, over a minute.', stats.added_per_second],
    ['done_per_second', 'Records done a second, over a minute.', stats.done_per_second],
    ['dead_per_second', 'Dead letters a second, over a minute.', stats.dead_per_second],
    ...quantiles('waiting_time_seconds', 'Time from when a record could be taken to when it was.', stats.waiting_seconds),
    ...quantiles('working_time_seconds', 'Time from when a record was taken to when it was done.', stats.working_seconds),
  ];
  const told = new Set<string>();
  const lines: string[] = [];
  for (const [name, help, value, labels] of rows) {
    if (value === null) continue;
    const metric = `feedmill_queue_${name}`;
    if (!told.has(name)) lines.push(`# HELP ${metric} ${help}`, `# TYPE ${metric} gauge`);
    told.add(name);
    const queue = stats.queue.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n');
    lines.push(`${metric}{queue="${queue}"${labels ? `,${labels}` : ''}} ${value}`);
  }
  return lines.join('\n');
}

function quantiles(name: string, help: string, { p50, p99 }: { p50: number | null; p99: number | null }): Row[] {
  return [
    [name, help, p50, 'quantile="0.5"'],
    [name, help, p99, 'quantile="0.99"'],
  ];
}

/** The figures as a table for a terminal. */
export function asTable(stats: QueueStats): string {
  const { high, normal, low } = stats.waiting_by_priority;
  const time = ({ p50, p99 }: { p50: number | null; p99: number | null }) => `p50 ${inWords(p50)}, p99 ${inWords(p99)}`;
  const rows = [
    ['waiting', `${stats.waiting}  (high ${high}, normal ${normal}, low ${low})`],
    ['under way', `${stats.under_way}  (${stats.workers} workers)`],
    ['delayed', String(stats.delayed)],
    ['dead', String(stats.dead)],
    ['oldest', `${inWords(stats.oldest_seconds)}, waiting ${inWords(stats.oldest_waiting_seconds)}`],
    ['a second', `${stats.added_per_second} added, ${stats.done_per_second} done, ${stats.dead_per_second} dead`],
    ['waited', time(stats.waiting_seconds)],
    ['worked on', time(stats.working_seconds)],
  ];
  return [`queue ${stats.queue}`, ...rows.map(([name, value]) => `  ${name.padEnd(11)}${value}`)].join('\n');
}

function inWords(seconds: number | null): string {
  if (seconds === null) return '-';
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
