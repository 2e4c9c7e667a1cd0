import type { ServerResponse } from 'node:http';
import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { HubError } from '#kernel';
import type { DynamicModule, INestApplication, NestApplicationOptions, Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { messageKinds } from '#messages';
import { JobServer, checkQueueServer, type QueueName } from '#platform/queue';
import { Metrics, describeError, nestLogger, type Log } from '#platform/telemetry';
import { ProblemFilter, hubValidationPipe, refuseHostileBody, toProblem } from '#platform/web';
import { serveMetrics } from './health/metrics-server';
import { publicUrlOf, type Settings } from './settings';
import { LOG } from './tokens';
import { parseForm, readsForm } from './web/reads-form';
import { securityHeaders } from './web/security-headers';
import { takesForms } from './web/takes-forms';
import { digested } from './web/body-digests';
import { checkPermissions } from './web/permission-check';

export interface ServiceOptions {
  readonly module: Type | DynamicModule;
  readonly settings: Settings;
  /** Queues whose wake-ups this process takes. */
  readonly queues: readonly QueueName[];
  /** Called with the application before it listens: API documents and the like. */
  readonly prepare?: (app: NestFastifyApplication) => Promise<void> | void;
}

export interface RunningService {
  readonly app: INestApplication;
  /** http://host:port as it listens. */
  readonly address: string;
  close(): Promise<void>;
}

/** Starts a process of the hub: its HTTP edge, its job handlers, and a bounded, orderly stop. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { settings } = options;
  if (settings.messages.kindsDir !== undefined) messageKinds.addFrom(settings.messages.kindsDir);
  await checkQueueServer(settings.queue);
  const adapter = new FastifyAdapter({
    bodyLimit: settings.http.bodyLimit,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    // Who sends headers or a body drop by drop holds a connection for seconds, not for as long as they like.
    http: { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2_000 },
    ...(settings.http.trustedProxies.length > 0 ? { trustProxy: settings.http.trustedProxies } : {}),
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: unreadableAddress,
  });
  const quiet: NestApplicationOptions = { logger: false, abortOnError: false };
  const app = await NestFactory.create<NestFastifyApplication>(options.module, adapter, quiet);
  const log = app.get<Log>(LOG);
  app.useLogger(nestLogger(log));
  checkPermissions(app.get(DiscoveryService), new MetadataScanner());
  await prepareEdge(app, settings, log);

  if (options.queues.length > 0)
    app.connectMicroservice<MicroserviceOptions>(
      {
        strategy: new JobServer({
          connection: settings.queue,
          queues: options.queues,
          concurrency: { routing: 1, delivery: settings.delivery.lanes, tracking: 1, meetings: 1 },
          onError: (error) => {
            log.warn(describeError(error), 'queue fault');
          },
        }),
      },
      { inheritAppConfig: false },
    );
  await options.prepare?.(app);
  await app.startAllMicroservices();
  await app.listen(settings.http.port, settings.http.host);
  const address = await app.getUrl();
  const { metricsHost, metricsPort } = settings.http;
  const figures =
    metricsPort === undefined ? undefined : await serveMetrics(app.get(Metrics), metricsHost, metricsPort);
  log.info({ address, port: figures?.port }, 'ready');
  return {
    app,
    address,
    close: async () => {
      await figures?.close();
      await app.close();
    },
  };
}

async function prepareEdge(app: NestFastifyApplication, settings: Settings, log: Log): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  // JSON and uploads only: what else Fastify would read as text answers 415.
  fastify.removeContentTypeParser('text/plain');
  // Pages post forms; what they say is in their address, so the form itself is not read. Everywhere else it is refused.
  app.useBodyParser(
    'application/x-www-form-urlencoded',
    { bodyLimit: settings.http.bodyLimit },
    (request: FastifyRequest, body: Buffer, done: (error: Error | null, body?: unknown) => void) => {
      const { config } = request.routeOptions;
      if (takesForms(config)) done(null, {});
      else if (readsForm(config)) done(...formOf(body));
      else done(new HubError('unsupported_media_type', 'Send application/json.'));
    },
  );
  await app.register(multipart, {
    limits: { fileSize: settings.http.uploadLimit, files: 1, fields: 8, fieldSize: 1_024, parts: 10 },
    throwFileSizeLimit: true,
  });
  const headers = securityHeaders(publicUrlOf(settings));
  fastify.addHook('onRequest', (_request, reply, done) => {
    for (const [name, value] of headers) reply.raw.setHeader(name, value);
    done();
  });
  app.useGlobalPipes(hubValidationPipe());
  app.useGlobalFilters(
    new ProblemFilter((error) => {
      log.error(describeError(error), 'a request failed by our fault');
    }),
  );
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    done(null, digested(request, payload));
  });
  fastify.addHook('preValidation', (request, _reply, done) => {
    try {
      refuseHostileBody(request.body);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
  const metrics = app.get(Metrics);
  fastify.addHook('onSend', (request, reply, payload, done) => {
    // What the API says is about people in danger: nothing of it stays in a cache on the way.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    reply.header('x-request-id', request.id);
    done(null, payload);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const seconds = reply.elapsedTime / 1_000;
    metrics.requests.observe({ method: request.method, route, status: String(reply.statusCode) }, seconds);
    if (log.isLevelEnabled('debug'))
      log.debug(
        {
          method: request.method,
          route,
          status: reply.statusCode,
          durationMs: Math.round(reply.elapsedTime),
          requestId: request.id,
        },
        'answered',
      );
    done();
  });
}

function formOf(body: Buffer): [Error | null, unknown?] {
  try {
    return [null, parseForm(body)];
  } catch (error) {
    return [error as Error];
  }
}

/** An address that Fastify itself cannot read never reaches Nest: it is answered in the same form all the same. */
function unreadableAddress(
  _error: Error,
  _request: unknown,
  reply: { readonly raw: ServerResponse; hijack(): unknown },
): void {
  const problem = toProblem(new HubError('not_found', 'The address cannot be read. Check its percent-encoding.'));
  reply.hijack();
  reply.raw
    .writeHead(problem.status, {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .end(JSON.stringify(problem));
}
