export const SLOTS: number;
export function slotOf(key: number): number;
