import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { messageKinds } from '#messages';
import { loadSettings, runMain, startService, type RunningService } from '#runtime';
import { serveWeb } from '../api/console/serve-web';
import { banner } from './banner';
import { openDatabases } from './databases';
import { credentialsFile, demoCredentials } from './demo-credentials';
import { demoPeople } from './demo-people';
import { HubModule } from './hub.module';
import { localSecrets } from './local-secrets';
import { readOptions } from './options';

const duties = { api: true, worker: true };

void runMain(async () => {
  const options = readOptions(process.argv.slice(2), process.env);
  const operationsDir = process.env['OPERATIONS_DIR'] ?? resolve(__dirname, '../../../config/operations');
  // Before the operation files are read: their rules may speak of the deployment's own kinds.
  const kindsDir = process.env['MESSAGE_KINDS_DIR'];
  if (kindsDir) messageKinds.addFrom(kindsDir);
  const secrets = localSecrets(options.dataDir);
  const databases = await openDatabases(options, secrets, operationsDir);
  let service: RunningService | undefined;
  try {
    const settings = loadSettings(
      {
        LOG_LEVEL: 'warn',
        // One machine, one hub: partners on the same machine are the rule here, and hours of waiting are not.
        DELIVERY_ALLOW_LOOPBACK: 'true',
        DELIVERY_SCHEDULE_SCALE: '0.1',
        // Whoever tries the hub has no authenticator app at hand; what is grave asks for one all the same.
        SIGN_IN_SECOND_FACTOR: 'optional',
        ...process.env,
        ...mailSettings(options.dataDir),
        DATABASE_OWNER_URL: '',
        DATABASE_URL: databases.apiUrl,
        DATABASE_WORKER_URL: databases.workerUrl,
        ...(options.redisUrl === undefined
          ? { REDIS_URL: '', QUEUE_DATABASE_URL: databases.queueUrl }
          : { REDIS_URL: options.redisUrl, QUEUE_DATABASE_URL: '' }),
        HUB_MASTER_KEY: process.env['HUB_MASTER_KEY'] ?? secrets.masterKey,
        KEY_STORE_DIR: process.env['KEY_STORE_DIR'] ?? join(options.dataDir, 'key-store'),
        EVIDENCE_SIGNING_KEY: process.env['EVIDENCE_SIGNING_KEY'] ?? secrets.evidenceKey,
        HUB_HOST: options.host,
        PORT: String(options.port),
        OPERATIONS_DIR: operationsDir,
      },
      duties,
    );
    service = await startService({
      module: HubModule.forRoot({ app: 'hub', settings, duties }),
      settings,
      queues: ['routing', 'delivery', 'tracking', 'meetings'],
      prepare: serveWeb(join(__dirname, '../console')),
    });
    const firstStart = !existsSync(credentialsFile(options.dataDir));
    const made = options.demo ? await demoCredentials(databases.apiUrl, options.dataDir, service.address) : undefined;
    const people = options.demo ? await demoPeople(databases.apiUrl) : [];
    process.stdout.write(banner(service.address, options, { made, people, firstStart }, settings.mail.outboxDir));
  } catch (error) {
    await service?.close();
    await databases.stop();
    throw error;
  }
  const running = service;
  return {
    close: async () => {
      await running.close();
      await databases.stop();
    },
  };
});

/** Without a mail server, mails are kept where whoever tries the hub can read them. */
function mailSettings(dataDir: string): Record<string, string> {
  const { SMTP_URL, SMTP_URL_FILE, MAIL_OUTBOX_DIR, MAIL_OUTBOX_DIR_FILE } = process.env;
  if ([SMTP_URL, SMTP_URL_FILE, MAIL_OUTBOX_DIR, MAIL_OUTBOX_DIR_FILE].some(Boolean)) return {};
  return { MAIL_OUTBOX_DIR: join(dataDir, 'mail-outbox') };
}
