import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** PEM texts. */
export interface Issued {
  readonly cert: string;
  readonly key: string;
}

export interface Wanted {
  readonly commonName: string;
  /** As in `subjectAltName`, for example `DNS:partner.example` or `IP:127.0.0.1`. */
  readonly names?: readonly string[];
  /** -1: expired yesterday. Default 2. */
  readonly days?: number;
  readonly use?: 'serverAuth' | 'clientAuth';
}

const CURVE = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

function openssl(folder: string, ...parameters: string[]): void {
  try {
    execFileSync('openssl', parameters, { cwd: folder, stdio: 'pipe' });
  } catch (error) {
    throw new Error('This spec needs the openssl command (3.x) on the PATH.', { cause: error });
  }
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'hub-certificates-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const read = (folder: string): Issued => ({
  cert: readFileSync(join(folder, 'cert.pem'), 'utf8'),
  key: readFileSync(join(folder, 'key.pem'), 'utf8'),
});

/** A throw-away certificate authority. */
export class TestAuthority {
  private readonly own: Issued;

  constructor(commonName = 'Test authority') {
    this.own = inFolder((folder) => {
      const made = ['-keyout', 'key.pem', '-out', 'cert.pem', '-subj', `/CN=${commonName}`];
      openssl(folder, 'req', '-x509', ...CURVE, '-days', '2', ...made);
      return read(folder);
    });
  }

  /** What trusts it, PEM. */
  get cert(): string {
    return this.own.cert;
  }

  issue({ commonName, names = [], days = 2, use = 'serverAuth' }: Wanted): Issued {
    return inFolder((folder) => {
      writeFileSync(join(folder, 'ca.pem'), this.own.cert);
      writeFileSync(join(folder, 'ca.key'), this.own.key);
      const extensions = [
        `extendedKeyUsage=${use}`,
        ...(names.length > 0 ? [`subjectAltName=${names.join(',')}`] : []),
      ];
      writeFileSync(join(folder, 'extensions'), extensions.join('\n'));
      openssl(folder, 'req', '-new', ...CURVE, '-keyout', 'key.pem', '-out', 'csr.pem', '-subj', `/CN=${commonName}`);
      const authority = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-extfile', 'extensions', '-days', String(days)];
      openssl(folder, 'x509', '-req', '-in', 'csr.pem', ...authority, '-out', 'cert.pem');
      return read(folder);
    });
  }
}

/** A private key of another shape, PEM: what partners bring. */
export function opensslKey(...parameters: string[]): string {
  return inFolder((folder) => {
    openssl(folder, ...parameters, '-out', 'key.pem');
    return readFileSync(join(folder, 'key.pem'), 'utf8');
  });
}
