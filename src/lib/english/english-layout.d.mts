export const BUCKETS: number;
export const BYTES_BEHIND_WORD: number;
export const HINTS: number;
export const EOS: number;
export const STATE_COLUMNS: number;
export function packedToken(part: number, isSettled: boolean, hint: number, possible: number): number;
export function hashOf(text: string, start: number, end: number): number;
