import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { RuntimeModule, loadSettings, runMain, startService } from '#runtime';
import { DeliveryWorkerModule } from './delivery-worker.module';

const duties = { api: false, worker: true };

void runMain(async () => {
  const settings = loadSettings(process.env, duties);

  @Module({ imports: [RuntimeModule.forRoot({ app: 'delivery-worker', settings, duties }), DeliveryWorkerModule] })
  class App {}

  return startService({ module: App, settings, queues: ['delivery'] });
});
