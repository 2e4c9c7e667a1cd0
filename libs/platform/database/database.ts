import { HubError } from '#kernel';
import type { DataSource } from 'typeorm';
import { keepsPreparedStatements } from './data-source';
import { openingStatements, type RowContext } from './row-context';

/** A value that PostgreSQL takes as a parameter. */
export type SqlValue = string | number | bigint | boolean | Date | Buffer | null | readonly SqlValue[];

interface PgResult {
  readonly command: string;
  readonly rows: Record<string, unknown>[];
  readonly rowCount: number | null;
}

interface PgClient {
  query(statement: string | { name?: string; text: string; values: unknown[] }): Promise<PgResult>;
  readonly connection: { readonly stream: { cork(): void; uncork(): void } };
}

/**
 * One open transaction. Statements run one after another on one connection, in the order in which they were asked for;
 * those that are asked for in one turn of the event loop leave in one write.
 */
export class Transaction {
  private unanswered: Promise<unknown>[] = [];
  private corked = false;

  /** @param names whether the connection keeps named statements: behind a pooler the next transaction is on another one */
  constructor(
    private readonly client: PgClient,
    private readonly names = true,
  ) {}

  /** The rows of a statement. Name a hot statement, so that PostgreSQL plans it once per connection. */
  async rows<Row extends object>(text: string, values: readonly SqlValue[] = [], name?: string): Promise<Row[]> {
    return (await this.answer(this.send(this.statement(text, values, name)))).rows as Row[];
  }

  /** The first row of a statement, if there is one. */
  async row<Row extends object>(
    text: string,
    values: readonly SqlValue[] = [],
    name?: string,
  ): Promise<Row | undefined> {
    return (await this.rows<Row>(text, values, name))[0];
  }

  /** How many rows a statement changed. */
  async execute(text: string, values: readonly SqlValue[] = [], name?: string): Promise<number> {
    return (await this.answer(this.send(this.statement(text, values, name)))).rowCount ?? 0;
  }

  /**
   * A statement whose answer nobody needs: it is not waited for. When it fails, the next statement that is waited for
   * rejects with its error, at the latest the commit; `meaning` says what that error amounts to.
   */
  later(
    text: string,
    values: readonly SqlValue[] = [],
    name?: string,
    meaning: (error: unknown) => unknown = (error) => error,
  ): void {
    this.unwaited(
      this.send(this.statement(text, values, name)).catch((error: unknown) => {
        throw meaning(error);
      }),
    );
  }

  /** Opens the transaction with the first statement, not before it. */
  open(statements: string): void {
    this.unwaited(this.send(statements));
  }

  /** @throws the first error of all statements before it; nothing stands then. */
  async commit(): Promise<void> {
    const { command } = await this.answer(this.send('COMMIT'));
    if (command !== 'COMMIT') throw new Error('a transaction that had failed was to be committed');
  }

  private unwaited(sent: Promise<unknown>): void {
    // Somebody asks for it later, or the transaction was given up.
    sent.catch(() => undefined);
    this.unanswered.push(sent);
  }

  /** After one that failed every other fails because of that: the first error is the one to tell. */
  private async answer(sent: Promise<PgResult>): Promise<PgResult> {
    const before = this.unanswered;
    if (before.length > 0) {
      this.unanswered = [];
      sent.catch(() => undefined);
      for (const one of before) await one;
    }
    return sent;
  }

  private statement(
    text: string,
    values: readonly SqlValue[],
    name: string | undefined,
  ): Exclude<Parameters<PgClient['query']>[0], string> {
    return { text, values: [...values], ...(name === undefined || !this.names ? {} : { name }) };
  }

  private send(query: Parameters<PgClient['query']>[0]): Promise<PgResult> {
    if (!this.corked) {
      this.corked = true;
      const { stream } = this.client.connection;
      stream.cork();
      process.nextTick(() => {
        this.corked = false;
        stream.uncork();
      });
    }
    return this.client.query(query);
  }
}

/** PostgreSQL's codes for "try again": serialization failure, deadlock. */
const RETRYABLE = new Set(['40001', '40P01']);
/** Connection lost, server starting or stopping, too many connections. */
const UNAVAILABLE = /^(?:08|57P0|53300)|^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;

/** Thrown by work that met a change of another transaction and is to be run again from its beginning. */
export class RunAgain extends Error {}

/** The only way to the record: every use case runs in a transaction under a row context. */
export class Database {
  private readonly names: boolean;

  constructor(private readonly dataSource: DataSource) {
    this.names = keepsPreparedStatements(dataSource);
  }

  /**
   * Runs `work` in one transaction: commits when it resolves, rolls back when it throws. A deadlock or serialization
   * failure runs it again, up to three times, so `work` must not act outside of the database.
   *
   * @throws HubError `unavailable` when the database cannot be reached; nothing was changed then.
   */
  async transaction<T>(context: RowContext, work: (tx: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(context, work);
      } catch (error) {
        if (attempt < 3 && (RETRYABLE.has(sqlState(error)) || error instanceof RunAgain)) continue;
        throw translated(error);
      }
    }
  }

  private async once<T>(context: RowContext, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as PgClient;
      try {
        const tx = new Transaction(client, this.names);
        tx.open(openingStatements(context));
        const result = await work(tx);
        await tx.commit();
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch(() => undefined);
        throw error;
      }
    } finally {
      await runner.release();
    }
  }

  /** One statement outside of any context: sees only what needs none (reference data, functions that guard themselves). */
  async statement<Row extends object>(text: string, values: readonly SqlValue[] = [], name?: string): Promise<Row[]> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as PgClient;
      return await new Transaction(client, this.names).rows<Row>(text, values, name);
    } catch (error) {
      throw translated(error);
    } finally {
      await runner.release();
    }
  }

  /** Resolves when the database answers. */
  async ping(): Promise<void> {
    await this.dataSource.query('SELECT 1');
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}

function translated(error: unknown): unknown {
  if (!UNAVAILABLE.test(sqlState(error))) return error;
  return new HubError('unavailable', 'The record cannot be reached just now. Nothing was changed; send it again.', {
    cause: error,
  });
}

/** PostgreSQL's five-character code of an error, Node's for a socket error, or an empty text. */
export function sqlState(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string') return code;
  return error instanceof Error &&
    /Connection terminated|is not queryable|timeout exceeded when trying to connect/.test(error.message)
    ? 'ECONNRESET'
    : '';
}

/** The API's pool: its login user sees one body at a time. */
export class ApiDatabase extends Database {}

/** The workers' pool. */
export class WorkerDatabase extends Database {}
