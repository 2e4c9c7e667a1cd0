import type { Clock, Uuid } from '#kernel';
import type { Directory } from '#directory';
import type { WorkerDatabase } from '#platform/database';
import type { Vault } from '#vault';

export interface DrainTools {
  readonly database: WorkerDatabase;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly publicUrl: string;
  /** Wakes an endpoint's lane, once what waits for it is committed. */
  readonly wakeLane: (endpointId: Uuid) => void;
  readonly onTold?: (topic: string) => void;
  /** Told of an event that could not be dealt with; it is tried again later. */
  readonly onFault: (error: unknown) => void;
  /** Told of content that could not be encrypted; its event goes out thin. */
  readonly onContentFault: (error: unknown) => void;
}
