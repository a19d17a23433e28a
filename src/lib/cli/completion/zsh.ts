import type { Completed, CompletedOption } from './model.ts';

/** Completions for zsh: a file `_feedmill` on the fpath, or to be sourced after compinit. */
export function zshCompletion(all: readonly Completed[]): string {
  const executables = ['feedmill', ...all.filter(({ isTool }) => !isTool).map(({ name }) => name)].join(' ');
  const described = all.map(({ name, summary }) => quoted(`${name}:${summary}`));
  const cases = all.map(
    ({ name, options, words }) => `    ${name})
      _arguments -s -S ${options.map(argument).join(' \\\n        ')} \\
        ${quoted(words ? `*:name:(${words.join(' ')})` : '*:file:_files')}
      ;;`,
  );
  return `#compdef ${executables}
# Completions of feedmill for zsh. Made by: feedmill completion zsh
_feedmill() {
  local name=\${service:-\${words[1]:t}}
  if [[ $name == feedmill ]]; then
    if (( CURRENT == 2 )); then
      local -a commands
      commands=(
        ${described.join('\n        ')}
      )
      _describe -t commands command commands
      return
    fi
    name=$words[2]
    shift words
    (( CURRENT-- ))
  fi
  case $name in
${cases.join('\n')}
  esac
}
if [[ $funcstack[1] == _feedmill ]]; then
  _feedmill "$@"
else
  compdef _feedmill ${executables}
fi
`;
}

function argument({ short, long, help, value, many }: CompletedOption): string {
  const rest = `[${help.replace(/[[\]:\\]/g, '\\$&')}]${action(value)}`;
  if (!short) return quoted(`${many ? '*' : ''}${long}${rest}`);
  return `${quoted(`(${short} ${long})`)}{${short},${long}}${quoted(rest)}`;
}

function action(value: CompletedOption['value']): string {
  if (value.kind === 'none') return '';
  const name = value.name.replace(/[[\]:\\?= |].*/, '').toLowerCase() || 'value';
  if (value.kind === 'words') return `:${name}:(${value.words.join(' ')})`;
  return `:${name}:${{ path: '_files', folder: '_files -/', other: ' ' }[value.kind]}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
