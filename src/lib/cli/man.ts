import { RELEASED } from '../../version.ts';
import { commonRejects, rejectCodes } from '../errors/index.ts';
import type { RecordName } from '../schema/index.ts';
import type { Command, Tool } from './command.ts';
import { computeOptions, waitOptions } from './common.ts';
import type { OptionSpec, OptionSpecs } from './options.ts';
import { commonOptionsOf } from './program.ts';

/** Exit statuses, as every page tells them (contract, section 4). */
const exitStatuses: readonly (readonly [string, string])[] = [
  ['0', 'all records went through'],
  ['1', 'the run finished; some records were rejected'],
  ['2', 'wrong usage'],
  ['3', 'another run holds the lock'],
  ['4', 'the run could not finish: input, output or state cannot be read or written'],
  ['130, 143', 'stopped by SIGINT, SIGTERM, after finishing and writing what was under way (at most 5 s)'],
  ['141', 'the reader of standard output went away'],
];

/** The manual page of a command or tool in mdoc, all of it made from the declaration that `--help` is made from. */
export function manualPage(command: Command | Tool): string {
  const isCommand = 'create' in command;
  const page = isCommand ? command.name : `feedmill-${command.name}`;
  const lines = [
    `.Dd ${RELEASED}`,
    `.Dt ${page.toUpperCase()} 1`,
    '.Os',
    '.Sh NAME',
    `.Nm ${page}`,
    `.Nd ${roff(command.summary)}`,
    ...synopsis(command),
    '.Sh DESCRIPTION',
    ...paragraphs(command.about),
    ...(isCommand ? aboutInput(command) : []),
    ...optionList('The options are as follows:', command.options, isCommand || command.common ? {} : helpOptions),
  ];
  if (command.waits) {
    lines.push(...optionList('This command waits on something, so it has these options too:', waitOptions(command.waits)));
  }
  if (isCommand && command.computes) {
    lines.push(...optionList('This command computes, so it has this option too:', computeOptions));
  }
  if (isCommand || command.common)
    lines.push(...optionList('Every command has these options:', commonOptionsOf(command), helpOptions));
  for (const [title, text] of Object.entries(command.sections ?? {})) {
    lines.push(`.Sh ${title.toUpperCase()}`, ...paragraphs(text));
  }
  lines.push('.Sh EXIT STATUS', '.Bl -tag -width Ds');
  for (const [code, meaning] of exitStatuses) lines.push(`.It ${code}`, ...prose(`${meaning}.`));
  lines.push('.El', ...examples(command));
  if (isCommand) lines.push(...diagnostics(command));
  lines.push('.Sh SEE ALSO', ...seeAlso(command.seeAlso ?? []));
  return `${lines.join('\n')}\n`;
}

function synopsis(command: Command | Tool): string[] {
  const operands = command.operands ? roff(command.operands.usage) : undefined;
  const name = 'create' in command ? ['.Nm'] : ['.Nm feedmill', `.Cm ${command.name}`];
  return ['.Sh SYNOPSIS', ...name, '.Op Ar options', operands ? `.Ar ${operands}` : '.Op Ar file ...'];
}

/** What stands for a kind of record in a sentence. */
const kinds: Partial<Record<RecordName, string>> = {
  record: 'any JSON objects',
  url: 'lines that are a bare URL',
  document: 'whole documents',
};

function aboutRecords({ reads, writes, passes }: Command['records']): string[] {
  const named = (kind: RecordName) => kinds[kind] ?? `${kind} records`;
  const kept = passes ? ', with all fields of what it read' : '';
  const given = writes === 'record' && passes ? 'It passes records on as they are.' : `It writes ${named(writes)}${kept}.`;
  return prose(`It reads ${reads.map(named).join(' or ')}. ${given} See feedmill-records(5).`);
}

