import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { RuntimeModule, loadSettings, runMain, startService } from '#runtime';
import { MeetingsWorkerModule } from './meetings-worker.module';

const duties = { api: false, worker: true };

void runMain(async () => {
  const settings = loadSettings(process.env, duties);

  @Module({ imports: [RuntimeModule.forRoot({ app: 'meetings-worker', settings, duties }), MeetingsWorkerModule] })
  class App {}

  return startService({ module: App, settings, queues: ['meetings'] });
});
