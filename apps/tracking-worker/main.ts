import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { RuntimeModule, loadSettings, runMain, startService } from '#runtime';
import { TrackingWorkerModule } from './tracking-worker.module';

const duties = { api: false, worker: true };

void runMain(async () => {
  const settings = loadSettings(process.env, duties);

  @Module({ imports: [RuntimeModule.forRoot({ app: 'tracking-worker', settings, duties }), TrackingWorkerModule] })
  class App {}

  return startService({ module: App, settings, queues: ['tracking'] });
});
