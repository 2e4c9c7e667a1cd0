import { HubError } from '#kernel';
import { contentTypes, docxOf, jpeg, pdfOf, png, webp, xlsxOf } from '#test/files';
import { zipOf } from '#test/zip-of';
import { allowedTypes } from '../media-type';
import { ContentCheck } from './content-check';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

async function typeOf(file: Buffer, pieceSize = 65_536): Promise<string> {
  const check = new ContentCheck();
  for (let at = 0; at < file.length; at += pieceSize) check.take(file.subarray(at, at + pieceSize));
  return check.finish((from, to) => Promise.resolve(Buffer.concat([file.subarray(from, to)], to - from)));
}

const foundIn = async (file: Buffer, pieceSize?: number): Promise<unknown> => {
  const error: unknown = await typeOf(file, pieceSize).catch((thrown: unknown) => thrown);
  if (!(error instanceof HubError)) return error;
  expect(error).toMatchObject({ code: 'unsupported_media_type', extra: { allowed: allowedTypes } });
  return error.extra['found'];
};
const textOf = (text: string): Buffer => Buffer.from(text, 'utf8');
const cut = (file: Buffer, bytes: number): Buffer => file.subarray(0, file.length - bytes);
const macro = { name: 'word/vbaProject.bin', content: Buffer.from('fiction') };

describe('what a file is', () => {
  it.each<[string, Buffer, string]>([
    ['a PDF document', pdfOf(), 'application/pdf'],
    ['a PDF document of 200 KB', pdfOf('x', 200_000), 'application/pdf'],
    ['a PNG image', png, 'image/png'],
    ['a JPEG image', jpeg, 'image/jpeg'],
    ['a JPEG image after which the camera wrote on', Buffer.concat([jpeg, Buffer.from('SEFT')]), 'image/jpeg'],
    ['a WebP image', webp, 'image/webp'],
    ['a text', textOf('Fictitious note.\r\n\tWith a table.\f'), 'text/plain'],
    ['a text in Dari', textOf('گزارش ساختگی'), 'text/plain'],
    ['a text with a byte order mark', textOf('\ufeffFictitious note.'), 'text/plain'],
    ['a text of one letter', textOf('x'), 'text/plain'],
    ['a text that compares', textOf('5 < 7, and a<b'), 'text/plain'],
    ['a text document', docxOf(), WORD],
    ['a text document of 300 KB', docxOf([{ name: 'word/a.bin', content: noise(300_000) }]), WORD],
    ['a spreadsheet', xlsxOf(), EXCEL],
  ])('is told by its content: %s', async (_, file, expected) => {
    expect(await typeOf(file)).toBe(expected);
  });

  it.each<[string, Buffer, RegExp]>([
    ['a page', textOf('<!doctype html><p>fiction</p>'), /markup/],
    ['a page under a long text', textOf(`${'x'.repeat(70_000)}<ScRiPt>`), /markup/],
    ['an image in SVG', textOf('<svg xmlns="http://www.w3.org/2000/svg"/>'), /markup/],
    ['XML', textOf('<?xml version="1.0"?><a/>'), /markup/],
    ['a script', textOf('#!/bin/sh\nexit'), /script/],
    ['a PDF document that begins late', Buffer.concat([textOf('GARBAGE\n'), pdfOf()]), /markup \(HTML, SVG, XML, PDF/],
    ['a PDF document that is cut short', cut(pdfOf(), 6), /application\/pdf that is cut short/],
    ['a PDF document that is an archive too', Buffer.concat([pdfOf(), docxOf()]), /archive too/],
    ['an image that is an archive too', Buffer.concat([jpeg, docxOf()]), /archive too/],
    [
      'an image with something behind it',
      Buffer.concat([png, textOf('<script>')]),
      /image\/png that is cut short or goes on/,
    ],
    ['an image that is cut short', cut(webp, 2), /image\/webp that is cut short/],
    ['a Windows program', Buffer.from('MZ\x90\0\x03'), /Windows program/],
    ['a program', Buffer.from('\x7fELF\x02\x01'), /a program/],
    ['an old office document', Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'), /old office document/],
    ['rich text', textOf('{\\rtf1 fiction}'), /rich text/],
    ['a text in UTF-16', Buffer.from('\ufefffiction', 'utf16le'), /UTF-16/],
    ['a text in Latin-1', Buffer.from('Z\xfcrich', 'latin1'), /no known type/],
    ['a text that ends within a character', cut(textOf('Zü'), 1), /no known type/],
    ['a text with NUL', textOf('a\0b'), /no known type/],
    ['a text with an escape sequence', textOf('\u001b[2J'), /no known type/],
    ['any archive', zipOf([{ name: 'a.txt', content: textOf('a') }]), /no office document/],
    ['a document with macros', docxOf([macro]), /macros/],
    ['a document with macros in another folder', docxOf([{ ...macro, name: 'word/x/VBAPROJECT.BIN' }]), /macros/],
    ['a document with an embedded program', docxOf([{ ...macro, name: 'word/embeddings/oleObject1.bin' }]), /embedded/],
    ['a document with an embedded one with macros', docxOf([{ ...macro, name: 'xl/embeddings/a.xlsm' }]), /embedded/],
    [
      'a document whose macros have another name',
      docxOf([], contentTypes(['/word/document.xml', 'application/vnd.ms-word.document.macroEnabled.main+xml'])),
      /macros/,
    ],
    [
      'a document whose macros are written in disguise',
      docxOf([], contentTypes(['/word/document.xml', 'application/vnd.ms-office.vba&#80;roject'])),
      /damaged or unusual/,
    ],
    ['a presentation', docxOf([], contentTypes(['/ppt/presentation.xml', 'application/x'])), /neither .docx nor .xlsx/],
    [
      'a document whose main part is missing',
      docxOf([], contentTypes(['/word/other.xml', `${WORD}.main+xml`])),
      /neither/,
    ],
    ['a document under a password', docxOf([{ name: 'a', content: textOf('a'), flags: 1 }]), /encrypted/],
    [
      'a document with a part twice',
      docxOf([{ name: 'WORD/document.xml', content: textOf('a') }]),
      /damaged or unusual/,
    ],
    ['a document that is cut short', cut(docxOf(), 5), /damaged or unusual/],
    ['a document with something behind it', Buffer.concat([docxOf(), textOf('<script>')]), /damaged or unusual/],
    ['a document within an archive', Buffer.concat([xlsxOf(), docxOf()]), /damaged or unusual/],
    [
      'a document whose list unpacks to 2 MB',
      docxOf([], Buffer.concat([contentTypes(), Buffer.alloc(2_000_000, 32)])),
      /damaged or unusual/,
    ],
  ])('is refused when it is %s', async (_, file, found) => {
    expect(await foundIn(file)).toEqual(expect.stringMatching(found));
  });

  it('is found in markup that lies across two pieces', async () => {
    for (let at = 20; at < 28; at += 1)
      expect(await foundIn(textOf(`${' '.repeat(at)}<script>${' '.repeat(30)}`), 24)).toMatch(/markup/);
  });

  it('never repeats what it found in the file', async () => {
    const error: unknown = await typeOf(textOf('Testperson Omega <script>')).catch((thrown: unknown) => thrown);
    expect(JSON.stringify(error)).not.toContain('Omega');
  });
});

/** Bytes that do not compress, the same in every run. */
function noise(length: number): Buffer {
  let state = 1;
  return Buffer.from(
    Array.from({ length }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return state & 255;
    }),
  );
}
