import { checkPipeline, defineTool, option, pipelineFile, text } from '../../lib/cli/index.ts';
import { Halt, status } from '../../lib/errors/index.ts';
import { print, printable } from '../../lib/terminal/index.ts';

export const tool = defineTool({
  name: 'check',
  summary: 'tell what in a pipeline does not fit, without running it',
  about: [
    '`feedmill check` reads a pipeline as `feedmill run` does, and says of each stage what will not go well, and what may be done about it: a command or an option that there is not, a value that an option does not take, a file that is not there or cannot be written, a stage that needs a field which a stage before it drops or none gives, two stages that lock the same thing.',
    'Which fields there are is known where a command makes its own records (`opml2feeds`, `parse`). What files and modules of yours hold is not known, and nothing is said of it.',
    'The status is 0 where everything fits, and 2 where something does not.',
  ],
  operands: { usage: "'PIPELINE' [FILE...]", about: 'the pipeline, as for feedmill run' },
  options: {
    file: option('-f, --file FILE', 'read the pipeline from this file', text),
  },
  examples: [
    ["feedmill check 'opml2feeds subs.opml | parse | fetch'", 'is told that parse comes too early'],
    ['feedmill check -f daily.pipe && feedmill run -f daily.pipe', 'run only what fits'],
  ],
  seeAlso: ['feedmill-run', 'feedmill-schema'],
  async run({ file }, operands, commands) {
    const [pipeline, ...files] = file === undefined ? operands : [pipelineFile(file), ...operands];
    if (pipeline === undefined) throw new Halt(status.usage, "no pipeline is given, such as 'parse feed.xml | keywords'");
    const { misfits, kind } = await checkPipeline(pipeline, files, commands);
    if (misfits.length === 0) {
      print(`fits: gives records of the kind ${kind}\n`);
      return status.ok;
    }
    for (const { stage, command, message, suggestion } of misfits) {
      const where = stage === 0 ? '' : `stage ${stage}, ${command}: `;
      process.stderr.write(`check: ${printable(`${where}${message}${suggestion ? `; ${suggestion}` : ''}`)}\n`);
    }
    return status.usage;
  },
});
