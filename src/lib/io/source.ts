import fs from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import tty from 'node:tty';
import { Halt, reasonOf, status } from '../errors/index.ts';
import { gunzip, isGzip } from '../gzip/index.ts';
import { ownPipe } from './descriptor.ts';
import { followFifo, openFifo, pipeBlocks } from './fifo.ts';
import { adviceForPacked } from './packed.ts';

/** Bytes of one read from a regular file. */
const FILE_BLOCK = 256 * 1024;

/** Something to read: standard input, a file or a FIFO. */
export interface Source {
  /** FILE as given, or `stdin`. */
  readonly name: string;
  /** Its size in bytes, where that is known before it is read. */
  readonly size: number | undefined;
  /** Whether somebody types it. */
  readonly interactive: boolean;
  /** Whether it is a FIFO that is followed: what was read of it goes on also when the run is stopped, for nobody can read it again. */
  readonly followed: boolean;
  /** All its bytes, where it is a FILE of less than a block that is not gzipped; read at once, without a turn of the event loop. */
  small(): Buffer | undefined;
  /** Has whoever writes to it learn that nothing more is read, as the end of this process would. */
  leave(): void;
  /** Its bytes, gunzipped; an empty block marks where the writer of a followed FIFO left. @throws Halt 4 */
  blocks(stop: AbortSignal): AsyncGenerator<Buffer>;
}

/**
 * Standard input, for `-` or no file at all, or the files named. Checks them all before anything is read.
 * @param follow whether FIFOs stay open after their last writer
 * @param adviceFor what to say of a file that is not there, such as a URL
 * @throws Halt 4 for one that is missing, a directory, or not to be read
 */
export function openSources(
  files: readonly string[],
  follow: boolean,
  adviceFor: (file: string) => string | undefined = () => undefined,
): Source[] {
  return (files.length > 0 ? files : ['-']).map((file) => {
    if (file === '-') return standardInput();
    const advice = fs.existsSync(file) ? undefined : adviceFor(file);
    if (advice !== undefined) throw new Halt(status.failed, `${file}: ${advice}`);
    return namedSource(file, follow);
  });
}

function standardInput(): Source {
  const stat = fs.fstatSync(0);
  if (stat.isDirectory()) throw new Halt(status.failed, 'stdin: is a directory');
  const interactive = tty.isatty(0);
  const read = (stop: AbortSignal) => {
    if (stat.isFIFO()) return pipeBlocks(ownPipe(0, 'read'), stop);
    return stat.isSocket() || interactive ? pipeBlocks(0, stop) : fileBlocks(0, stop);
  };
  return source('stdin', undefined, stat, { interactive, followed: false }, read);
}

function namedSource(file: string, follow: boolean): Source {
  try {
    const stat = fs.statSync(file);
    if (stat.isDirectory()) throw new Halt(status.failed, `${file}: is a directory`);
    fs.accessSync(file, fs.constants.R_OK);
    const followed = follow && stat.isFIFO();
    return source(file, file, stat, { interactive: false, followed }, (stop) => {
      if (!stat.isFIFO()) return fileBlocks(fs.openSync(file, 'r'), stop);
      return followed ? followFifo(file, stop) : pipeBlocks(openFifo(file), stop);
    });
  } catch (error) {
    throw error instanceof Halt ? error : new Halt(status.failed, `${file}: ${reasonOf(error)}`);
  }
}

function source(
  name: string,
  path: string | undefined,
  stat: fs.Stats,
  kind: Pick<Source, 'interactive' | 'followed'>,
  read: (stop: AbortSignal) => AsyncGenerator<Buffer>,
): Source {
  return {
    name,
    ...kind,
    size: stat.isFile() ? stat.size : undefined,
    leave() {
      // What was read is a descriptor of our own; the one that the process was given keeps the pipe open.
      if (path !== undefined || !stat.isFIFO()) return;
      fs.closeSync(0);
      // Nothing else is to be opened as standard input: the lowest free descriptor is given.
      fs.openSync('/dev/null', 'r');
    },
    small() {
      if (path === undefined || !stat.isFile() || stat.size === 0 || stat.size >= FILE_BLOCK) return undefined;
      try {
        return smallFile(path, stat.size);
      } catch (error) {
        throw unreadable(name, error);
      }
    },
    async *blocks(stop) {
      try {
        yield* gunzipped(name, read(stop));
      } catch (error) {
        throw unreadable(name, error);
      }
    },
  };
}

function unreadable(name: string, error: unknown): Halt {
  return error instanceof Halt ? error : new Halt(status.failed, `${name}: cannot be read: ${reasonOf(error)}`);
}

/** A file by one read, which comes back short where it ends; nothing where it has other bytes than it had or is gzipped. */
function smallFile(path: string, size: number): Buffer | undefined {
  const fd = fs.openSync(path, 'r');
  try {
    const bytes = Buffer.allocUnsafeSlow(size + 1);
    const length = fs.readSync(fd, bytes);
    return length === size && !isGzip(bytes) && adviceForPacked(bytes, path) === undefined
      ? bytes.subarray(0, length)
      : undefined;
  } finally {
    fs.closeSync(fd);
  }
}

/** Regular files and devices answer at once, so they are read with blocking calls; the event loop turns after each. */
async function* fileBlocks(fd: number, stop: AbortSignal): AsyncGenerator<Buffer> {
  try {
    while (!stop.aborted) {
      const block = Buffer.allocUnsafeSlow(FILE_BLOCK);
      const length = fs.readSync(fd, block);
      if (length === 0) return;
      yield block.subarray(0, length);
      await turn();
    }
  } finally {
    if (fd > 2) fs.closeSync(fd);
  }
}

/** Passes blocks on, through gunzip where they are gzipped. @throws Halt 4 where they are packed in another way */
async function* gunzipped(name: string, blocks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const { value: first, done } = await blocks.next();
  if (done) return;
  const advice = adviceForPacked(first, name);
  if (advice !== undefined) throw new Halt(status.failed, `${name}: ${advice}`);
  if (!isGzip(first)) {
    yield first;
    yield* blocks;
    return;
  }
  yield* gunzip(
    (async function* () {
      yield first;
      yield* blocks;
    })(),
  );
}
