import type { Uuid } from '#kernel';

/** When a UUIDv7 was made, milliseconds since 1970: its first 48 bits. */
export function madeAt(id: Uuid): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** An id below every UUIDv7 of that time and later. */
export function lowestIdAt(milliseconds: number): Uuid {
  const hex = Math.max(0, Math.floor(milliseconds)).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
