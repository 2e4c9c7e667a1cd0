/** A server or process of the hub that the driver starts, kills and brings back. */
export interface Member {
  readonly name: string;
  /** SIGKILL at once; it is brought back without being asked. */
  kill(): Promise<void>;
  /** Resolves when it serves (again). */
  ready(): Promise<void>;
  /** For good. */
  stop(): Promise<void>;
}
