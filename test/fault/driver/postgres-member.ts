import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#platform/embedded';
import { cleanUpAfterwards, freePort } from '#test/servers';
import type { Member } from './member';

const RETRY_MS = 200;
const PATIENCE_MS = 120_000;

/** A PostgreSQL with the product's own settings: what was committed survives. */
export class PostgresMember implements Member {
  readonly name = 'postgresql';
  private coming: Promise<EmbeddedPostgres>;
  private forget: () => void = () => undefined;

  private constructor(
    private readonly dataDir: string,
    private readonly port: number,
  ) {
    this.coming = this.begin();
  }

  static async start(folder: string): Promise<{ member: PostgresMember; server: EmbeddedPostgres }> {
    const member = new PostgresMember(join(folder, 'postgresql'), await freePort());
    return { member, server: await member.coming };
  }

  /** Its postmaster dies; its sessions see that and die too. The next start recovers from the log of writes. */
  async kill(): Promise<void> {
    const server = await this.coming;
    process.kill(server.pid, 'SIGKILL');
    this.coming = this.beginAgain(server);
    this.coming.catch(() => undefined);
  }

  /** An orderly restart: its sessions are ended, everything is written. */
  async restart(): Promise<void> {
    const server = await this.coming;
    this.coming = this.beginAgain(server);
    await this.coming;
  }

  async ready(): Promise<void> {
    await this.coming;
  }

  async stop(): Promise<void> {
    const server = await this.coming;
    await server.stop();
    this.forget();
  }

  private async beginAgain(former: EmbeddedPostgres): Promise<EmbeddedPostgres> {
    // Also of a server that is dead: this gives its data directory free.
    await former.stop();
    this.forget();
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await this.begin();
      } catch (error) {
        // The last sessions of a killed server may still hold its port.
        if (Date.now() > deadline) throw error;
        await delay(RETRY_MS);
      }
    }
  }

  private async begin(): Promise<EmbeddedPostgres> {
    const settings = { max_connections: '150' };
    const server = await startEmbeddedPostgres({
      ...{ dataDir: this.dataDir, database: 'faults', port: this.port, settings },
    });
    this.forget = cleanUpAfterwards({ pids: [server.pid], directories: [] });
    return server;
  }
}
