import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The record of who holds a lock: enough to tell whether that very process still runs. */
export interface Holder {
  command: string;
  pid: number;
  /** When the process started, in clock ticks since boot; a later process with the same pid has another. Empty where unknown. */
  started: string;
  /** The id of the boot it runs in; empty where unknown. */
  boot: string;
  /** When the lock was taken, RFC 3339. */
  since: string;
  /** Tells two locks of one process apart. */
  token: string;
}

const heldHere = new Set<string>();

/** A record that names this process. It counts as alive until `forget`. */
export function newHolder(command: string): Holder {
  const token = randomBytes(12).toString('base64url');
  heldHere.add(token);
  const started = statOf('self')?.started ?? '';
  return { command, pid: process.pid, started, boot: bootId(), since: new Date().toISOString(), token };
}

/** This process holds that lock no longer. */
export function forget(holder: Holder): void {
  heldHere.delete(holder.token);
}

/** Whether the process that took the lock still runs. A killed process that its parent has not waited for does not. */
export function isAlive(holder: Holder): boolean {
  if (holder.pid === process.pid) return heldHere.has(holder.token);
  const boot = bootId();
  if (boot && holder.boot && boot !== holder.boot) return false;
  const stat = statOf(holder.pid);
  if (stat && holder.started) return stat.running && stat.started === holder.started;
  return answersSignals(holder.pid);
}

/** `dedupe (pid 4711, since 2026-01-02 03:04:05 UTC)` */
export function describe(holder: Holder): string {
  return `${holder.command} (pid ${holder.pid}, since ${holder.since.slice(0, 19).replace('T', ' ')} UTC)`;
}

/** State and start time of a process: fields 3 and 22 of proc_pid_stat(5); the name before them may hold blanks and brackets. */
function statOf(pid: number | 'self'): { running: boolean; started: string } | undefined {
  const text = readText(`/proc/${pid}/stat`);
  if (!text) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { running: fields[0] !== 'Z' && fields[0] !== 'X', started: fields[19] ?? '' };
}

/** The kernel's id of this boot, or the time of it where a container hides the id. */
function bootId(): string {
  const id = readText('/proc/sys/kernel/random/boot_id')?.trim();
  return id || (/^btime (\d+)$/m.exec(readText('/proc/stat') ?? '')?.[1] ?? '');
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}

function answersSignals(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
