import type { Completed, CompletedOption } from './model.ts';

/** Completions for fish. */
export function fishCompletion(all: readonly Completed[]): string {
  const lines = [
    '# Completions of feedmill for fish. Made by: feedmill completion fish',
    'complete -c feedmill -n __fish_use_subcommand -s h -l help -d "show what there is"',
    'complete -c feedmill -n __fish_use_subcommand -s V -l version -d "show the version"',
    ...all.map(({ name, summary }) => `complete -c feedmill -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`),
  ];
  for (const { name, isTool, options, words } of all) {
    const places = [`-c feedmill -n '__fish_seen_subcommand_from ${name}'`, ...(isTool ? [] : [`-c ${name}`])];
    for (const place of places) {
      if (words) lines.push(`complete ${place} -f -a ${quoted(words.join(' '))}`);
      for (const option of options) lines.push(`complete ${place} ${completion(option)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function completion({ short, long, help, value }: CompletedOption): string {
  const flags = `${short ? `-s ${short.slice(1)} ` : ''}-l ${long.slice(2)} -d ${quoted(help)}`;
  if (value.kind === 'none') return flags;
  if (value.kind === 'words') return `${flags} -x -a ${quoted(value.words.join(' '))}`;
  return `${flags} ${{ path: '-r -F', folder: "-x -a '(__fish_complete_directories)'", other: '-x' }[value.kind]}`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
