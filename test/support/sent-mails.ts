import { MailEngine, type OutgoingMail } from '#delivery';
import type { HubDatabase } from './hub-database';

/** Sends every mail that is due, to nobody. @returns what was sent, in its order. A fault fails it. */
export async function sentMails(hub: HubDatabase): Promise<OutgoingMail[]> {
  const sent: OutgoingMail[] = [];
  const engine = new MailEngine({
    ...{ database: hub.worker, directory: hub.directory, clock: hub.clock },
    ...{ publicUrl: 'https://hub.example', scheduleScale: 1 },
    transport: {
      send: (mail) => {
        sent.push(mail);
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    },
    onError: (error) => {
      throw error;
    },
  });
  await engine.sendDue();
  await engine.close();
  return sent;
}
