import type { Agent } from 'undici';
import { HubError } from '#kernel';
import { AddressPolicy, AddressPolicyOptions } from './address-policy';
import { CertificateAgents, type ClientCertificate } from './client-certificate';
import { createGuardedAgent, GuardedAgentOptions } from './guarded-agent';
import { ExchangeLimits, ResponseCollector } from './response-collector';
import { SendResult } from './send-result';
import { UrlPolicy, UrlPolicyOptions } from './url-policy';

/** Everything an operator can set about outbound HTTP. The defaults reach public https receivers only. */
export interface HttpSenderOptions extends AddressPolicyOptions, UrlPolicyOptions, GuardedAgentOptions {}

/** One POST. The body is sent byte for byte. */
export interface PostRequest extends ExchangeLimits {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
  /** What the hub shows of itself in TLS. */
  readonly clientCertificate?: ClientCertificate;
}

/** A URL that was judged, as undici takes it. */
interface Target {
  readonly origin: string;
  readonly path: string;
}

/** Judged URLs that are remembered: judging one again costs more than everything else before the socket. */
const MOST_TARGETS = 1_000;

/** Headers that frame or route the message: setting them would let a caller aim past the guard or split a request. */
const FRAMING = new Set([
  'host',
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Sends webhooks: guarded against reaching inside (SSRF), bounded in time and size, never following a redirect. */
export class HttpSender {
  private readonly urls: UrlPolicy;
  private readonly agent: Agent;
  private readonly certified: CertificateAgents;
  private readonly targets = new Map<string, Target>();
  private readonly running = new Set<ResponseCollector>();
  private closing: Promise<void> | undefined;

  constructor(options: HttpSenderOptions = {}) {
    const addresses = new AddressPolicy(options);
    this.urls = new UrlPolicy(addresses, options);
    this.agent = createGuardedAgent(addresses, options);
    this.certified = new CertificateAgents((certificate) => createGuardedAgent(addresses, options, certificate));
  }

  /** Judges a URL without connecting, when a receiver is registered. Throws HubError `url_refused`. */
  checkUrl(url: string): URL {
    return this.urls.checkUrl(url);
  }

  /** Sends one request. Never rejects: whatever goes wrong is a fault in the result. */
  async post(url: string, request: PostRequest): Promise<SendResult> {
    const exchange = new ResponseCollector(request);
    this.running.add(exchange);
    this.start(url, request, exchange);
    const result = await exchange.result;
    this.running.delete(exchange);
    return result;
  }

  /** Takes no more requests, waits for the running ones, and breaks them off after `graceMs`. */
  close(graceMs = 5_000): Promise<void> {
    this.closing ??= this.closeWithin(graceMs);
    return this.closing;
  }

  private start(url: string, request: PostRequest, exchange: ResponseCollector): void {
    if (exchange.isOver) return;
    if (this.closing !== undefined) {
      exchange.refuse('aborted', 'The sender is closed.');
      return;
    }
    try {
      this.dispatch(this.targetOf(url), request, exchange);
    } catch (error) {
      if (error instanceof HubError) exchange.refuse('refused_address', error.detail);
      else exchange.refuse('protocol', 'The request could not be built. Check its headers.');
    }
  }

  private dispatch({ origin, path }: Target, request: PostRequest, exchange: ResponseCollector): void {
    const { headers, body, clientCertificate } = request;
    for (const name in headers)
      if (FRAMING.has(name.toLowerCase())) {
        exchange.refuse('protocol', `The header ${name} frames the message and cannot be set. Leave it out.`);
        return;
      }
    const agent = clientCertificate ? this.agentFor(clientCertificate, exchange) : this.agent;
    // The collector keeps the one deadline; undici's own timers would only repeat it.
    agent?.dispatch({ origin, path, method: 'POST', headers, body, headersTimeout: 0, bodyTimeout: 0 }, exchange);
  }

  private agentFor(certificate: ClientCertificate, exchange: ResponseCollector): Agent | undefined {
    try {
      const agent = this.certified.hold(certificate);
      void exchange.result.then(() => {
        this.certified.release(certificate);
      });
      return agent;
    } catch {
      exchange.refuse('tls', 'The client certificate of this endpoint cannot be used. Set it anew.');
      return undefined;
    }
  }

  /** The judged URL. What is refused is judged anew each time. Throws HubError `url_refused`. */
  private targetOf(url: string): Target {
    const known = this.targets.get(url);
    if (known) return known;
    const { origin, pathname, search } = this.urls.checkUrl(url);
    const target = { origin, path: pathname + search };
    if (this.targets.size >= MOST_TARGETS) this.targets.clear();
    this.targets.set(url, target);
    return target;
  }

  /** Waits itself: an undici agent forgets its pools in `close()`, and `destroy()` after it would break nothing off. */
  private async closeWithin(graceMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    await Promise.race([Promise.all([...this.running].map(({ result }) => result)), late]);
    clearTimeout(timer);
    for (const exchange of this.running) exchange.refuse('aborted', 'The hub stopped the request.');
    await Promise.all([this.agent.destroy(), this.certified.destroy()]);
  }
}
