import { notFound } from '#kernel';
import type { Directory, FieldProfile, Operation, Provision } from '#directory';
import type { Transaction } from '#platform/database';
import { releaseRules } from '../domain/release-rules';
import { describeRule, type RuleView } from './describe-rule';
import { ownOperation } from './own-operation';

/** What the rules of an operation are read and asked with: the caller's own transaction. */
export interface RuleTools {
  readonly tx: Transaction;
  readonly directory: Directory;
  readonly caller: { readonly slug: string };
}

/** A rule that holds in every operation, and the provision that it rests on in this one. */
export interface ReleaseRuleView {
  readonly id: string;
  readonly provision: string | null;
  readonly bodies: 'every' | 'security' | 'other';
  readonly messages: 'every' | 'case';
  /** What a body is told that it keeps a message from. */
  readonly otherwise: string;
}

/** The rule set of an operation under one version. */
export interface RuleSetView {
  readonly operation: string;
  readonly version: number;
  readonly digest: string;
  readonly inForce: boolean;
  /** When the hub took this version over. */
  readonly since: Date;
  readonly rules: readonly RuleView[];
  readonly profiles: readonly FieldProfile[];
  readonly provisions: readonly Provision[];
  readonly releaseRules: readonly ReleaseRuleView[];
}

/**
 * The rule set of one of the caller's operations: the one in force or, by its version, an older one.
 *
 * @throws HubError `operation_unknown` for an operation of others; `not_found` for a version that never was.
 */
export async function readRuleSet(tools: RuleTools, operationId: string, version?: number): Promise<RuleSetView> {
  const current = await ownOperation(tools.directory, tools.caller.slug, operationId);
  const row = await tools.tx.row<{ version: number; definition: Operation; since: Date }>(
    `SELECT version, definition, created_at AS since FROM rule_sets WHERE operation_id = $1 AND version = $2`,
    [operationId, version ?? current.version],
  );
  if (!row) throw notFound('rule set');
  const { definition } = row;
  return {
    operation: definition.id,
    version: row.version,
    digest: definition.digest,
    inForce: row.version === current.version,
    since: row.since,
    rules: definition.rules.map(describeRule),
    profiles: definition.profiles,
    provisions: definition.provisions,
    releaseRules: releaseRules.map(({ id, bodies, messages, otherwise }) => ({
      id,
      provision: definition.provisions.find(({ enforces }) => enforces?.includes(id))?.id ?? null,
      bodies,
      messages,
      otherwise,
    })),
  };
}
