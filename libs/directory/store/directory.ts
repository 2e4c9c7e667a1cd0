import { HubError, type Uuid } from '#kernel';
import type { Database } from '#platform/database';
import type { Operation } from '../domain/operation';

/** An operation under one version of its rules. */
export interface OperationVersion {
  readonly version: number;
  readonly operation: Operation;
}

interface Snapshot {
  readonly operations: ReadonlyMap<string, OperationVersion>;
  readonly idBySlug: ReadonlyMap<string, Uuid>;
  readonly slugById: ReadonlyMap<Uuid, string>;
}

/** What another process seeded shows here after this long at most, milliseconds. */
const MAX_AGE = 30_000;

/**
 * Operations and bodies as the record holds them. Reference data: read often, changed by `seedDirectory` only. Give it a
 * pool of its own: it is asked in the middle of transactions, and must not wait for the connections that these hold.
 */
export class Directory {
  private snapshot: Promise<Snapshot> | undefined;
  private readAt = 0;
  private readonly past = new Map<string, Operation>();

  constructor(private readonly database: Database) {}

  async operations(): Promise<OperationVersion[]> {
    return [...(await this.read()).operations.values()];
  }

  /** The ids of the operations that a body takes part in. */
  async operationsOf(slug: string): Promise<string[]> {
    const all = await this.operations();
    return all.flatMap(({ operation }) => (operation.bodies.some((body) => body.slug === slug) ? [operation.id] : []));
  }

  /** @throws HubError `operation_unknown` that lists the known ones. */
  async operation(id: string): Promise<OperationVersion> {
    const { operations } = await this.read();
    const found = operations.get(id);
    if (!found)
      throw new HubError(
        'operation_unknown',
        `There is no such operation. Known: ${[...operations.keys()].join(', ')}.`,
        {
          errors: [
            {
              pointer: '/operation',
              code: 'operation_unknown',
              message: `use one of: ${[...operations.keys()].join(', ')}`,
            },
          ],
        },
      );
    return found;
  }

  /** The rules as they were at a version: what a message was submitted under. */
  async operationAt(id: string, version: number): Promise<Operation> {
    const current = (await this.read()).operations.get(id);
    if (current?.version === version) return current.operation;
    const key = `${id}/${version}`;
    let past = this.past.get(key);
    if (!past) {
      const [row] = await this.database.statement<{ definition: Operation }>(
        `SELECT definition FROM rule_sets WHERE operation_id = $1 AND version = $2`,
        [id, version],
      );
      if (!row) throw new Error(`operation ${id} has no rule set version ${version}`);
      past = row.definition;
      this.past.set(key, past);
    }
    return past;
  }

  /** The id of a body, or undefined. */
  async idOf(slug: string): Promise<Uuid | undefined> {
    return (await this.read()).idBySlug.get(slug);
  }

  /** The slug of a body that the record names. */
  async slugOf(id: Uuid): Promise<string> {
    const slug = (await this.read()).slugById.get(id);
    if (slug === undefined) throw new Error('the record names a body that the directory does not have');
    return slug;
  }

  /** What is known, at once; when it is old it is read anew meanwhile, so that nobody waits for it. */
  private read(): Promise<Snapshot> {
    if (!this.snapshot) {
      this.snapshot = this.load();
      this.snapshot.catch(() => {
        this.snapshot = undefined;
      });
    } else if (performance.now() - this.readAt > MAX_AGE) {
      this.readAt = performance.now();
      this.load().then(
        (fresh) => {
          this.snapshot = Promise.resolve(fresh);
        },
        () => undefined,
      );
    }
    return this.snapshot;
  }

  private async load(): Promise<Snapshot> {
    this.readAt = performance.now();
    const [operations, organisations] = await Promise.all([
      this.database.statement<{ id: string; version: number; definition: Operation }>(
        `SELECT o.id, r.version, r.definition FROM operations o
         JOIN rule_sets r ON r.operation_id = o.id AND r.version = o.rule_set_version ORDER BY o.id`,
      ),
      this.database.statement<{ id: Uuid; slug: string }>(`SELECT id, slug FROM organisations`),
    ]);
    return {
      operations: new Map(operations.map(({ id, version, definition }) => [id, { version, operation: definition }])),
      idBySlug: new Map(organisations.map(({ id, slug }) => [slug, id])),
      slugById: new Map(organisations.map(({ id, slug }) => [id, slug])),
    };
  }
}
