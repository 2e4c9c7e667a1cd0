import 'reflect-metadata';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { RuntimeModule, loadSettings, runMain, startService } from '#runtime';
import { ApiModule } from './api.module';
import { serveWeb } from './console/serve-web';

const duties = { api: true, worker: false };

void runMain(async () => {
  const settings = loadSettings(process.env, duties);

  @Module({ imports: [RuntimeModule.forRoot({ app: 'api', settings, duties }), ApiModule] })
  class App {}

  return startService({ module: App, settings, queues: [], prepare: serveWeb(join(__dirname, '../console')) });
});
