import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { standingRuleIds } from '../domain/directory.codes';
import { loadOperations, loadOperationText } from './load-operations';
import { OperationsFileError, type OperationsProblem } from './operations-problem';

const folder = join(__dirname, '../../../config/operations');
const afghanistan = readFileSync(join(folder, 'afghanistan.yaml'), 'utf8');
const kosovo = readFileSync(join(folder, 'kosovo.yaml'), 'utf8');

/** The file with one piece of text replaced; fails when the text is not there. */
function changed(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`The file holds no "${from}".`);
  return text.replace(from, to);
}

function problemsOf(act: () => unknown): readonly OperationsProblem[] {
  try {
    act();
  } catch (error) {
    if (error instanceof OperationsFileError) return error.problems;
    throw error;
  }
  return [];
}

function lineOf(text: string, needle: string): number {
  return text.slice(0, text.indexOf(needle)).split('\n').length;
}

describe('the operation files', () => {
  const operations = loadOperations(folder);

  it('describe the two theatres of the policy', () => {
    expect(operations.map(({ id, code, mission }) => [id, code, mission])).toEqual([
      ['afghanistan', 'AFG', 'ISAF'],
      ['kosovo', 'KOS', 'KFOR'],
    ]);
  });

  it('name the bodies of the policy and their lead agencies', () => {
    expect(operations.map(({ leadAgency }) => leadAgency.body)).toEqual(['iom', 'unmik']);
    expect(operations.map(({ bodies }) => bodies.map((body) => body.slug))).toEqual([
      [
        'isaf-hq',
        'iom',
        'unhcr',
        'unicef',
        'unama-hru',
        'unama-gender-advisor',
        'aihrc',
        'german-police-project',
        'afghan-security-forces',
        'netherlands',
        'poland',
        'netherlands-authority',
      ],
      ['kfor-hq', 'unmik', 'unmik-police', 'germany', 'italy', 'turkey', 'germany-authority', 'italy-authority'],
    ]);
  });

  it.each(operations.map((operation) => [operation.id, operation] as const))(
    'reach every body of %s through mailboxes that belong to nobody',
    (_id, { bodies }) => {
      for (const { focalPoint, backUp } of bodies) {
        expect(focalPoint.mailbox).toMatch(/^focal-point@[a-z-]+\.example$/);
        expect(backUp.mailbox).toMatch(/^back-up@[a-z-]+\.example$/);
      }
    },
  );

  it.each(operations.map((operation) => [operation.id, operation] as const))(
    'keep who and where a person is from the security bodies of %s',
    (_id, { profiles }) => {
      const security = profiles.filter((profile) => profile.bodies.includes('law-enforcement'));
      for (const group of security.flatMap((profile) => profile.groups)) {
        expect(['identity', 'contact', 'demographics', 'child', 'consent']).not.toContain(group);
      }
    },
  );

  it('cannot be changed once loaded', () => {
    expect(Object.isFrozen(operations[0]?.rules[0]?.when)).toBe(true);
  });
});

describe('the digest', () => {
  it('stays when comments, layout and the order of keys and lists change', () => {
    const [head, tail] = kosovo.split('rules:\n') as [string, string];
    const rules = tail.split(/(?= {2}- id: )/);
    const reordered = `# a comment\n${head}rules:\n${[...rules].reverse().join('')}`;
    expect(loadOperationText('a.yaml', reordered).digest).toBe(loadOperationText('b.yaml', kosovo).digest);
  });

  it('changes with a rule', () => {
    const other = changed(kosovo, 'then: { include: [unmik], as: lead', 'then: { include: [unmik], as: action');
    expect(loadOperationText('a.yaml', other).digest).not.toBe(loadOperationText('b.yaml', kosovo).digest);
  });
});

describe('a body with a clearance and a rule that asks for capacity', () => {
  it('are read as they stand', () => {
    const cleared = changed(kosovo, 'kind: police\n', 'kind: police\n    clearance: SECRET\n');
    const text = changed(cleared, 'services: [investigation]', 'services: [investigation], capacity: [open, unknown]');
    const { bodies, rules } = loadOperationText('kosovo.yaml', text);
    expect(bodies.map(({ slug, clearance }) => [slug, clearance])).toContainEqual(['unmik-police', 'SECRET']);
    expect(rules.find(({ id }) => id === 'KOS-R2')?.when.capacity).toEqual(['open', 'unknown']);
  });
});

