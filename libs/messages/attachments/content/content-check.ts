import type { AttachmentType } from '../media-type';
import { officeDocumentType, type ReadRange } from './office-document';
import { PlainText } from './plain-text';
import { refusedContent } from './refused';
import { signatureOf, type Signature } from './signature';
import { Tail, endsAsArchive } from './tail';

/** The last chunk of a PNG image (W3C PNG, 11.2.5): nothing follows it. */
const PNG_END = Buffer.from([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);
/** Readers look for the end of a PDF document in so many last bytes. */
const PDF_END_WITHIN = 1_024;

/**
 * Finds out by its content what a file is, as it passes by: whatever the sender calls it. Keeps some 128 KiB of it.
 */
export class ContentCheck {
  private readonly tail = new Tail();
  private readonly text = new PlainText();
  private signature: Signature | undefined;
  private head: Buffer = Buffer.alloc(0);
  private size = 0;

  /**
   * Takes the next piece. The first must hold the first 16 bytes, or the whole file.
   *
   * @throws HubError `unsupported_media_type` as soon as the content shows that it is not allowed.
   */
  take(piece: Buffer): void {
    if (this.signature === undefined) {
      this.signature = signatureOf(piece);
      this.head = Buffer.from(piece.subarray(0, 16));
    }
    if (this.signature.kind === 'refused') throw refusedContent(this.signature.found);
    if (this.signature.kind === 'none') this.text.take(piece);
    this.tail.take(piece);
    this.size += piece.length;
  }

  /**
   * What the file is.
   *
   * @param read reads it again, for archives, whose directory stands at their end.
   * @throws HubError `unsupported_media_type` when it is nothing that is allowed.
   */
  async finish(read: ReadRange): Promise<AttachmentType> {
    const { signature } = this;
    if (signature?.kind === 'archive') return officeDocumentType(this.size, read);
    const tail = this.tail.bytes();
    if (endsAsArchive(tail)) throw refusedContent('a file that is an archive too (application/zip)');
    if (signature?.kind !== 'allowed') {
      this.text.finish();
      return 'text/plain';
    }
    if (!this.isWhole(signature.type, tail))
      throw refusedContent(`${signature.type} that is cut short or goes on after its end`, 'Save it again.');
    return signature.type;
  }

  private isWhole(type: AttachmentType, tail: Buffer): boolean {
    switch (type) {
      case 'application/pdf':
        return tail.subarray(-PDF_END_WITHIN).includes('%%EOF');
      case 'image/png':
        return tail.subarray(-PNG_END.length).equals(PNG_END);
      case 'image/webp':
        // RIFF: the size of what follows it, rounded up to an even number of bytes.
        return this.size >= 16 && Math.ceil(this.head.readUInt32LE(4) / 2) * 2 + 8 === this.size;
      default:
        // Cameras write after the end of a JPEG image: what follows it tells nothing.
        return true;
    }
  }
}
