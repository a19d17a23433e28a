import { completionFiles, completionScript, defineTool, type Shell } from '../../lib/cli/index.ts';
import { Halt, status } from '../../lib/errors/index.ts';
import { print } from '../../lib/terminal/index.ts';

const shells = Object.keys(completionFiles);

export const tool = defineTool({
  name: 'completion',
  summary: 'print completions for a shell',
  about: [
    '`feedmill completion SHELL` prints what bash, zsh or fish need to complete the names of commands, their options, and the values of these. It is made of the same declarations as `--help`. The package brings the same text in its folder `completions`.',
  ],
  operands: { usage: shells.join('|'), about: 'the shell' },
  choices: () => shells,
  options: {},
  examples: [
    ['source <(feedmill completion bash)', 'in ~/.bashrc'],
    ['feedmill completion zsh > ~/.zsh/_feedmill', 'once, for zsh, with ~/.zsh in fpath'],
    ['feedmill completion fish > ~/.config/fish/completions/feedmill.fish', 'once, for fish'],
  ],
  async run(_, [shell, ...more], commands, tools) {
    if (shell === undefined || !Object.hasOwn(completionFiles, shell) || more.length > 0) {
      throw new Halt(status.usage, `one shell is wanted: ${shells.join(', ')}`);
    }
    print(await completionScript(shell as Shell, commands, tools));
    return status.ok;
  },
});
