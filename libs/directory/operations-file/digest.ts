import { createHash } from 'node:crypto';
import type { Operation } from '../domain/operation';

/**
 * JSON with keys and lists in one order. No list of an operation has an order that means something, so writing its
 * rules or bodies in another order yields the same text.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).sort().join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`);
  return `{${entries.join(',')}}`;
}

/** SHA-256 (hex) over an operation in canonical form. */
export function digestOf(operation: Omit<Operation, 'digest'>): string {
  return createHash('sha256').update(canonicalJson(operation)).digest('hex');
}
