const ends = new Set<() => void>();

process.on('exit', () => {
  for (const end of ends) end();
});

/** Has `end` called when this process ends, so that no child is left behind that does not listen; gives what takes that back. */
export function endWithProcess(end: () => void): () => void {
  ends.add(end);
  return () => ends.delete(end);
}
