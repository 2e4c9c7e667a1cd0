import { EventSourceReader } from './event-source';

const STREAM = [
  'retry: 2000\n\n',
  'id: a\n\n',
  ': still here\n\n',
  'id: b\nevent: referral.updated\ndata: {"x":"é"}\n\n',
  'data: one\r\ndata:two\r\n\r\n',
  'data\rid: c\r\r',
  'id: unfinished\ndata: x\n',
].join('');
const BLOCKS = [
  { id: 'a', event: '', data: undefined },
  { id: 'b', event: 'referral.updated', data: '{"x":"é"}' },
  { id: 'b', event: 'message', data: 'one\ntwo' },
  { id: 'c', event: 'message', data: '' },
];

describe('a stream of events', () => {
  it('is read as a whole', () => {
    expect(new EventSourceReader().read(Buffer.from(STREAM))).toEqual(BLOCKS);
  });

  it('is read alike in pieces of any size', () => {
    const bytes = Buffer.from(STREAM);
    for (let size = 1; size < 12; size += 1) {
      const reader = new EventSourceReader();
      const blocks = [];
      for (let at = 0; at < bytes.length; at += size) blocks.push(...reader.read(bytes.subarray(at, at + size)));
      expect(blocks).toEqual(BLOCKS);
    }
  });

  it('is refused when a block does not end', () => {
    const reader = new EventSourceReader();
    const piece = Buffer.from(`data: ${'x'.repeat(100_000)}\n`);
    expect(() => {
      for (let times = 0; times < 20; times += 1) reader.read(piece);
    }).toThrow('does not end');
  });
});
