import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageKinds, messageKinds } from './kinds';

const note = {
  name: 'field-note',
  version: 1,
  title: 'Field note',
  summary: 'A note.',
  distribution: 'report',
  asks: 'acknowledgement',
  carriesCase: false,
  addressing: 'rules',
  marks: { tlp: 'GREEN', classification: 'UNCLASSIFIED' },
  schema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:liaison-hub:kind:field-note:1',
    title: 'Field note',
    type: 'object',
    additionalProperties: false,
    properties: { text: { type: 'string', maxLength: 100, 'x-sensitivity': 'P1', 'x-group': 'information' } },
  },
};

describe('the kinds of message', () => {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  function folderWith(name: string, kind: unknown): string {
    const folder = mkdtempSync(join(tmpdir(), 'kinds-'));
    folders.push(folder);
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'index.js'), `exports.kind = ${JSON.stringify(kind)};`);
    return folder;
  }

  it('are the folders beside one another', () => {
    expect(messageKinds.names()).toEqual([
      'accountability-notice',
      'action-item',
      'action-report',
      'capacity-update',
      'information-request',
      'information-response',
      'information-share',
      'minutes',
      'national-return',
      'national-return-request',
      'referral',
      'referral-update',
      'training-return',
      'training-return-request',
    ]);
  });

  it('take one more by its folder, and nothing else', () => {
    const kinds = new MessageKinds().addFrom(folderWith('field-note', note));
    expect(kinds.of('field-note').title).toBe('Field note');
    expect(kinds.names()).toEqual(['field-note']);
  });

  it('refuse a name that is taken', () => {
    const kinds = new MessageKinds().addFrom(folderWith('field-note', note));
    expect(() => kinds.addFrom(folderWith('field-note', note))).toThrow('there is one of this name already');
  });

  const leaf = note.schema.properties.text;
  const withSchema = (over: object) => ({ ...note, schema: { ...note.schema, ...over } });
  it.each<[string, unknown, string]>([
    ['a folder without a kind', undefined, 'its name must be that of its folder'],
    ['another name', { ...note, name: 'other' }, 'its name must be that of its folder'],
    ['an unknown distribution', { ...note, distribution: 'gossip' }, 'distribution must be one of'],
    ['a case without consent', { ...note, carriesCase: true }, 'needs consent()'],
    ['a mark that is none', { ...note, marks: { tlp: 'PINK' } }, 'marks.tlp must be one of'],
    ['a deadline that is none', { ...note, deadlines: { normal: 'soon' } }, 'deadlines needs'],
    ['the schema of another version', { ...note, version: 2 }, 'the $id of its schema'],
    ['an open object', withSchema({ additionalProperties: true }), 'must refuse unknown properties'],
    ['a leaf of no group', withSchema({ properties: { text: { ...leaf, 'x-group': 'all' } } }), '/text needs x-group'],
    [
      'a leaf of no sensitivity',
      withSchema({ properties: { text: { ...leaf, 'x-sensitivity': undefined } } }),
      '/text needs x-sensitivity',
    ],
    [
      'a text without end',
      withSchema({ properties: { text: { ...leaf, maxLength: undefined } } }),
      '/text needs maxLength',
    ],
    [
      'a list without end',
      withSchema({ properties: { texts: { type: 'array', items: leaf } } }),
      '/texts needs maxItems',
    ],
  ])('refuse %s, and say what is wrong', (_, kind, problem) => {
    expect(() => new MessageKinds().addFrom(folderWith('field-note', kind))).toThrow(problem);
  });
});
