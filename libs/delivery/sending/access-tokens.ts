import type { Uuid } from '#kernel';
import type { HttpSender, SendFault } from '#platform/http-client';
import type { OAuth2Credentials } from './lane-credentials';
import { requestToken } from './request-token';

interface Held {
  readonly token: string;
  readonly askedAt: number;
  /** Monotonic milliseconds. */
  readonly usableUntil: number;
}

type Answer = Held | SendFault;

/** A token is renewed so long before it ends, or at half of its life when that is later, milliseconds. */
const MARGIN_MS = 30_000;
/** A receiver that refuses every token makes the hub ask for a new one no more often than this, milliseconds. */
const RENEW_AT_MOST_EVERY_MS = 30_000;
const MOST_HELD = 1_000;

/** The access tokens in this process's memory, one per OAuth2 client, each asked for once at a time. */
export class AccessTokens {
  private readonly held = new Map<Uuid, Held>();
  private readonly asked = new Map<Uuid, Promise<Answer>>();

  constructor(
    private readonly sender: HttpSender,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** A token that is still good for a while, or why there is none. */
  async get(client: OAuth2Credentials, deadlineMs: number): Promise<string | SendFault> {
    const held = this.held.get(client.id);
    if (held && held.usableUntil > this.now()) return held.token;
    return textOf(await this.ask(client, deadlineMs));
  }

  /** Another token than the refused one; undefined when there is none, or when it was asked for a moment ago. */
  async afterRefusal(client: OAuth2Credentials, refused: string, deadlineMs: number): Promise<string | undefined> {
    const held = this.held.get(client.id);
    if (held && held.token !== refused) return held.token;
    if (held && this.now() - held.askedAt < RENEW_AT_MOST_EVERY_MS) return undefined;
    const answer = await this.ask(client, deadlineMs);
    return 'kind' in answer || answer.token === refused ? undefined : answer.token;
  }

  private ask(client: OAuth2Credentials, deadlineMs: number): Promise<Answer> {
    const asked = this.asked.get(client.id);
    if (asked) return asked;
    const answer = this.request(client, deadlineMs).finally(() => this.asked.delete(client.id));
    this.asked.set(client.id, answer);
    return answer;
  }

  private async request(client: OAuth2Credentials, deadlineMs: number): Promise<Answer> {
    const askedAt = this.now();
    const answer = await requestToken(this.sender, client, deadlineMs);
    if (answer.kind === 'fault') return answer;
    const { token, lastsMs } = answer;
    const held = { token, askedAt, usableUntil: askedAt + lastsMs - Math.min(MARGIN_MS, lastsMs / 2) };
    // What was set first goes first: a client that was set anew has another id, and its old token is of no use.
    this.held.delete(client.id);
    this.held.set(client.id, held);
    for (const id of this.held.keys()) {
      if (this.held.size <= MOST_HELD) break;
      this.held.delete(id);
    }
    return held;
  }
}

function textOf(answer: Answer): string | SendFault {
  return 'kind' in answer ? answer : answer.token;
}
