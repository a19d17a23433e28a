// A filter that passes lines on as they came: what the runner itself costs.
import { runFilter } from '../../dist/index.js';

process.exitCode = await runFilter({ process: (line) => line });
