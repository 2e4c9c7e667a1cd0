import { zipOf } from '#test/zip-of';
import { openWorkbook } from './workbook';
import { ZipArchive } from './zip';

const limits = { maxFileBytes: 1 << 24, maxInflatedBytes: 1 << 26 };
const open = (file: Buffer) => () => openWorkbook(file, limits);
const refusal = (text: RegExp): unknown =>
  expect.objectContaining({ code: 'workbook_unreadable', detail: expect.stringMatching(text) as string });

describe('ZipArchive', () => {
  it('gives back what was packed', () => {
    const archive = new ZipArchive(zipOf([{ name: 'a', content: Buffer.from('hello') }]), 100);
    expect(archive.read('a')?.toString()).toBe('hello');
    expect(archive.read('b')).toBeUndefined();
  });

  it('cuts a bomb off while inflating, though it claims to be small', () => {
    const bomb = Buffer.alloc(300_000_000);
    const file = zipOf([{ name: 'xl/workbook.xml', content: bomb, claimedSize: 10 }]);
    expect(file.length).toBeLessThan(400_000);
    const before = process.memoryUsage().arrayBuffers;
    expect(() => new ZipArchive(file, 1 << 26).read('xl/workbook.xml')).toThrow(
      refusal(/unpacks to far more/) as Error,
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(150_000_000);
  });

  it('counts all parts against one budget', () => {
    const content = Buffer.alloc(600_000);
    const archive = new ZipArchive(zipOf(['a', 'b'].map((name) => ({ name, content }))), 1_000_000);
    expect(archive.read('a')).toHaveLength(600_000);
    expect(() => archive.read('b')).toThrow(refusal(/unpacks to far more/) as Error);
  });

  it.each([
    ['two parts of one name', zipOf(['a', 'a'].map((name) => ({ name, content: Buffer.from('x') }))), /damaged/],
    ['an encrypted part', zipOf([{ name: 'a', content: Buffer.from('x'), flags: 1 }]), /encrypted/],
    [
      'too many parts',
      zipOf(Array.from({ length: 201 }, (_, at) => ({ name: `p${at}`, content: Buffer.from('x') }))),
      /201 parts/,
    ],
    ['a cut-off end', zipOf([{ name: 'a', content: Buffer.alloc(500) }]).subarray(0, -30), /cut short/],
  ])('refuses %s', (_, file, text) => {
    expect(() => new ZipArchive(file, 1000)).toThrow(refusal(text) as Error);
  });

  it('notices a changed byte', () => {
    const file = zipOf([{ name: 'a', content: Buffer.from('some text that does not repeat itself') }]);
    file[45] = (file[45] ?? 0) ^ 0xff;
    expect(() => new ZipArchive(file, 1000).read('a')).toThrow(refusal(/damaged/) as Error);
  });
});

describe('openWorkbook', () => {
  it.each([
    ['a renamed PDF', Buffer.from('%PDF-1.7\n…'), /PDF document/],
    ['a CSV file', Buffer.from('First Name,Gender\nx,y\n'), /plain text or CSV/],
    ['a web page', Buffer.from('<!DOCTYPE html><html>'), /web page/],
    ['an empty file', Buffer.alloc(0), /empty/],
    ['an encrypted or old workbook', Buffer.from('d0cf11e0a1b11ae1ffff', 'hex'), /password.*\.xls/],
    ['a zip without a workbook', zipOf([{ name: 'photo.jpg', content: Buffer.from('x') }]), /zip archive without/],
    ['a Word document', zipOf([{ name: 'word/document.xml', content: Buffer.from('x') }]), /Word document/],
    ['an OpenDocument sheet', zipOf([{ name: 'content.xml', content: Buffer.from('x') }]), /OpenDocument/],
    ['a workbook in name only', zipOf([{ name: 'xl/workbook.xml', content: Buffer.from('x') }]), /incomplete/],
    ['a file beyond the limit', Buffer.alloc(limits.maxFileBytes + 1), /more than the/],
  ])('refuses %s and says what it is', (_, file, text) => {
    expect(open(file)).toThrow(refusal(text) as Error);
  });

  it('refuses XML that declares entities', () => {
    const dtd = Buffer.from('<!DOCTYPE x [<!ENTITY a "b">]><workbook/>');
    const parts = ['xl/workbook.xml', 'xl/_rels/workbook.xml.rels'].map((name) => ({ name, content: dtd }));
    expect(open(zipOf(parts))).toThrow(refusal(/entities/) as Error);
  });
});
