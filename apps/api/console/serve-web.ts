import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { serveDocs } from '../openapi/serve-docs';
import { serveConsole } from './serve-console';

/** What the hub serves to people: the console, and the API's documents. */
export function serveWeb(consoleDirectory: string): (app: NestFastifyApplication) => Promise<void> {
  return async (app) => {
    serveDocs(app);
    await serveConsole(app, consoleDirectory);
  };
}
