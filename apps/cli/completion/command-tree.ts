import type { Command, Option } from 'commander';

/** What can be typed after a command, read from the program itself. */
export interface CompletionNode {
  /** Words from the program on, for example `hub inbox decide`. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly CompletedOption[];
  /** Words that the arguments may be. */
  readonly words: readonly string[];
}

export interface CompletedOption {
  readonly flag: string;
  readonly description: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

/** Every command of the program, itself first. The options of a group stand after its commands, too. */
export function commandTree(command: Command, above = '', inherited: readonly Option[] = []): CompletionNode[] {
  const path = above === '' ? command.name() : `${above} ${command.name()}`;
  const commands = command.createHelp().visibleCommands(command);
  const options = [...command.createHelp().visibleOptions(command), ...inherited];
  const node: CompletionNode = {
    path,
    commands: commands.map((child) => ({ name: child.name(), description: child.description() })),
    options: options.flatMap((option) =>
      option.long
        ? [
            {
              flag: option.long,
              description: option.description,
              takesValue: option.required || option.optional,
              choices: option.argChoices ?? [],
            },
          ]
        : [],
    ),
    words: command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
  };
  // The options of the program itself stand before its commands only.
  const passedOn = above === '' ? [] : [...command.options, ...inherited];
  const children = command.commands.filter((child) => child.name() !== 'help');
  return [node, ...children.flatMap((child) => commandTree(child, path, passedOn))];
}
