import { Command as Commander, Option } from 'commander';
import { VERSION } from '../../version.ts';
import { print, withoutCredentials } from '../terminal/index.ts';
import type { Command, Declaration, Tool } from './command.ts';
import { commonOptions, computeOptions, waitOptions } from './common.ts';
import type { OptionSpec, OptionSpecs } from './options.ts';

/** All options of a command in the order of its help: its own, those of commands that wait, those of all commands. */
export function optionGroups(command: Command | Tool): [title: string, options: OptionSpecs][] {
  const groups: [string, OptionSpecs][] = [['Options', command.options]];
  if (command.waits) groups.push(['Options of commands that wait', waitOptions(command.waits)]);
  if ('create' in command && command.computes) groups.push(['Options of commands that compute', computeOptions]);
  if ('create' in command || command.common) groups.push(['Options of every command', commonOptionsOf(command)]);
  return groups;
}

/** The options of every command, but for those whose names the command gives a meaning of its own. */
export function commonOptionsOf(command: Command | Tool): OptionSpecs {
  const own = new Set(Object.values(command.options).flatMap(({ flags }) => flags.match(/--[\w-]+/g) ?? []));
  return Object.fromEntries(Object.entries(commonOptions).filter(([, { flags }]) => !own.has(/--[\w-]+/.exec(flags)?.[0] ?? '')));
}

const files = { usage: '[FILE...]', about: 'files or FIFOs to read, gzipped or not; - or none is standard input' };

/** The parser of a command's options, with its help. */
export function program(command: Command | Tool, invokedAs: string): Commander {
  const operands = command.operands ?? files;
  const parser = new Commander(invokedAs)
    .summary(command.summary)
    .description(`${command.summary.charAt(0).toUpperCase()}${command.summary.slice(1)}.`)
    .usage(`[OPTIONS] ${operands.usage}`.trim())
    .argument('[FILE...]', operands.about)
    .version(VERSION, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .showHelpAfterError(`(${invokedAs} --help shows what there is)`)
    .configureHelp({
      argumentTerm: () => operands.usage.replace(/^\[(\w+)\.\.\.\]$/, '$1'),
      visibleArguments: ({ registeredArguments }) => (operands.usage === '' ? [] : registeredArguments.slice()),
      optionTerm: (option) => option.flags.replace(/[<>]/g, ''),
      optionDescription: describe,
    })
    .configureOutput({
      writeOut: print,
      outputError: (message, write) => write(withoutCredentials(message).replace(/^error: /, `${invokedAs}: `)),
    })
    .exitOverride();
  for (const [title, options] of optionGroups(command)) {
    parser.optionsGroup(title === 'Options' ? 'Options:' : `${title}:`);
    for (const spec of Object.values(options)) parser.addOption(commanderOption(spec).helpGroup(`${title}:`));
  }
  if (command.examples.length > 0) parser.addHelpText('after', exampleText(command));
  return parser;
}

function commanderOption(spec: OptionSpec<unknown>): Option {
  const option = new Option(spec.flags.replace(/ ([A-Z][A-Z0-9_|:.,=?[\]-]*)$/, ' <$1>'), spec.help);
  if (spec.parse) option.argParser(spec.parse);
  if (spec.default !== undefined)
    option.default(spec.default, spec.defaultText === undefined ? String(spec.default) : spec.defaultText);
  return option;
}

/** Commander would show a default of nothing as `[]`. */
function describe({ description, defaultValueDescription: fallback }: Option): string {
  return fallback ? `${description} (default: ${fallback})` : description;
}

function exampleText({ examples }: Declaration): string {
  return `\nExamples:\n${examples.map(([line, does]) => `  # ${does}\n  ${line}\n`).join('')}`;
}
