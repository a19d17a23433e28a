import { type CommandTable, defineTool, oneOf, option } from '../../lib/cli/index.ts';
import { Halt, status } from '../../lib/errors/index.ts';
import { recordSchema, records, schemaOf } from '../../lib/schema/index.ts';
import { nearest, print } from '../../lib/terminal/index.ts';

const sides = ['input', 'output', 'rejects', 'stats'] as const;

export const tool = defineTool({
  name: 'schema',
  summary: 'print the JSON Schema of what a command reads and writes',
  about: [
    '`feedmill schema NAME` prints a JSON Schema, draft 2020-12, that every line of the output of the command NAME keeps to; with `--of`, the schema of its input, of the records of `--rejects` or of the line of `--stats`. All of them are in its `$defs`.',
    'NAME may also be one of the kinds of records that feedmill-records(5) tells of: `feed`, `response`, `item`, `reject` and so on. Records may have more fields than a schema names.',
  ],
  operands: { usage: 'NAME', about: 'a command, or a kind of record' },
  choices: namesOf,
  options: {
    of: option('--of SIDE', `which of a command: ${sides.join(', ')}`, oneOf(...sides), 'output'),
  },
  examples: [
    ['feedmill schema parse > item.schema.json', 'what the items that parse writes are like'],
    ['feedmill schema --of rejects fetch', 'what a reject is like'],
  ],
  seeAlso: ['feedmill-check'],
  async run({ of }, [name, ...more], commands) {
    const names = namesOf(commands);
    if (name === undefined || more.length > 0) throw new Halt(status.usage, `one name is wanted: ${names.join(', ')}`);
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
    const schema = load ? schemaOf(name, (await load()).command.records, of) : recordSchema(name);
    if (!schema) {
      const meant = nearest(name, names);
      const hint = meant === undefined ? `there are ${names.join(', ')}` : `did you mean ${meant}?`;
      throw new Halt(status.usage, `'${name}' has no schema; ${hint}`);
    }
    print(`${JSON.stringify(schema, null, 2)}\n`);
    return status.ok;
  },
});

/** Every name that has a schema: the commands, then the kinds of records. */
function namesOf(commands: CommandTable): string[] {
  return [...Object.keys(commands), ...Object.keys(records)];
}
