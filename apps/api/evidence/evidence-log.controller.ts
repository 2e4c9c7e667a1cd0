import { Readable } from 'node:stream';
import { Controller, Get, Header, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  exportLog,
  lastCheckpoint,
  listCheckpoints,
  planExport,
  proveConsistency,
  proveEntry,
  type ConsistencyProof,
  type InTransaction,
  type ListedCheckpoint,
} from '#evidence';
import type { Receipt } from '#evidence-log';
import type { Caller } from '#identity';
import { notFound, type Uuid } from '#kernel';
import { ApiDatabase } from '#platform/database';
import { describeError, type Log } from '#platform/telemetry';
import { ApiActions, CurrentCaller, LOG, Permit, Public } from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import {
  ConsistencyDoc,
  EvidenceKeysDoc,
  ExportEvidenceDoc,
  ListCheckpointsDoc,
  ProveEntryDoc,
} from './evidence-log.docs';
import { ConsistencyDto, ExportEvidenceDto, ListCheckpointsDto, ProveEntryDto } from './evidence.dto';

interface CheckpointView {
  readonly size: number;
  readonly root: string;
  readonly sealedAt: Date;
  readonly checkpoint: string;
  readonly timestamp: { readonly at: Date; readonly token: string } | null;
}

/** The log that the evidence is sealed in: what a partner keeps, and checks without the hub. */
@ApiTags('evidence')
@Controller()
export class EvidenceLogController {
  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(ApiDatabase) private readonly database: ApiDatabase,
    @Inject(LOG) private readonly log: Log,
  ) {}

  @ListCheckpointsDoc()
  @Permit('evidence:read')
  @Get('v1/evidence/checkpoints')
  async checkpoints(
    @CurrentCaller() caller: Caller,
    @Query() { cursor, limit, stamped }: ListCheckpointsDto,
  ): Promise<{ data: CheckpointView[]; next: string | null }> {
    const page = { limit, stamped: stamped === 'true', ...(cursor === undefined ? {} : { before: cursor }) };
    const rows = await this.actions.run(caller, ({ tx }) => listCheckpoints(tx, page));
    return { data: rows.map(viewOf), next: rows.length === limit ? String(rows.at(-1)?.size ?? '') : null };
  }

  @ConsistencyDoc()
  @Permit('evidence:read')
  @Get('v1/evidence/checkpoints/:size/consistency')
  consistency(
    @CurrentCaller() caller: Caller,
    @Param('size') size: string,
    @Query() { to }: ConsistencyDto,
  ): Promise<ConsistencyProof> {
    if (!/^[1-9]\d{0,14}$/.test(size)) throw notFound('checkpoint');
    return this.actions.run(caller, async ({ tx }) =>
      proveConsistency(tx, Number(size), to ?? (await lastCheckpoint(tx))?.size ?? Number(size)),
    );
  }

  @ProveEntryDoc()
  @Permit('evidence:read')
  @Get('v1/evidence/:entry/proof')
  proof(
    @CurrentCaller() caller: Caller,
    @Param('entry', RecordId) entry: Uuid,
    @Query() { size }: ProveEntryDto,
  ): Promise<Receipt> {
    return this.actions.run(caller, ({ tx }) => proveEntry(tx, entry, size));
  }

  @ExportEvidenceDoc()
  @Permit('evidence:read')
  @Get('v1/evidence/export')
  async export(
    @CurrentCaller() caller: Caller,
    @Query() { since }: ExportEvidenceDto,
    @Res() reply: Reply,
  ): Promise<void> {
    const run: InTransaction = (work) => this.actions.run(caller, ({ tx }) => work(tx));
    const plan = await run((tx) => planExport(tx, { whole: false, ...(since === undefined ? {} : { since }) }));
    reply
      .status(200)
      .header('content-type', 'application/x-ndjson')
      .header('content-disposition', 'attachment; filename="evidence.ndjson"')
      .send(Readable.from(this.watched(exportLog(run, plan)), { objectMode: false }));
  }

  @EvidenceKeysDoc()
  @Public()
  @Header('cache-control', 'public, max-age=60')
  @Get('.well-known/evidence-keys.json')
  async keys(): Promise<{ keys: { verifier: string; since: Date }[] }> {
    return {
      keys: await this.database.statement<{ verifier: string; since: Date }>(
        'SELECT verifier, since FROM evidence_keys ORDER BY since, verifier',
      ),
    };
  }

  /** What is broken off has no end, and so verifies as truncated. */
  private async *watched(lines: AsyncIterable<string>): AsyncGenerator<string> {
    try {
      yield* lines;
    } catch (error) {
      this.log.error(describeError(error), 'an export of the evidence was broken off');
      throw error;
    }
  }
}

function viewOf({ size, root, sealedAt, note, token, stampedAt }: ListedCheckpoint): CheckpointView {
  const timestamp = token && stampedAt && { at: stampedAt, token: token.toString('base64') };
  return { size, root: root.toString('base64'), sealedAt, checkpoint: note, timestamp };
}
