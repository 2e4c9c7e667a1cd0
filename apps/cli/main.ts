import { credentialsFile } from '#hub-client';
import { addOperatorCommands } from './operator-commands';
import { programOf } from './program';

addOperatorCommands(programOf(credentialsFile(process.env)), process.env)
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`hub: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
