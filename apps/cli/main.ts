import { credentialsFile } from '#hub-client';
import { programOf } from './program';

programOf(credentialsFile(process.env))
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`hub: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
