import { CommanderError } from 'commander';
import { credentialsFile } from '#hub-client';
import { exitCodeOf, exitCodes } from './output/exit-code';
import { problemText } from './output/problem-text';
import { programOf } from './program';

// Whoever reads from a pipe may stop reading: `hub inbox list --follow | head -1`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.other);
});

/** Those that work on the API, which are wanted most. Only the whole list and the others need what runs the hub itself. */
const WANTED_MOST = ['referral', 'inbox', 'message', 'events', 'endpoint', 'listen', 'trigger', 'calendar'];

async function main(): Promise<void> {
  const program = programOf(credentialsFile(process.env), process.env);
  if (!WANTED_MOST.includes(process.argv[2] ?? '')) {
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
