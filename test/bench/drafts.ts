import { HubError, systemClock, type Uuid } from '#kernel';
import { Directory } from '#directory';
import { contextOf, issueApiKey, scopes, type Caller } from '#identity';
import { ApiDatabase, createDataSource } from '#platform/database';
import { createReferral, exampleCases, submitReferral, type ExampleCase, type ReferralTools } from '#referrals';
import { openTestVault } from '#test/test-vault';
import type { Vault } from '#vault';
import type { BenchHub } from './bench-hub';

/** A draft that waits to be submitted, and the key of the body that wrote it. */
export interface Draft {
  readonly id: Uuid;
  readonly sender: Caller;
  readonly apiKey: string;
}

interface Sender {
  readonly caller: Caller;
  readonly apiKey: string;
}

const SENDERS = { afghanistan: 'isaf-hq', kosovo: 'kfor-hq' } as const;
const PER_TRANSACTION = 100;

/** Writes drafts through the use case: sealed, validated, as the API would keep them. */
export class DraftWriter {
  private constructor(
    private readonly database: ApiDatabase,
    private readonly vault: Vault,
    private readonly directory: Directory,
    private readonly senders: Readonly<Record<ExampleCase['operation'], Sender>>,
    private readonly cases: ExampleCase[],
  ) {}

  static async open(hub: BenchHub): Promise<DraftWriter> {
    const dataSource = createDataSource({ url: hub.apiUrl, applicationName: 'bench drafts', poolSize: 8 });
    await dataSource.initialize();
    const database = new ApiDatabase(dataSource);
    const directory = new Directory(database);
    const senders = {
      afghanistan: await newSender(database, directory, SENDERS.afghanistan),
      kosovo: await newSender(database, directory, SENDERS.kosovo),
    };
    const vault = openTestVault(hub).vault;
    const writer = new DraftWriter(database, vault, directory, senders, []);
    await writer.chooseCases();
    return writer;
  }

  /** This many drafts, of both senders in turn. */
  async write(count: number): Promise<Draft[]> {
    const drafts: Draft[] = [];
    while (drafts.length < count) {
      const lots = Array.from({ length: 4 }, (_, lot) => this.writeLot(drafts.length / PER_TRANSACTION + lot));
      drafts.push(...(await Promise.all(lots)).flat());
    }
    // One lot is of one sender; the order of submission mixes them.
    return drafts
      .slice(0, count)
      .map((draft) => ({ draft, place: Math.random() }))
      .sort((a, b) => a.place - b.place)
      .map(({ draft }) => draft);
  }

  async close(): Promise<void> {
    await this.database.close();
  }

  private async writeLot(lot: number): Promise<Draft[]> {
    const operation = lot % 2 === 0 ? 'afghanistan' : 'kosovo';
    const { caller, apiKey } = this.senders[operation];
    const cases = this.cases.filter((one) => one.operation === operation);
    return this.database.transaction(contextOf(caller), async (tx) => {
      const drafts: Draft[] = [];
      for (let index = 0; index < PER_TRANSACTION; index += 1) {
        const example = cases[index % cases.length]!;
        drafts.push({ id: await this.createOne({ ...this.tools(caller), tx }, example), sender: caller, apiKey });
      }
      return drafts;
    });
  }

  private async createOne(tools: ReferralTools, { operation, priority, body }: ExampleCase): Promise<Uuid> {
    const draft = await createReferral(tools, { operation, priority, status: 'test', body });
    if (!draft) throw new Error('a draft without import key is always new');
    return draft.id;
  }

  /** The example cases that the rules let pass: a refusal would be quicker than a submission. */
  private async chooseCases(): Promise<void> {
    for (const example of exampleCases()) {
      const { caller } = this.senders[example.operation];
      const passes = await this.database
        .transaction(contextOf(caller), async (tx) => {
          const tools = { ...this.tools(caller), tx };
          await submitReferral(tools, await this.createOne(tools, example));
          return true;
        })
        .catch((error: unknown) => {
          if (error instanceof HubError && error.code === 'release_refused') return false;
          throw error;
        });
      if (passes) this.cases.push(example);
    }
  }

  private tools(caller: Caller): Omit<ReferralTools, 'tx'> {
    return { caller, vault: this.vault, clock: systemClock, directory: this.directory };
  }
}

/** A body of the seeded operations with a key of its own. */
export async function newSender(database: ApiDatabase, directory: Directory, slug: string): Promise<Sender> {
  const organisationId = await directory.idOf(slug);
  if (organisationId === undefined) throw new Error(`the operation files name no body ${slug}`);
  const { id, text } = await database.transaction({ kind: 'body', organisationId }, (tx) =>
    issueApiKey(tx, systemClock, { organisationId, name: 'bench', scopes }),
  );
  return { apiKey: text, caller: { organisationId, slug, keyId: id, scopes } };
}
