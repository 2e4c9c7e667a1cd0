import type { ReactNode } from 'react';
import type { Schemas } from '#api-client';
import { locale, t } from '../i18n';

const KILOBYTE = 1_000;

/** Files to download: the hub gives them as attachments, never to be shown within the page. */
export function FileList({
  base,
  files,
}: {
  readonly base: string;
  readonly files: readonly Schemas['Attachment'][];
}): ReactNode {
  const size = new Intl.NumberFormat(locale.formats, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 });
  return (
    <ul>
      {files.map((file) => (
        <li key={file.id}>
          <a href={`${base}/${file.id}`} download={file.name ?? ''}>
            {t('item.file', {
              title: file.title ?? file.name ?? file.id,
              size: size.format(Math.ceil(file.size / KILOBYTE)),
            })}
          </a>
        </li>
      ))}
    </ul>
  );
}
