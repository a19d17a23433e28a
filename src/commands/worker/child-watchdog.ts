import { spawn } from 'node:child_process';

/** Keeps the process groups it is told of (`+PID`, `-PID`), and kills those that are left at the end of its input. */
const SCRIPT = `
left=' '
while read -r line; do
  pid=\${line#?}
  case $line in
    +*) left="$left$pid " ;;
    -*) case $left in *" $pid "*) left="\${left%% $pid *} \${left#* $pid }" ;; esac ;;
  esac
done
for pid in $left; do kill -KILL "-$pid"; done 2>/dev/null
`;

/**
 * Has child processes end when this one is killed, by whatever means: a shell beside it reads which there are, and kills them when its
 * input ends. (Linux could do so by itself, but Node has no call for it.) It has to run before the first child does.
 */
export class ChildWatchdog {
  readonly #write: (line: string) => void;
  readonly #end: () => void;

  constructor() {
    // Of a group of its own: what ends the group of this process must not end the shell.
    const shell = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    // Where there is no shell, the children are on their own.
    shell.on('error', () => {});
    shell.stdin.on('error', () => {});
    shell.unref();
    this.#write = (line) => void shell.stdin.write(line);
    this.#end = () => void shell.stdin.end();
  }

  /** @param pid of a child that leads a process group */
  add(pid: number): void {
    this.#write(`+${pid}\n`);
  }

  remove(pid: number): void {
    this.#write(`-${pid}\n`);
  }

  close(): void {
    this.#end();
  }
}