function aboutInput({ name, operands, records }: Command): string[] {
  const files = [
    ...prose('reads each FILE in turn, or standard input when there is none or it is `-`, and writes newline-delimited JSON.'),
    ...prose('A FILE may be a regular file, gzipped or not, or a named FIFO.'),
    ...prose(`It is also \`feedmill ${name}\`.`),
  ];
  return ['.Pp', '.Nm', ...(operands ? prose(`is also \`feedmill ${name}\`.`) : [...files, ...aboutRecords(records)])];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function examples(command: Command | Tool): string[] {
  if (command.examples.length === 0) return [];
  const shown = command.examples.map(([line, does], index) => [
    ...(index > 0 ? ['.Pp'] : []),
    ...prose(`${capitalised(does)}:`),
    '.Bd -literal -offset indent',
    ...line.split('\n').map((part) => atLineStart(roff(part))),
    '.Ed',
  ]);
  return ['.Sh EXAMPLES', ...shown.flat()];
}

function diagnostics(command: Command): string[] {
  const codes = [...command.rejects, ...commonRejects];
  return [
    '.Sh DIAGNOSTICS',
    ...prose(
      'Each rejected record is reported on one line on standard error, `COMMAND: SOURCE:LINE: RECORD: MESSAGE`. With ' +
        '`--rejects` it is also written as `{"error":{"code":…,"message":…,"command":…,"source":…,"line":…},"record":{…}}`; ' +
        'a line that is not a JSON object has `"line_text"` in place of `"record"`. The codes are:',
    ),
    '.Bl -tag -width Ds',
    ...codes.flatMap((code) => [`.It Sy ${code}`, ...prose(`${capitalised(rejectCodes[code])}.`)]),
    '.El',
  ];
}

const helpOptions: OptionSpecs = {
  help: { flags: '-h, --help', help: 'show a summary of the options' },
  version: { flags: '-V, --version', help: 'show the version' },
};

function optionList(title: string, ...groups: OptionSpecs[]): string[] {
  const specs = groups.flatMap((group) => Object.values(group));
  if (specs.length === 0) return [];
  return ['.Pp', ...prose(title), '.Bl -tag -width Ds', ...specs.flatMap(optionItem), '.El'];
}

function optionItem(spec: OptionSpec<unknown>): string[] {
  const [flags, value] = splitValue(spec.flags);
  const terms = flags.split(', ').map((name) => `Fl ${roff(name.slice(1)).replace(/^-/, '\\-')}`);
  const fallback = spec.defaultText ?? (spec.default === undefined ? '' : String(spec.default));
  const help = /^\w+:\/\//.test(spec.help) ? spec.help : capitalised(spec.help);
  const sentence = `${help}${fallback ? ` (default: \`${fallback}\`)` : ''}.`;
  return [`.It ${terms.join(' , ')}${value ? ` Ar ${roff(value)}` : ''}`, ...prose(sentence)];
}

function splitValue(flags: string): [flags: string, value: string] {
  const [, names = flags, value = ''] = /^(.*?--?[\w-]+) (\S.*)$/.exec(flags) ?? [];
  return [names, value];
}

function seeAlso(names: readonly string[]): string[] {
  const all = [...names].sort().concat('feedmill');
  return all.map((name, index) => `.Xr ${name} ${name === 'feedmill' ? 7 : 1}${index < all.length - 1 ? ' ,' : ''}`);
}

function paragraphs(texts: readonly string[]): string[] {
  return texts.flatMap((text, index) => (index > 0 ? ['.Pp', ...paragraph(text)] : paragraph(text)));
}

/** A paragraph of prose; one whose lines are indented by four spaces is shown as it stands. */
function paragraph(text: string): string[] {
  if (!text.startsWith('    ')) return prose(text);
  return ['.Bd -literal -offset indent', ...text.split('\n').map((line) => atLineStart(roff(line.slice(4)))), '.Ed'];
}

/** Stands for a space where no line may be broken. */
const HELD_SPACE = '\0';

/** Prose with `code` between backticks, a sentence a line. */
function prose(text: string): string[] {
  // Code may hold what looks like the end of a sentence.
  const whole = text.replace(/\s+/g, ' ').replace(/`[^`]*`/g, (code) => code.replaceAll(' ', HELD_SPACE));
  const sentences = whole.split(/(?<=[.:!?]) (?=[A-Z`])/);
  return sentences.flatMap((sentence) => {
    const marked = roff(sentence.replaceAll(HELD_SPACE, ' ')).replace(/`([^`]*)`/g, '\\fB$1\\fP');
    return filled(marked).map(atLineStart);
  });
}

/** Text in lines of at most 78 characters, as far as its words allow: mandoc has a warning for lines over 80. */
function filled(text: string): string[] {
  return text.match(/\S.{0,76}\S(?=\s|$)|\S+/g) ?? [];
}

/** Text that roff takes as it is; what only looks like ASCII punctuation is kept apart from what roff makes of it. */
function roff(text: string): string {
  return text
    .replace(/\\/g, '\\e')
    .replace(/-/g, '\\-')
    .replace(
      /[\u0080-\u{10ffff}]/gu,
      (character) => `\\[u${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`,
    );
}

/** A line that begins with a dot or an apostrophe would be taken for a request. */
function atLineStart(line: string): string {
  return /^[.']/.test(line) ? `\\&${line}` : line;
}
