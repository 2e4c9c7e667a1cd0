import type { Uuid } from '#kernel';

/** Where what a receiver answered to an attempt belongs: bound to its ciphertext. */
export const excerptPlace = (deliveryId: Uuid, attempt: number) =>
  ({ table: 'delivery_attempts', id: `${deliveryId}/${attempt}`, field: 'excerpt' }) as const;
