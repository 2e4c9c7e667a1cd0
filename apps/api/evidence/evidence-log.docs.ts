import { applyDecorators } from '@nestjs/common';
import { ApiParam, ApiProduces, ApiResponse } from '@nestjs/swagger';
import { Documented } from '../http/answers';

export const ListCheckpointsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listEvidenceCheckpoints',
    summary: 'List the signed checkpoints of the evidence log, newest first',
    description:
      'Keep one: whoever rewrites or shortens the log later cannot go on from it. Where the hub is set up for it, an authority outside stamps one now and then.',
    status: 200,
    answer: 'The checkpoints.',
    schema: 'EvidenceCheckpoint',
    list: true,
    problems: ['invalid_input'],
  });

export const ConsistencyDoc = (): MethodDecorator =>
  applyDecorators(
    Documented({
      operationId: 'proveEvidenceConsistency',
      summary: 'Prove that the log at a checkpoint goes on from an earlier one',
      status: 200,
      answer: 'The consistency proof (RFC 9162, section 2.1.4).',
      schema: 'EvidenceConsistency',
      problems: ['invalid_input', 'not_found', 'not_sealed'],
    }),
    ApiParam({
      name: 'size',
      description: 'Size of the earlier checkpoint.',
      schema: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
    }),
  );

export const ProveEntryDoc = (): MethodDecorator =>
  Documented({
    operationId: 'proveEvidenceEntry',
    summary: 'A receipt for an entry that you may see: the entry, its place, and the proof that it is in the log',
    description: 'Keep it: it is checked without the hub, by the key of /.well-known/evidence-keys.json.',
    path: { entry: 'Id of the entry.' },
    status: 200,
    answer: 'The receipt.',
    schema: 'EvidenceReceipt',
    problems: ['invalid_input', 'not_sealed'],
  });

export const ExportEvidenceDoc = (): MethodDecorator =>
  applyDecorators(
    Documented({
      operationId: 'exportEvidence',
      summary: 'Export the log up to its newest checkpoint, with the entries that your body may see',
      description: 'What you may not see stands there as hashes. `hub evidence verify` checks the file by itself.',
      status: 200,
      answer: 'The export.',
      problems: ['invalid_input', 'not_found', 'not_sealed'],
    }),
    ApiProduces('application/x-ndjson'),
    ApiResponse({
      status: 200,
      description: 'The export, one JSON value a line.',
      content: { 'application/x-ndjson': { schema: { type: 'string' } } },
    }),
  );

export const EvidenceKeysDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getEvidenceKeys',
    summary: 'The public keys that sign the checkpoints of the evidence log',
    status: 200,
    answer: 'All keys that ever signed one, oldest first.',
    schema: 'EvidenceKeys',
  });
