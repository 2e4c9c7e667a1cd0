import { readFile } from 'node:fs/promises';
import type { KeyProvider } from './key-provider';

export interface TransitOptions {
  /** Where Vault answers, for example https://vault.example.org:8200. */
  readonly url: string;
  /** Where the transit engine is mounted. */
  readonly mount: string;
  /** The name of an aes256-gcm96 key. */
  readonly key: string;
  /** Holds the token; read at each request, since an agent renews it. */
  readonly tokenPath: string;
  readonly deadlineMs: number;
}

const PURPOSE = Buffer.from('liaison-hub data key v1').toString('base64');
const WRAPPED = /^vault:v([1-9]\d{0,9}):[A-Za-z0-9+/]+={0,2}$/;

/** HashiCorp Vault's transit engine: the key that wraps never leaves Vault, which counts its versions. */
export function transitProvider(options: TransitOptions): KeyProvider & { rotate(): Promise<void> } {
  const path = `${encodeURIComponent(options.mount)}/{action}/${encodeURIComponent(options.key)}`;
  const ask = (action: string, body?: Readonly<Record<string, string>>): Promise<unknown> =>
    request(options, path.replace('{action}', action), body);
  return {
    current: async () => {
      const version = member(await ask('keys'), 'latest_version');
      if (typeof version !== 'number') throw new Error('Vault named no version of the key');
      return `vault:${version}`;
    },
    versionOf: (wrapped) => {
      const version = WRAPPED.exec(wrapped.toString('latin1'))?.[1];
      return version === undefined ? undefined : `vault:${version}`;
    },
    wrap: async (key) => {
      const wrapped = member(
        await ask('encrypt', { plaintext: key.toString('base64'), associated_data: PURPOSE }),
        'ciphertext',
      );
      if (typeof wrapped !== 'string' || !WRAPPED.test(wrapped)) throw new Error('Vault gave no ciphertext');
      return Buffer.from(wrapped, 'latin1');
    },
    unwrap: async (wrapped) => {
      const key = member(
        await ask('decrypt', { ciphertext: wrapped.toString('latin1'), associated_data: PURPOSE }),
        'plaintext',
      );
      if (typeof key !== 'string') throw new Error('Vault gave no plaintext');
      return Buffer.from(key, 'base64');
    },
    rotate: async () => {
      await request(options, `${path.replace('{action}', 'keys')}/rotate`, {});
    },
  };
}

/** Says what went wrong by status only: Vault's own words could quote what it was sent. */
async function request(
  { url, tokenPath, deadlineMs }: TransitOptions,
  path: string,
  body: Readonly<Record<string, string>> | undefined,
): Promise<unknown> {
  const token = (await readFile(tokenPath, 'utf8')).trim();
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(`${url.replace(/\/+$/, '')}/v1/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'X-Vault-Token': token, 'X-Vault-Request': 'true', 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(deadlineMs),
    });
    text = await answer.text();
  } catch (error) {
    const late = (error as { name?: unknown }).name === 'TimeoutError';
    throw new Error(late ? `Vault gave no answer within ${deadlineMs} ms` : 'Vault cannot be reached', {
      cause: error,
    });
  }
  if (!answer.ok) throw new Error(`Vault answered ${answer.status} to ${path}`);
  return text === '' ? {} : (JSON.parse(text) as unknown);
}

function member(answer: unknown, name: string): unknown {
  const data = (answer as { data?: Readonly<Record<string, unknown>> } | null)?.data;
  return data?.[name];
}
