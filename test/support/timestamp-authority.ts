import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const EXTENSIONS = `
[tsa]
extendedKeyUsage=critical,timeStamping
[ended]
extendedKeyUsage=critical,timeStamping
[lax]
extendedKeyUsage=timeStamping
[server]
extendedKeyUsage=critical,serverAuth
[both]
extendedKeyUsage=critical,timeStamping,emailProtection
[sub]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign`;

const CONFIGURATION = `
[tsa]
default_tsa = own
[own]
serial = ./serial
default_policy = 1.2.3.4.1
digests = sha256, sha384
signer_digest = sha256
ess_cert_id_alg = sha256
ess_cert_id_chain = yes`;

/** What the certificate that signs is good for: time stamps, until yesterday, not critically, for more, or for something else. */
const signers = ['tsa', 'ended', 'lax', 'both', 'server'] as const;
export type TimestampSigner = (typeof signers)[number];

/** A time stamp authority of OpenSSL's (`openssl ts`): its keys are thrown away with it. */
export class TimestampAuthority {
  private readonly folder = mkdtempSync(join(tmpdir(), 'hub-timestamps-'));

  constructor() {
    this.write('extensions', EXTENSIONS);
    this.write('tsa.cnf', CONFIGURATION);
    this.write('serial', '01\n');
    this.openssl('req', '-x509', ...this.newKey('root'), '-days', '2', '-out', 'root.pem', '-subj', '/CN=Time root');
    this.issue('sub', 'root');
    // Before anything is signed: who signs is judged as of the time of the stamp.
    for (const name of signers) this.issue(name, 'sub');
  }

  /** The certificate to trust, PEM. */
  get root(): string {
    return readFileSync(this.path('root.pem'), 'utf8');
  }

  /** The answer to a query, as `openssl ts -reply` gives it. */
  reply(query: Buffer): Buffer {
    this.write('query.tsq', query);
    const own = ['-config', 'tsa.cnf', ...this.signer('tsa'), '-chain', 'sub.pem'];
    this.openssl('ts', '-reply', '-queryfile', 'query.tsq', ...own, '-out', 'reply.tsr');
    return readFileSync(this.path('reply.tsr'));
  }

  /** What a token says, signed by somebody whom `openssl ts` itself would not sign with. `-cades` names the signer's certificate. */
  resigned(token: Buffer, signer: TimestampSigner, ...parameters: string[]): Buffer {
    this.write('token.der', token);
    this.openssl('cms', '-verify', '-noverify', '-inform', 'DER', '-in', 'token.der', '-out', 'info.der');
    const form = ['-binary', '-nodetach', '-econtent_type', '1.2.840.113549.1.9.16.1.4', '-outform', 'DER'];
    const own = [...this.signer(signer), '-certfile', 'sub.pem', ...parameters];
    this.openssl('cms', '-sign', '-in', 'info.der', ...form, ...own, '-out', 'resigned.der');
    return readFileSync(this.path('resigned.der'));
  }

  /** A query of OpenSSL's own. */
  query(data: Buffer, ...parameters: string[]): Buffer {
    this.write('data', data);
    this.openssl('ts', '-query', '-data', 'data', ...parameters, '-out', 'query.tsq');
    return readFileSync(this.path('query.tsq'));
  }

  /** What OpenSSL says of a query. */
  shown(query: Buffer): string {
    this.write('query.tsq', query);
    return this.openssl('ts', '-query', '-in', 'query.tsq', '-text');
  }

  /** Whether OpenSSL takes a token for a time stamp over data. */
  verifies(token: Buffer, data: Buffer): boolean {
    this.write('data', data);
    this.write('token.der', token);
    const given = ['-data', 'data', '-in', 'token.der', '-token_in', '-CAfile', 'root.pem', '-untrusted', 'sub.pem'];
    const options = { cwd: this.folder, stdio: 'pipe', encoding: 'utf8' } as const;
    return spawnSync('openssl', ['ts', '-verify', ...given], options).stdout.includes('Verification: OK');
  }

  close(): void {
    rmSync(this.folder, { recursive: true });
  }

  private signer(name: TimestampSigner): string[] {
    return ['-signer', `${name}.pem`, '-inkey', `${name}.key`];
  }

  private issue(name: string, by: string): void {
    this.openssl('req', '-new', ...this.newKey(name), '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    const days = name === 'ended' ? '-1' : '2';
    const authority = ['-CA', `${by}.pem`, '-CAkey', `${by}.key`, '-days', days];
    const extensions = ['-extfile', 'extensions', '-extensions', name];
    this.openssl('x509', '-req', '-in', `${name}.csr`, ...authority, ...extensions, '-out', `${name}.pem`);
  }

  private newKey(name: string): string[] {
    return ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', `${name}.key`];
  }

  private openssl(...parameters: string[]): string {
    try {
      return execFileSync('openssl', parameters, { cwd: this.folder, stdio: 'pipe', encoding: 'utf8' });
    } catch (error) {
      throw new Error(`openssl ${parameters[0] ?? ''} failed; this spec needs the openssl command (3.x) on the PATH.`, {
        cause: error,
      });
    }
  }

  private path(name: string): string {
    return join(this.folder, name);
  }

  private write(name: string, content: string | Buffer): void {
    writeFileSync(this.path(name), content);
  }
}
