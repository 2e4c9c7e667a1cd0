import { readFileSync } from 'node:fs';
import { AttachmentsConfig } from '#config/attachments.config';
import { DatabaseConfig } from '#config/database.config';
import { DeliveryConfig } from '#config/delivery.config';
import { DirectoryConfig } from '#config/directory.config';
import { EvidenceConfig } from '#config/evidence.config';
import { FiguresConfig } from '#config/figures.config';
import { HttpConfig } from '#config/http.config';
import { ConfigError, loadConfig } from '#config/load-config';
import { LogConfig } from '#config/log.config';
import { MailConfig } from '#config/mail.config';
import { MessagesConfig } from '#config/messages.config';
import { OidcConfig } from '#config/oidc.config';
import { OutboundConfig } from '#config/outbound.config';
import { QueueConfig } from '#config/queue.config';
import { RetentionConfig } from '#config/retention.config';
import { SignInConfig } from '#config/sign-in.config';
import { TrackingConfig } from '#config/tracking.config';
import { VaultConfig } from '#config/vault.config';
import { parseRoleMapping } from '#identity';
import type { QueueConnection } from '#platform/queue';
import { vaultProblems } from './vault-settings';

const classes = {
  http: HttpConfig,
  database: DatabaseConfig,
  queue: QueueConfig,
  vault: VaultConfig,
  delivery: DeliveryConfig,
  outbound: OutboundConfig,
  directory: DirectoryConfig,
  evidence: EvidenceConfig,
  figures: FiguresConfig,
  retention: RetentionConfig,
  tracking: TrackingConfig,
  log: LogConfig,
  mail: MailConfig,
  messages: MessagesConfig,
  attachments: AttachmentsConfig,
  signIn: SignInConfig,
  oidc: OidcConfig,
} as const;

/** Which halves of the hub a process carries: the API sees one body at a time, the worker half all. */
export interface Duties {
  readonly api: boolean;
  readonly worker: boolean;
}

/** Everything that a serving process is configured by. */
export interface Settings {
  readonly http: HttpConfig;
  readonly database: DatabaseConfig;
  readonly queue: QueueConnection;
  readonly vault: VaultConfig;
  readonly delivery: DeliveryConfig;
  readonly outbound: OutboundConfig;
  readonly directory: DirectoryConfig;
  readonly evidence: EvidenceConfig;
  readonly figures: FiguresConfig;
  readonly retention: RetentionConfig;
  readonly tracking: TrackingConfig;
  readonly log: LogConfig;
  readonly mail: MailConfig;
  readonly messages: MessagesConfig;
  readonly attachments: AttachmentsConfig;
  readonly signIn: SignInConfig;
  readonly oidc: OidcConfig;
}

/** @throws ConfigError with everything that is missing or wrong. */
export function loadSettings(environment: Readonly<Record<string, string | undefined>>, duties: Duties): Settings {
  const problems: string[] = [];
  let loaded;
  try {
    loaded = loadConfig(classes, environment, (path) => readFileSync(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.push(...error.problems);
  }
  // An empty variable counts as absent, so that NAME_FILE beside it is taken.
  const given = (name: string): boolean => [name, `${name}_FILE`].some((variable) => Boolean(environment[variable]));
  if (duties.api && !given('DATABASE_URL')) problems.push('DATABASE_URL is missing: the API needs its login user');
  if (duties.worker && !given('DATABASE_WORKER_URL'))
    problems.push('DATABASE_WORKER_URL is missing: the workers need their login user');
  if (given('REDIS_URL') === given('QUEUE_DATABASE_URL'))
    problems.push(
      'REDIS_URL or QUEUE_DATABASE_URL is to be set, and only one of them: the hub must know where wake-ups travel',
    );
  const { smtpUrl, outboxDir, from } = loaded?.mail ?? {};
  if (smtpUrl !== undefined && outboxDir !== undefined)
    problems.push('SMTP_URL and MAIL_OUTBOX_DIR are both set: mails leave one way, keep one');
  if (smtpUrl !== undefined && from === undefined)
    problems.push('MAIL_FROM is missing: mails through SMTP_URL need a sender');
  if (loaded) problems.push(...vaultProblems(loaded.vault));
  if (loaded && loaded.retention.deliveryDays <= loaded.retention.attemptDays)
    problems.push(
      `DELIVERY_RETENTION_DAYS (${loaded.retention.deliveryDays}) must be above ATTEMPT_RETENTION_DAYS (${loaded.retention.attemptDays}): an attempt is shown with its delivery`,
    );
  if (loaded) problems.push(...oidcProblems(loaded.oidc));
  if (loaded && (loaded.evidence.tsaUrl === undefined) !== (loaded.evidence.tsaCa === undefined))
    problems.push('EVIDENCE_TSA_URL and EVIDENCE_TSA_CA go together: a time stamp counts by whom it is trusted');
  if (!loaded || problems.length > 0) throw new ConfigError(problems);
  return { ...loaded, queue: connectionOf(loaded.queue) };
}

/** What is wrong with the identity provider, beyond what each variable says by itself. */
function oidcProblems({ issuer, clientId, clientSecret, roles }: OidcConfig): string[] {
  const given = [issuer, clientId, clientSecret, roles].filter((one) => one !== undefined);
  if (given.length === 0) return [];
  const problems: string[] = [];
  if (given.length < 4)
    problems.push('OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_ROLES go together: set all or none');
  if (issuer !== undefined && /^http:\/\/(?!127\.0\.0\.1|localhost|\[::1\])/.test(issuer))
    problems.push('OIDC_ISSUER is wrong: http is for this machine only, take https');
  try {
    if (roles !== undefined) parseRoleMapping(roles);
  } catch (error) {
    problems.push(`OIDC_ROLES is wrong: ${error instanceof Error ? error.message : 'it cannot be read'}`);
  }
  return problems;
}

function connectionOf(queue: QueueConfig): QueueConnection {
  if (queue.redisUrl !== undefined) return { backend: 'redis', url: queue.redisUrl };
  return { backend: 'postgres', url: queue.databaseUrl ?? '' };
}

/** The hub's address as its partners reach it, without a slash at the end. */
export function publicUrlOf({ http }: Settings): string {
  return (http.publicUrl ?? `http://${http.host}:${http.port}`).replace(/\/+$/, '');
}
