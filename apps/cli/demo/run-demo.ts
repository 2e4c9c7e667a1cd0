import { join, dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { HubApiError, HubClient, persistently } from '#hub-client';
import { awaitCompletion, countRecipients } from './await-completion';
import { SENDERS } from './demo-bodies';
import { demoCases, demoWorkbooks, type DemoWorkbook } from './demo-cases';
import { reportOn, type DemoReport } from './demo-report';
import type { DemoScreen } from './demo-screen';
import { PartnerProcess } from './partner-process';
import { PartnerTally } from './partner-tally';
import { sendCases, type Sending } from './send-cases';

export interface DemoOptions {
  readonly api: string;
  readonly keyOf: (body: string) => string;
  readonly bodies: readonly string[];
  readonly credentialsFile: string;
  /** Tells this run's cases from those of others. */
  readonly tag: string;
  readonly timeoutMs: number;
  readonly interruption: AbortSignal;
  readonly screen: DemoScreen;
}

/**
 * Sends the example cases of both operations and follows each until every recipient has taken it up. Whatever the hub
 * goes through meanwhile, the demo waits for it, up to its timeout.
 */
export async function runDemo(options: DemoOptions): Promise<DemoReport> {
  const { api, screen, tag, timeoutMs } = options;
  const signal = AbortSignal.any([options.interruption, AbortSignal.timeout(timeoutMs)]);
  const clients = { afghanistan: clientOf(options, 'afghanistan'), kosovo: clientOf(options, 'kosovo') };
  screen.say(`Hub at ${api}, run ${tag}`);
  await untilReady(clients.afghanistan, options, signal);
  await checkKeys(Object.values(clients), signal);

  const tally = new PartnerTally();
  const partners = new PartnerProcess({
    api,
    credentialsFile: options.credentialsFile,
    stateFolder: join(dirname(options.credentialsFile), 'sandbox-partners'),
    bodies: options.bodies,
    onLine: (line) => {
      tally.add(line);
    },
  });
  try {
    await partners.ready(signal);
    screen.say(`${options.bodies.length} sandbox partners have registered their webhook endpoints`);
    const sendings = await Promise.race([sendAll(clients, options, signal), partners.lost]);
    const sent = sendings.flatMap((sending) => sending.sent);
    const awaited = sent
      .filter(({ keptBack }) => !keptBack)
      .map(({ id, operation }) => ({ id, client: clients[operation as keyof typeof clients] }));
    const onProgress: Parameters<typeof awaitCompletion>[1]['onProgress'] = (seen) => {
      screen.progress({ ...countRecipients(seen.values()), what: 'recipients have taken up their referral' });
    };
    const seen = await Promise.race([awaitCompletion(awaited, { signal, onProgress }), partners.lost]);
    return reportOn({
      tag,
      sent,
      problems: sendings.flatMap(({ problems }) => problems),
      seen,
      figures: tally.figures(),
      failures: tally.failures(),
    });
  } finally {
    await partners.stop();
  }
}

function clientOf({ api, keyOf }: DemoOptions, operation: keyof typeof SENDERS): HubClient {
  return new HubClient({ api, apiKey: keyOf(SENDERS[operation]) });
}

async function untilReady(client: HubClient, { api, timeoutMs }: DemoOptions, signal: AbortSignal): Promise<void> {
  while (!(await client.isReady())) {
    await wait(300, undefined, { signal }).catch((error: unknown) => {
      throw new Error(`The hub at ${api} was not ready within ${timeoutMs / 1_000} s. Is it running (npm start)?`, {
        cause: error,
      });
    });
  }
}

/** A key that the hub does not know is the likeliest mistake: credentials of another hub. */
async function checkKeys(clients: readonly HubClient[], signal: AbortSignal): Promise<void> {
  for (const client of clients) {
    await persistently(() => client.me(), { signal }).catch((error: unknown) => {
      const unknown = error instanceof HubApiError && error.status === 401;
      throw unknown
        ? new Error('The hub does not know these keys. Is the credentials file of this hub?', { cause: error })
        : error;
    });
  }
}

async function sendAll(
  clients: Readonly<Record<DemoWorkbook['operation'], HubClient>>,
  { screen, tag }: DemoOptions,
  signal: AbortSignal,
): Promise<Sending[]> {
  const workbooks = await demoWorkbooks(tag);
  const total = demoCases(tag).length;
  let done = 0;
  const sendings = await Promise.all(
    workbooks.map((workbook) =>
      sendCases(clients[workbook.operation], workbook, signal, () => {
        done += 1;
        screen.progress({ done, total, what: 'referrals submitted' });
      }),
    ),
  );
  const count = (key: 'created' | 'existing'): number => sendings.reduce((sum, sending) => sum + sending[key], 0);
  screen.say(`${count('created')} rows were new drafts, ${count('existing')} known from before`);
  return sendings;
}
