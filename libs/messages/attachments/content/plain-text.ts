import { refusedContent } from './refused';

/** C0 but tab, line feed, form feed and carriage return; DEL; C1. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f]/;
/** What some program would take for something else than text, wherever it stands. */
const MARKUP = /<(?:!doctype|html|head|body|script|svg|iframe|object|embed|\?xml|\?php)|%PDF-\d/i;
const LONGEST_MARKUP = 16;

/** Whether a file that passes by in pieces is plain text: UTF-8, no control characters, no markup. */
export class PlainText {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private before = '';

  /** @throws HubError `unsupported_media_type` at the first piece that shows that it is no plain text. */
  take(piece: Buffer): void {
    this.look(() => this.decoder.decode(piece, { stream: true }));
  }

  /** @throws HubError `unsupported_media_type` when the text ends in the middle of a character. */
  finish(): void {
    this.look(() => this.decoder.decode());
  }

  private look(decode: () => string): void {
    let text: string;
    try {
      text = decode();
    } catch {
      throw refusedContent('content of no known type', 'It is no text in UTF-8 either.');
    }
    if (CONTROL.test(text)) throw refusedContent('content of no known type', 'As text it has control characters.');
    const joined = this.before + text;
    if (MARKUP.test(joined)) throw refusedContent('text with markup (HTML, SVG, XML, PDF or a script)');
    this.before = joined.slice(-LONGEST_MARKUP);
  }
}
