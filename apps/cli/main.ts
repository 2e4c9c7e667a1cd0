import { CommanderError } from 'commander';
import { credentialsFile } from '#hub-client';
import { addOperatorCommands } from './operator-commands';
import { exitCodeOf, exitCodes } from './output/exit-code';
import { problemText } from './output/problem-text';
import { programOf } from './program';

// Whoever reads from a pipe may stop reading: `hub inbox list --follow | head -1`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.other);
});

addOperatorCommands(programOf(credentialsFile(process.env), process.env), process.env)
  .parseAsync()
  .catch((error: unknown) => {
    if (error instanceof CommanderError) {
      // Commander has said what is wrong.
      process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.wrongArguments;
      return;
    }
    process.stderr.write(`hub: ${problemText(error)}\n`);
    process.exitCode = exitCodeOf(error);
  });
