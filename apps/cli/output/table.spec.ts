import { tableOf } from './table';

const ID = '01980000-0000-7000-8000-000000000001';

describe('a table', () => {
  it('fits 100 columns, keeps ids whole, and cuts nothing off', () => {
    const words = Array.from({ length: 60 }, (_, index) => `word${index}`);
    const text = tableOf(['Message', 'State', 'Why'], [[`AFG-2026-000001\n${ID}`, 'pending', words.join(' ')]]);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(text).toContain(ID);
    for (const word of words) expect(text).toContain(word);
  });

  it('breaks a word that is longer than its column', () => {
    const text = tableOf(['A', 'B'], [['x'.repeat(150), 'y']]);
    expect(text.split('x')).toHaveLength(151);
  });

  it('holds no colour, and lets no cell steer the terminal', () => {
    // eslint-disable-next-line no-control-regex
    expect(tableOf(['A'], [['\x1b[2Jgone']])).not.toMatch(/\x1b/);
  });
});
