import { CommanderError } from 'commander';
import { credentialsFile } from '#hub-client';
import { COMPLETION } from './completion/completion-command';
import { exitCodeOf, exitCodes } from './output/exit-code';
import { problemText } from './output/problem-text';
import { programOf } from './program';

// Whoever reads from a pipe may stop reading: `hub inbox list --follow | head -1`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.other);
});

async function main(): Promise<void> {
  const program = programOf(credentialsFile(process.env), process.env);
  const [, , asked] = process.argv;
  // Who asks for one that works on the API does not wait for what runs the hub itself.
  if (asked === COMPLETION || !program.commands.some((command) => command.name() === asked)) {
    const { addOperatorCommands } = await import('./operator-commands.js');
    addOperatorCommands(program, process.env);
  }
  await program.parseAsync();
}

main().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    // Commander has said what is wrong.
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.wrongArguments;
    return;
  }
  process.stderr.write(`hub: ${problemText(error)}\n`);
  process.exitCode = exitCodeOf(error);
});
