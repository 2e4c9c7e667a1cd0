import type { CompletedOption, CompletionNode } from './command-tree';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

const WRITERS: Readonly<Record<Shell, (program: string, nodes: readonly CompletionNode[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/**
 * A completion script for a shell. It holds all it needs: completing a word starts no process, and asks no hub.
 *
 * @param nodes as commandTree gives them, the program first
 */
export function completionScript(shell: Shell, nodes: readonly CompletionNode[]): string {
  return WRITERS[shell](nodes[0]?.path ?? 'hub', nodes);
}

const list = (words: readonly string[]): string => words.join(' ');
const wordsOf = ({ commands, options, words }: CompletionNode): string[] => [
  ...commands.map(({ name }) => name),
  ...words,
  ...options.map(({ flag }) => flag),
];
/** Patterns of `path:option` for options whose value cannot be told from the program: a file, mostly. */
const open = ({ options }: CompletionNode): CompletedOption[] =>
  options.filter(({ takesValue, choices }) => takesValue && choices.length === 0);
const closed = ({ options }: CompletionNode): CompletedOption[] =>
  options.filter(({ takesValue, choices }) => takesValue && choices.length > 0);

/** The branches that bash and zsh share: which command it is, and what an option's value may be. */
function branches(nodes: readonly CompletionNode[]): { steps: string; values: string[]; files: string[] } {
  return {
    steps: nodes
      .slice(1)
      .map(({ path }) => `'${path}'`)
      .join('|'),
    values: nodes.flatMap((node) =>
      closed(node).map(({ flag, choices }) => `'${node.path}:${flag}') words='${list(choices)}' ;;`),
    ),
    files: nodes.flatMap((node) => open(node).map(({ flag }) => `'${node.path}:${flag}'`)),
  };
}

function bashScript(program: string, nodes: readonly CompletionNode[]): string {
  const { steps, values, files } = branches(nodes);
  return `# bash completion of ${program}. Load it: source <(${program} completion bash)
_${program}() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" path='${program}' words='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$path \${COMP_WORDS[i]}" in
      ${steps}) path="$path \${COMP_WORDS[i]}" ;;
    esac
  done
  COMPREPLY=()
  case "$path:$prev" in
    ${[...values, ...(files.length > 0 ? [`${files.join('|')}) return ;;`] : []), '*)'].join('\n    ')}
      case "$path" in
        ${nodes.map((node) => `'${node.path}') words='${list(wordsOf(node))}' ;;`).join('\n        ')}
      esac
      ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _${program} ${program}
`;
}

function zshScript(program: string, nodes: readonly CompletionNode[]): string {
  const { steps, values, files } = branches(nodes);
  return `#compdef ${program}
# zsh completion of ${program}. Load it after compinit: source <(${program} completion zsh)
_${program}() {
  local at='${program}' choice='' i
  for ((i = 2; i < CURRENT; i++)); do
    case "$at \${words[i]}" in
      ${steps}) at="$at \${words[i]}" ;;
    esac
  done
  case "$at:\${words[CURRENT-1]}" in
    ${[
      ...values.map((line) => line.replace(' words=', ' choice=')),
      ...(files.length > 0 ? [`${files.join('|')}) _files; return ;;`] : []),
      '*)',
    ].join('\n    ')}
      case "$at" in
        ${nodes.map((node) => `'${node.path}') choice='${list(wordsOf(node))}' ;;`).join('\n        ')}
      esac
      ;;
  esac
  compadd -- \${=choice} || _files
}
compdef _${program} ${program}
`;
}

function fishScript(program: string, nodes: readonly CompletionNode[]): string {
  const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const lines = nodes.flatMap((node) => {
    const here = `complete -c ${program} -n ${quoted(`test (__${program}_at) = ${quoted(node.path)}`)}`;
    return [
      ...node.commands.map(({ name, description }) => `${here} -f -a ${name} -d ${quoted(description)}`),
      ...(node.words.length > 0 ? [`${here} -f -a ${quoted(list(node.words))}`] : []),
      ...node.options.map(({ flag, description, takesValue, choices }) => {
        const value = !takesValue ? '' : choices.length > 0 ? ` -x -a ${quoted(list(choices))}` : ' -r';
        return `${here} -l ${flag.slice(2)}${value} -d ${quoted(description)}`;
      }),
    ];
  });
  return `# fish completion of ${program}. Load it: ${program} completion fish | source
function __${program}_at
  set -l at '${program}'
  for word in (commandline -opc)[2..-1]
    switch "$at $word"
      case ${nodes
        .slice(1)
        .map(({ path }) => quoted(path))
        .join(' ')}
        set at "$at $word"
    end
  end
  echo $at
end
${lines.join('\n')}
`;
}
