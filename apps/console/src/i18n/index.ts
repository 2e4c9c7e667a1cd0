import { IntlMessageFormat, type PrimitiveType } from 'intl-messageformat';
import { english, type MessageKey } from './english';
import { chooseLocale } from './locale';
import { disguised } from './pseudo';

export type { MessageKey } from './english';

/** The language of this page, chosen once: who changes it loads the page anew. */
export const locale = chooseLocale(globalThis.location, globalThis.navigator);

const known = new Map<MessageKey, IntlMessageFormat>();

/** The message of that key in the page's language, its places filled. */
export function t(key: MessageKey, values?: Readonly<Record<string, PrimitiveType>>): string {
  let format = known.get(key);
  if (!format) {
    const message = new IntlMessageFormat(english[key], locale.formats);
    format = locale.disguise
      ? new IntlMessageFormat(disguised(message.getAst(), locale.disguise), locale.formats)
      : message;
    known.set(key, format);
  }
  return format.format<string>(values) as string;
}

/** Before the first page is drawn. */
export function announceLocale(root: HTMLElement): void {
  root.lang = locale.tag;
  root.dir = locale.direction;
}