describe('a faulty operation file', () => {
  it.each<[string, string, string, string, string]>([
    [
      'an unknown key',
      'mission: KFOR',
      'mission: KFOR\nmeetings: []',
      'meetings: []',
      'The key "meetings" is not known',
    ],
    ['a missing key', 'mission: KFOR\n', '', 'id: kosovo', 'The key "mission" is missing'],
    [
      'an unknown body that watches over data protection',
      'body: unmik\n  focalPoint',
      'body: nobody\n  focalPoint',
      'body: nobody',
      'no body "nobody"',
    ],
    ['an unknown slug in a rule', 'include: [unmik]', 'include: [unmikk]', 'unmikk', 'no body or role "unmikk"'],
    [
      'an unknown sender',
      'senders: [coordinator]',
      'senders: [nobody]',
      'senders: [nobody]',
      'no body or role "nobody"',
    ],
    ['an unknown provision', 'provision: KOS-P8', 'provision: KOS-P99', 'provision: KOS-P99', 'no provision "KOS-P99"'],
    [
      'an unknown profile',
      'as: lead, profile: lead-agency-full',
      'as: lead, profile: everything',
      'profile: everything',
      'no profile "everything"',
    ],
    [
      'an unknown group',
      'groups: [case, request, information]',
      'groups: [case, secrets]',
      'secrets',
      '"secrets" is not a code',
    ],
    [
      'a clearance that is none',
      'kind: police\n',
      'kind: police\n    clearance: TOP\n',
      'clearance: TOP',
      '"TOP" is not a code',
    ],
    [
      'a capacity that is none',
      'services: [investigation]',
      'services: [investigation], capacity: [free]',
      'capacity: [free]',
      '"free" is not a code',
    ],
    [
      'a capacity asked of a message that asks for no services',
      'when: { kinds: [meeting-notice] }',
      'when: { kinds: [meeting-notice], capacity: [open] }',
      'when: { kinds: [meeting-notice], capacity',
      'Only messages that ask for services can be routed by capacity',
    ],
    [
      'an unknown service',
      'services: [investigation]',
      'services: [magic]',
      'services: [magic]',
      '"magic" is not a code',
    ],
    ['an unknown lead agency', 'body: unmik\n', 'body: nobody\n', 'body: nobody', 'no body "nobody"'],
    ['an agreement with a stranger', '{ body: kfor-hq,', '{ body: stranger,', 'body: stranger', 'no body "stranger"'],
    ['an authority of no nation', 'answersFor: germany', 'answersFor: unmik', 'answersFor: unmik', 'no nation "unmik"'],
    [
      'a nation with two authorities',
      'answersFor: germany',
      'answersFor: italy',
      'answersFor: italy\n    roles: [accountability-authority]\n    capabilities: []\n    focalPoint: { role: Designated authority, mailbox: focal-point@italy',
      '"italy" has an authority already',
    ],
    [
      'an authority that is of another kind',
      '    answersFor: germany\n',
      '',
      'slug: germany-authority',
      'A body of kind nation-authority, and no other',
    ],
    [
      'a unit of a partner',
      'German contingent, body: germany',
      'German contingent, body: unmik',
      '{ id: german-contingent',
      'no nation or headquarters "unmik"',
    ],
    [
      'a unit twice',
      'id: italian-engineers',
      'id: italian-infantry',
      'id: italian-infantry, name: Italian eng',
      'appears twice',
    ],
    ['a slug used twice', 'slug: unmik-police', 'slug: unmik', 'slug: unmik\n    name: UNMIK Police', 'appears twice'],
    ['a rule id used twice', '- id: KOS-R2\n', '- id: KOS-R1\n', 'KOS-R1\n    title: An inv', '"KOS-R1" appears twice'],
    [
      'a role called like a body',
      'roles: [coordinator]',
      'roles: [unmik]',
      'roles: [unmik]',
      'also the slug of a body',
    ],
    ['an id without the code', '- id: KOS-R2\n', '- id: AFG-R2\n', '- id: AFG-R2', 'does not begin with "KOS-"'],
    ['a time zone that is none', 'Europe/Belgrade', 'Europe/Pristina', 'timeZone:', 'is not a time zone'],
    ['a duration that is none', 'urgent: PT72H', 'urgent: 3 days', 'urgent: 3 days', '"3 days" is not a duration'],
    ['deadlines out of order', 'urgent: PT72H', 'urgent: PT2H', 'urgent: PT2H', 'shorter than that of a more urgent'],
    [
      'a day that does not exist',
      'until: 2034-12-31',
      'until: 2034-02-30',
      'until: 2034-02-30',
      'not a day that exists',
    ],
    [
      'an agreement that ends too soon',
      'until: 2034-12-31',
      'until: 2020-12-31',
      'until: 2020',
      'ends before it begins',
    ],
    [
      'a standing rule without provision',
      '    enforces: [CONSENT-INVESTIGATION]\n',
      '',
      'provisions:',
      'No provision enforces the standing rule "CONSENT-INVESTIGATION"',
    ],
    [
      'a standing rule with two provisions',
      'enforces: [LEAD-AGENCY]',
      'enforces: [LEAD-AGENCY, AGREEMENT]',
      'enforces: [AGREEMENT, PROFILE]',
      'is enforced by another provision already',
    ],
    [
      'a rule with two effects',
      'then: { include: [unmik],',
      'then: { include: [unmik], refuse: [unmik-police],',
      'refuse: [unmik-police]',
      'this one has 2',
    ],
    [
      'a rule that gives no profile',
      'as: lead, profile: lead-agency-full }',
      'as: lead }',
      'then: { include: [unmik], as: lead }',
      'The key "profile" is missing',
    ],
    [
      'a back-up that is the focal point',
      'back-up@unmik.example',
      'focal-point@unmik.example',
      'backUp: { role: Victim',
      'has the mailbox of its focal point',
    ],
  ])('is refused for %s, with line, reason and fix', (_case, from, to, place, reason) => {
    const text = changed(kosovo, from, to);
    const problems = problemsOf(() => loadOperationText('kosovo.yaml', text));
    const found = problems.find((problem) => problem.reason.includes(reason));
    expect(problems.map((problem) => problem.reason).join('\n')).toContain(reason);
    expect(found).toMatchObject({ file: 'kosovo.yaml', line: lineOf(text, place) });
    expect(found?.fix).not.toBe('');
  });

  it('is refused when a security body would see a person for another purpose than investigation', () => {
    const wider = changed(kosovo, 'purpose: investigation', 'purpose: assistance');
    const text = changed(wider, 'groups: [case, trafficking, request]', 'groups: [case, identity, contact]');
    const [problem] = problemsOf(() => loadOperationText('kosovo.yaml', text));
    expect(problem?.reason).toBe(
      'The security body "unmik-police" would see identity, contact for the purpose "assistance".',
    );
  });

  it('is refused when a body that is no security body would get a profile for an investigation', () => {
    const wider = changed(kosovo, 'bodies: [law-enforcement]', 'bodies: [law-enforcement, partner]');
    const text = changed(wider, 'include: [executive-authority]', 'include: [executive-authority, partner]');
    expect(problemsOf(() => loadOperationText('kosovo.yaml', text)).map((problem) => problem.reason)).toEqual([
      'The profile "security-investigation" is for an investigation, and "unmik" is no security body.',
    ]);
  });

  it('is refused when a rule gives a profile to a body that it was not made for', () => {
    const text = changed(kosovo, 'then: { include: [unmik], as: lead', 'then: { include: [kfor-hq], as: lead');
    expect(problemsOf(() => loadOperationText('kosovo.yaml', text)).map((problem) => problem.reason)).toEqual([
      'The profile "lead-agency-full" is not made for "kfor-hq".',
    ]);
  });

  it('is refused for a message kind that the hub does not know, when the kinds are given', () => {
    const problems = problemsOf(() => loadOperationText('kosovo.yaml', kosovo, { messageKinds: ['referral'] }));
    expect(problems.map((problem) => problem.reason)).toContain('There is no message kind "referral-update".');
  });

  it('is refused with the place of a syntax error', () => {
    const [problem] = problemsOf(() => loadOperationText('broken.yaml', 'id: kosovo\nid: kosovo\n'));
    expect(problem).toMatchObject({ file: 'broken.yaml', line: 2, column: 1 });
  });

  it.each(['', '- a list', 'only text'])('is refused when it holds "%s" instead of an operation', (text) => {
    expect(problemsOf(() => loadOperationText('empty.yaml', text))).toHaveLength(1);
  });
});

