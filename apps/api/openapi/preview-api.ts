import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { RuntimeModule, loadSettings } from '#runtime';
import { ApiModule } from '../api.module';

const duties = { api: true, worker: false };

/** Settings that are never used: in a preview no provider is made, so nothing connects. */
const NOWHERE = {
  DATABASE_URL: 'postgres://nobody@database.invalid/none',
  QUEUE_DATABASE_URL: 'postgres://nobody@database.invalid/none',
  HUB_MASTER_KEY: Buffer.alloc(32).toString('base64'),
  KEY_STORE_DIR: 'key-store',
};

/** The API as Nest's preview shows it: modules, controllers and routes, and nothing behind them. */
export async function previewApi(): Promise<NestFastifyApplication> {
  const settings = loadSettings(NOWHERE, duties);

  @Module({ imports: [RuntimeModule.forRoot({ app: 'api', settings, duties }), ApiModule] })
  class App {}

  return NestFactory.create<NestFastifyApplication>(App, new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
}
