import { it } from 'node:test';
import { enqueueThroughOutage } from '../support/outage.ts';

it('enqueue adds a batch once whose answer was lost', (t) => enqueueThroughOutage(t, 100));
