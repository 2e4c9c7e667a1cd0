import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { MailFault, messageOf, type MailTransport } from './mail-transport';

export interface FolderOptions {
  readonly folder: string;
  readonly from: string;
}

/** Writes each mail to a folder instead of sending it, as an `.eml` file that only this user reads. */
export function folderTransport({ folder, from }: FolderOptions): MailTransport {
  const transporter = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return {
    send: async (mail) => {
      const { message } = await transporter.sendMail(messageOf(mail, from));
      const file = join(folder, `${mail.id}.eml`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        // Whole or not at all; a repeat replaces it, as its first link was never sent.
        await writeFile(`${file}.new`, message as Buffer, { mode: 0o600 });
        await rename(`${file}.new`, file);
      } catch (error) {
        throw new MailFault((error as { code?: string }).code ?? 'fault', { cause: error });
      }
    },
    close: () => Promise.resolve(),
  };
}
