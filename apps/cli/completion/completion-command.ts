import { Argument, type Command } from 'commander';
import { commandTree } from './command-tree';
import { completionScript, shells, type Shell } from './completion-script';

/** Writes a script that teaches a shell the commands of this program. */
export function addCompletionCommand(program: Command): void {
  program
    .command('completion')
    .description('Writes a completion script to standard output.')
    .addArgument(new Argument('<shell>', 'for which shell').choices(shells))
    .action((shell: Shell) => {
      process.stdout.write(completionScript(shell, commandTree(program)));
    });
}
