import {
  type CommonOptions,
  count,
  defineTool,
  inputFile,
  option,
  optionPaths,
  pipelineFile,
  runPipeline,
  type Tool,
} from '../../lib/cli/index.ts';
import { Halt, status } from '../../lib/errors/index.ts';

export const tool: Tool = defineTool({
  name: 'run',
  summary: 'run a pipeline of commands in one process',
  about: [
    '`feedmill run` does what the shell does with the same pipeline, to the byte, but in one process: records pass from one command to the next as they are, without being written as JSON and parsed again.',
    'What `fetch` and `dedupe` remember in their state, they remember once the last command has written all that came of a record. A run that is killed at any point loses nothing: the next one does what is left.',
    'A pipeline is written as for a shell: words, quotes, backslashes, `|`, and `<`, `>` or `>>` with a file. Whatever else means something to a shell is refused. Every command of `feedmill` can be a stage, with the options it has; the first one may name files, and the last one an output.',
    'Options given to `feedmill run` hold for the whole: `-o`, `--append`, `--follow` and `--max-line` for its input and output, `--rejects` and `--allow-rejects` for every stage that has none of its own, `--lock` for the run. `--progress` shows a row a stage, and `--stats` counts by stage.',
  ],
  operands: { usage: "'PIPELINE' [FILE...]", about: 'the pipeline, as for a shell; files are read by its first command' },
  common: true,
  options: {
    file: inputFile('-f, --file FILE', 'read the pipeline from this file: a stage a line, with or without |; # begins a comment'),
    jobs: option('-j, --jobs N', 'spread stages that compute over N threads', count(), 1),
  },
  examples: [
    [
      "feedmill run 'opml2feeds subs.opml | fetch --state s | parse | dedupe --state s | enrich --with lang | keywords' -o corpus.ndjson --append",
      'the main job, from subscriptions to a corpus',
    ],
    ['feedmill run --progress -f daily.pipe', 'a pipeline kept in a file'],
  ],
  seeAlso: ['opml2feeds', 'fetch', 'parse', 'dedupe', 'enrich', 'keywords'],
  run(options, operands, commands) {
    const [pipeline, ...files] = options.file === undefined ? operands : [pipelineFile(options.file), ...operands];
    if (pipeline === undefined) throw new Halt(status.usage, "no pipeline is given, such as 'parse feed.xml | keywords'");
    // The values of the options that every command has are there too.
    const all = options as typeof options & CommonOptions;
    return runPipeline(pipeline, files, all, commands, optionPaths(tool, { ...options }));
  },
});
