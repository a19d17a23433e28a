import type { Completed, CompletedOption } from './model.ts';

/** Completions for bash 4 and later. */
export function bashCompletion(all: readonly Completed[]): string {
  const names = all.map(({ name }) => name);
  const executables = all.filter(({ isTool }) => !isTool).map(({ name }) => name);
  const values = all.flatMap(({ name, options }) => options.flatMap((option) => valueCase(name, option)));
  const operands = all.flatMap(({ name, words }) => (words ? [`    ${name}) words="${words.join(' ')}" ;;`] : []));
  return `# Completions of feedmill for bash. Made by: feedmill completion bash
_feedmill() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} command=\${COMP_WORDS[0]##*/} words=
  if [[ $command == feedmill ]]; then
    if ((COMP_CWORD == 1)); then
      COMPREPLY=($(compgen -W "${[...names, 'help', '--help', '--version'].join(' ')}" -- "$cur"))
      return
    fi
    command=\${COMP_WORDS[1]}
    if [[ $command == help ]]; then
      COMPREPLY=($(compgen -W "${names.join(' ')}" -- "$cur"))
      return
    fi
  fi
  COMPREPLY=()
  # bash takes --option=value for three words.
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]]; then
    prev=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  # What stands behind an option; a path is left to bash itself.
  case $command:$prev in
${values.join('\n')}
  esac
  if [[ $cur == -* ]]; then
    case $command in
${all.map(({ name, options }) => `    ${name}) words="${options.flatMap(({ short, long }) => (short ? [short, long] : [long])).join(' ')}" ;;`).join('\n')}
    esac
  else
    case $command in
${operands.join('\n')}
    *) return ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o bashdefault -o default -F _feedmill feedmill ${executables.join(' ')}
`;
}

function valueCase(name: string, { short, long, value }: CompletedOption): string[] {
  if (value.kind === 'none') return [];
  const pattern = [long, ...(short ? [short] : [])].map((flag) => `${name}:${flag}`).join(' | ');
  const work = {
    path: 'return',
    folder: 'COMPREPLY=($(compgen -d -- "$cur")); return',
    words: `COMPREPLY=($(compgen -W "${value.kind === 'words' ? value.words.join(' ') : ''}" -- "$cur")); return`,
    other: 'compopt +o bashdefault +o default 2> /dev/null; return',
  };
  return [`    ${pattern}) ${work[value.kind]} ;;`];
}
