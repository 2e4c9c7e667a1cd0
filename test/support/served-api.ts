import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { RuntimeModule, loadSettings, startService } from '#runtime';
import { ApiModule } from '../../apps/api/api.module';
import type { HubDatabase } from './hub-database';

export interface ServedApi {
  /** http://127.0.0.1:port */
  readonly url: string;
  close(): Promise<void>;
}

/** The API of the hub in this process, on the spec's database and by the spec's clock. */
export async function serveApi(hub: HubDatabase, env: Readonly<Record<string, string>> = {}): Promise<ServedApi> {
  const duties = { api: true, worker: false };
  const settings = loadSettings(
    {
      DATABASE_URL: hub.apiUrl,
      QUEUE_DATABASE_URL: hub.queueUrl,
      HUB_MASTER_KEY: hub.testVault.keyRing,
      KEY_STORE_DIR: hub.testVault.storeDir,
      PORT: '0',
      DATABASE_POOL: '8',
      LOG_LEVEL: 'silent',
      SIGN_IN_SECOND_FACTOR: 'optional',
      ...env,
    },
    duties,
  );

  @Module({ imports: [RuntimeModule.forRoot({ app: 'api', settings, duties, clock: hub.clock }), ApiModule] })
  class App {}

  const service = await startService({ module: App, settings, queues: [] });
  return { url: service.address, close: () => service.close() };
}
