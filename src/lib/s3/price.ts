import type { Counts } from './client.ts';

/** US dollars a request, S3 Standard in us-east-1 (Amazon S3 pricing, "Requests & data retrievals"). */
export const price = { head: 0.0004 / 1000, get: 0.0004 / 1000, list: 0.005 / 1000 } as const;

/** What is to be kept low. */
export type Optimize = 'cost' | 'requests' | 'time';

/** How many wanted keys a page of LIST must resolve to be worth as many HEADs. */
export const worth: Record<Optimize, number> = { cost: Math.ceil(price.list / price.head), requests: 2, time: 2 };

/** What requests cost at list price, in US dollars. */
export function cost({ heads, gets, lists }: Counts): number {
  return heads * price.head + gets * price.get + lists * price.list;
}
