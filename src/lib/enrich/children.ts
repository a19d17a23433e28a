const ends = new Set<() => void>();

process.on('exit', () => {
  for (const end of ends) end();
});

/** Calls `end` when this process exits, so that no child process is left behind. Returns a function that cancels this. */
export function endWithProcess(end: () => void): () => void {
  ends.add(end);
  return () => ends.delete(end);
}
