/** How other packers than gzip begin their files, and the program that unpacks them to standard output. */
const packers: readonly (readonly [start: string, name: string, program: string])[] = [
  ['\x28\xb5\x2f\xfd', 'zstd', 'zstd -dc'],
  ['\xfd7zXZ\0', 'xz', 'xz -dc'],
  ['PK\x03\x04', 'zip', 'unzip -p'],
];
// `BZh` alone could be text.
const BZIP2 = /^BZh[1-9]1AY&SY/;

/** What to do with a file that is packed in another way than gzip: one line, or nothing for all others. */
export function adviceForPacked(start: Buffer, name: string): string | undefined {
  const text = start.toString('latin1', 0, 10);
  const [, packer, program] =
    packers.find(([magic]) => text.startsWith(magic)) ?? (BZIP2.test(text) ? ['', 'bzip2', 'bzip2 -dc'] : []);
  const file = name === 'stdin' ? 'FILE' : name;
  return packer && program && `is packed with ${packer}; unpack it first, as in: ${program} ${file} | …`;
}
