import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accepts, eventually, freePort } from '#test/servers';

const HEADERS = {
  authorization: `Basic ${Buffer.from('hub:any').toString('base64')}`,
  'content-type': 'text/calendar',
};

/** Radicale (Debian's), a CalDAV server, on a free port of this machine, with a folder of its own and one user. */
export class Radicale {
  private constructor(
    private readonly process: ChildProcess,
    private readonly address: string,
  ) {}

  static async start(python: string, folder: string): Promise<Radicale> {
    const port = await freePort();
    mkdirSync(folder, { recursive: true });
    const config = join(folder, 'config');
    const store = join(folder, 'store');
    writeFileSync(
      config,
      `[server]\nhosts = 127.0.0.1:${port}\n[auth]\ntype = none\n[storage]\nfilesystem_folder = ${store}\n[logging]\nlevel = error\n`,
    );
    const child = spawn(python, ['-m', 'radicale', '--config', config], { stdio: ['ignore', 'ignore', 'inherit'] });
    await eventually('radicale listens', async () => child.exitCode !== null || (await accepts(port)), 30_000);
    if (child.exitCode !== null) throw new Error('radicale does not start: is it installed for that Python?');
    return new Radicale(child, `http://127.0.0.1:${port}/hub`);
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.kill();
    await ended;
  }

  async make(collection: string): Promise<void> {
    await this.ask('MKCALENDAR', `${collection}/`);
  }

  async put(path: string, calendar: string): Promise<void> {
    await this.ask('PUT', path, calendar);
  }

  get(path: string): Promise<string> {
    return this.ask('GET', path);
  }

  /** Paths of what takes place in a minute (UTC), as the server itself expands it. */
  async at(collection: string, minute: string): Promise<string[]> {
    const start = `${minute.replaceAll(/[-:]/g, '')}00Z`;
    const end = start.replace(/00Z$/, '59Z');
    const answer = await this.ask(
      'REPORT',
      `${collection}/`,
      `<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/></D:prop><C:filter>
         <C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range start="${start}" end="${end}"/>
         </C:comp-filter></C:comp-filter></C:filter></C:calendar-query>`,
    );
    return [...answer.matchAll(/<href>([^<]+)<\/href>/g)].map(([, path = '']) => path);
  }

  private async ask(method: string, path: string, body?: string): Promise<string> {
    const response = await fetch(`${this.address}/${path}`, {
      ...{ method, headers: { ...HEADERS, depth: '1' } },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`radicale answered ${method} ${path} with ${response.status}: ${text}`);
    return text;
  }
}
