import { Argument, type Command } from 'commander';
import { commandTree } from './command-tree';
import { completionScript, shells, type Shell } from './completion-script';

/** Its name: it tells of all commands there are. */
export const COMPLETION = 'completion';

/** Writes a script that teaches a shell the commands of this program. */
export function addCompletionCommand(program: Command): void {
  program
    .command(COMPLETION)
    .description('Writes a completion script to standard output.')
    .addArgument(new Argument('<shell>', 'for which shell').choices(shells))
    .action((shell: Shell) => {
      process.stdout.write(completionScript(shell, commandTree(program)));
    });
}
