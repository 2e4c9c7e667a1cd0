import { verdictInWords } from './verdict-words';

describe('a verdict on an export', () => {
  it('names the first bad entry, its line and the reason', () => {
    const fault = { code: 'content', line: 25, index: 20, why: 'its digest is another' } as const;
    expect(verdictInWords({ ok: false, fault })).toBe(
      'Not as it was sealed, from entry 20 (line 25) on: its digest is another. [content]',
    );
  });

  it('names a run of entries, where no more can be told', () => {
    const fault = { code: 'root', line: 35, index: 16, upTo: 31, why: 'one was changed' } as const;
    expect(verdictInWords({ ok: false, fault })).toContain('from entry 16 to 31 (line 35) on');
  });

  it('says what is stamped, by the newest stamp, wherever that stands', () => {
    const good = {
      ok: true,
      checkpoint: '',
      key: 'hub+0+A',
      keyGiven: true,
      entries: 9,
      hidden: 0,
      goesOnFrom: [],
    } as const;
    const at = (size: number) => ({ size, at: new Date(Date.UTC(2026, 0, size)) });
    expect(verdictInWords({ ...good, timestamps: [at(9), at(4)] })).toContain(
      'Time stamps: 2; the first 9 entries were there at 2026-01-09T00:00:00.000Z.',
    );
    expect(verdictInWords({ ...good, timestamps: [{ size: 9 }] })).toContain('--timestamp-ca');
  });

  it('says when the key was not given from outside', () => {
    const good = {
      ok: true,
      checkpoint: '',
      key: 'hub+0+A',
      entries: 3,
      hidden: 5,
      goesOnFrom: [2],
      timestamps: [],
    } as const;
    expect(verdictInWords({ ...good, keyGiven: true })).toBe(
      'Every entry is as it was sealed: 3 read, 5 hidden from you.\nThe log goes on from your checkpoints of 2 entries.\nSigned by hub+0+A',
    );
    expect(verdictInWords({ ...good, keyGiven: false })).toContain('--key');
  });
});
