import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { RuntimeModule, loadSettings, runMain, startService } from '#runtime';
import { RoutingWorkerModule } from './routing-worker.module';

const duties = { api: false, worker: true };

void runMain(async () => {
  const settings = loadSettings(process.env, duties);

  @Module({ imports: [RuntimeModule.forRoot({ app: 'routing-worker', settings, duties }), RoutingWorkerModule] })
  class App {}

  return startService({ module: App, settings, queues: ['routing'] });
});