describe('a folder of operation files', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'operations-'));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  it('is refused with every problem of every file at once', () => {
    writeFileSync(join(dir, 'a.yaml'), changed(changed(afghanistan, 'Asia/Kabul', 'Kabul'), 'PT24H', '1d'));
    writeFileSync(join(dir, 'k.yaml'), changed(kosovo, 'services: [investigation]', 'services: [magic]'));
    const problems = problemsOf(() => loadOperations(dir));
    expect(problems.map((problem) => problem.file)).toEqual(['a.yaml', 'a.yaml', 'k.yaml']);
  });

  it('is refused when a body has two names, or two operations one id or code', () => {
    writeFileSync(join(dir, 'a.yaml'), kosovo);
    writeFileSync(join(dir, 'b.yaml'), changed(kosovo, 'name: UNMIK Police', 'name: Other Police'));
    expect(problemsOf(() => loadOperations(dir)).map(({ file, reason }) => [file, reason])).toEqual([
      ['b.yaml', 'The operation "kosovo" has the id "kosovo" already.'],
      ['b.yaml', 'The operation "kosovo" has the code "KOS" already.'],
      ['b.yaml', 'The body "unmik-police" has the name "UNMIK Police" in the operation "kosovo".'],
    ]);
  });

  it('is refused when it holds no operation', () => {
    expect(problemsOf(() => loadOperations(dir))).toHaveLength(1);
    expect(problemsOf(() => loadOperations(join(dir, 'absent')))).toHaveLength(1);
  });
});

describe('the standing rules', () => {
  it('rest on a provision in each operation', () => {
    for (const { provisions } of loadOperations(folder)) {
      expect(provisions.flatMap((each) => each.enforces ?? []).sort()).toEqual([...standingRuleIds].sort());
    }
  });
});
