import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { RuntimeModule, loadSettings, runMain, startService } from '#runtime';
import { ApiModule } from './api.module';
import { serveDocs } from './openapi/serve-docs';

const duties = { api: true, worker: false };

void runMain(async () => {
  const settings = loadSettings(process.env, duties);

  @Module({ imports: [RuntimeModule.forRoot({ app: 'api', settings, duties }), ApiModule] })
  class App {}

  return startService({ module: App, settings, queues: [], prepare: serveDocs });
});
