import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** One mail as the server took it. */
export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body, as they came. */
  readonly data: string;
}

export interface SmtpServer {
  readonly url: string;
  readonly taken: TakenMail[];
  /** Messages offered so far, also those that were refused. */
  offered(): number;
  close(): Promise<void>;
}

/**
 * A mail server on loopback that speaks as much SMTP (RFC 5321) as a client needs. `judge` answers the end of each
 * message: a reply beginning with 250 takes it; another refuses it; undefined leaves the client waiting.
 */
export async function startSmtpServer(
  judge: (index: number) => string | undefined | Promise<string | undefined> = () => '250 taken',
): Promise<SmtpServer> {
  const taken: TakenMail[] = [];
  const sockets = new Set<Socket>();
  let offered = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    const say = (line: string): void => {
      if (socket.writable) socket.write(`${line}\r\n`);
    };
    let buffer = '';
    let inData = false;
    let from = '';
    let to: string[] = [];
    const command = (line: string): void => {
      const [verb = ''] = line.toUpperCase().split(' ');
      const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
      if (verb === 'EHLO' || verb === 'HELO') say('250 test');
      else if (verb === 'MAIL') {
        from = address;
        to = [];
        say('250 ok');
      } else if (verb === 'RCPT') {
        to.push(address);
        say('250 ok');
      } else if (verb === 'DATA') {
        inData = true;
        say('354 go on');
      } else if (verb === 'QUIT') {
        say('221 bye');
        socket.end();
      } else say('250 ok');
    };
    const message = async (data: string): Promise<void> => {
      const mail = { from, to, data: data.replace(/^\.\./gm, '.') };
      const reply = await judge(offered++);
      if (reply?.startsWith('250') === true) taken.push(mail);
      if (reply !== undefined) say(reply);
    };
    socket.on('data', (chunk: Buffer) => {
      buffer += chunk.toString('latin1');
      for (;;) {
        const end = inData ? '\r\n.\r\n' : '\r\n';
        const at = buffer.indexOf(end);
        if (at < 0) return;
        const part = buffer.slice(0, at);
        buffer = buffer.slice(at + end.length);
        if (inData) {
          inData = false;
          void message(part);
        } else command(part);
      }
    });
    say('220 test ESMTP');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    offered: () => offered,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await once(server.close(), 'close');
    },
  };
}

/** The plain text of a mail: soft line breaks and quoted signs undone. */
export function readableMail(source: string): string {
  return source
    .replace(/\r\n/g, '\n')
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** The token of the acknowledgement link in a mail. */
export function tokenIn(source: string): string {
  const token = /\/acknowledge\/([A-Za-z0-9_-]{43})/.exec(readableMail(source))?.[1];
  if (token === undefined) throw new Error('the mail holds no acknowledgement link');
  return token;
}
