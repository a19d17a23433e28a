// A filter that adds one field to every record.
import { runFilter } from '../../dist/index.js';

process.exitCode = await runFilter({ process: (line) => line.with({ x: 1 }) });
