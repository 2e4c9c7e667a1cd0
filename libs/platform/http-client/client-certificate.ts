import type { Agent } from 'undici';

/** What the hub shows of itself in TLS to a receiver that asks for it. */
export interface ClientCertificate {
  /** SHA-256 of the chain, hexadecimal: connections are shared by those who show the same. */
  readonly fingerprint: string;
  /** PEM, the hub's own certificate first. */
  readonly chain: string;
  /** PEM, not encrypted. */
  readonly privateKey: string;
}

interface Entry {
  readonly agent: Agent;
  users: number;
  idle?: NodeJS.Timeout;
}

/** Agents kept at most while nobody uses them. */
const MOST_KEPT = 64;
/** An unused agent is closed after this, milliseconds: undici keeps an idle connection not much longer. */
const UNUSED_MS = 60_000;

/**
 * One agent per client certificate, so that no connection, and no TLS session, made with one is ever used for another.
 * Those in use are as many as are needed; unused ones are closed after a minute, or when others need the room.
 */
export class CertificateAgents {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly create: (certificate: ClientCertificate) => Agent) {}

  /** How many are open. */
  get size(): number {
    return this.entries.size;
  }

  /** The certificate's agent, kept until `release`. Throws when the certificate and its key cannot be used. */
  hold(certificate: ClientCertificate): Agent {
    const entry = this.entries.get(certificate.fingerprint) ?? this.open(certificate);
    clearTimeout(entry.idle);
    entry.users += 1;
    return entry.agent;
  }

  release({ fingerprint }: ClientCertificate): void {
    const entry = this.entries.get(fingerprint);
    if (!entry || (entry.users -= 1) > 0) return;
    entry.idle = setTimeout(() => {
      this.drop(fingerprint);
    }, UNUSED_MS).unref();
  }

  async destroy(): Promise<void> {
    const open = [...this.entries.values()];
    this.entries.clear();
    for (const { idle } of open) clearTimeout(idle);
    await Promise.all(open.map(({ agent }) => agent.destroy()));
  }

  private open(certificate: ClientCertificate): Entry {
    const entry = { agent: this.create(certificate), users: 0 };
    for (const [fingerprint, { users }] of this.entries) {
      if (this.entries.size < MOST_KEPT) break;
      if (users === 0) this.drop(fingerprint);
    }
    this.entries.set(certificate.fingerprint, entry);
    return entry;
  }

  private drop(fingerprint: string): void {
    const entry = this.entries.get(fingerprint);
    clearTimeout(entry?.idle);
    this.entries.delete(fingerprint);
    void entry?.agent.destroy();
  }
}
