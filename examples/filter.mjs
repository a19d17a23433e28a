#!/usr/bin/env node
// A filter of your own, with all that the commands of feedmill promise: adds the length of each item's text, and rejects those without.
//   parse feed.xml | node examples/filter.mjs | keywords
import { Reject, runFilter } from 'feedmill';

process.exitCode = await runFilter(
  {
    process(line) {
      const { content_text: text } = line.record;
      if (typeof text !== 'string') throw new Reject('NO_TEXT', 'has no content_text');
      return line.with({ length: text.length });
    },
  },
  { name: 'length' },
);
