import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { validateReferralBody } from '#messages';
import { readHtcdsFile } from '#referrals';

/** IOM's own form is not kept in this repository; it is read from where it was put. */
const folder = process.env['HTCDS_DIR'] ?? resolve(__dirname, '../../../shared/data/htcds');
const path = join(folder, 'htcds-xform.xml');
const present = existsSync(path);

const options = { operationByCountry: { AFG: 'afghanistan' }, defaultOperation: 'afghanistan', today: '2026-02-01' };

/** What a person would type into the questions that do not take just any text. */
const TYPED: readonly (readonly [RegExp, string])[] = [
  [/Email$/, 'person@fiction.example'],
  [/Phone$/, '+93 700 000 000'],
  [/Country$/, 'Afghanistan'],
  [/[Dd]ate$/, '1990-03-04'],
];

interface Question {
  readonly name: string;
  readonly multiple: boolean;
  /** Values of its choices; none where anything can be typed. */
  readonly values: readonly string[];
}

/** The questions of the form, by its body. */
function questionsOf(form: string): Question[] {
  return [...form.matchAll(/<(select1|select|input) ref="\/data\/(\w+)">(.*?)<\/\1>/gs)].map(
    ([, control = '', name = '', inside = '']) => ({
      name,
      multiple: control === 'select',
      values: [...inside.matchAll(/<value>([^<]*)<\/value>/g)].map(([, value]) => value!),
    }),
  );
}

/** A submission made of the form's own empty instance, as a form program makes one. */
function fill(form: string, answers: Readonly<Record<string, string>>): Buffer {
  const [, instance = ''] = /<instance>(.*?)<\/instance>/s.exec(form) ?? [];
  const filled = Object.entries({ instanceID: 'uuid:fiction-1', ...answers }).reduce(
    (xml, [name, value]) => xml.replace(`<${name}/>`, () => `<${name}>${value}</${name}>`),
    instance,
  );
  return Buffer.from(`<?xml version="1.0"?>${filled}`);
}

if (present) {
  describe('the official HTCDS XForm', () => {
    const form = readFileSync(path, 'utf8');
    const questions = questionsOf(form);
    const least = { prs_First_Name: 'Testperson', prs_Birthdate: '1990-03-04' };

    it('has questions, and every one is a field that the hub reads', async () => {
      expect(questions.length).toBeGreaterThan(30);
      for (const { name, values } of questions) {
        const answer = values[0] ?? TYPED.find(([names]) => names.test(name))?.[1] ?? 'Text';
        const { problems, warnings } = await readHtcdsFile(fill(form, { ...least, [name]: answer }), options);
        expect([name, problems]).toEqual([name, []]);
        expect([name, warnings.filter(({ code }) => code === 'unknown_node')]).toEqual([name, []]);
      }
    });

    it.each(questions.filter(({ values }) => values.length > 0).map((question) => [question.name, question] as const))(
      'has only choices in %s that the hub knows',
      async (name, { multiple, values }) => {
        const answers = multiple ? [values.join(' ')] : values;
        for (const answer of answers) {
          const { rows, problems } = await readHtcdsFile(fill(form, { ...least, [name]: answer }), options);
          expect([answer, problems]).toEqual([answer, []]);
          expect(validateReferralBody(rows[0]!.referral.body)).toEqual([]);
        }
      },
      60_000,
    );

    it('is the same case under the same key each time', async () => {
      const keys = await Promise.all(
        [1, 2].map(async () => (await readHtcdsFile(fill(form, least), options)).rows[0]?.rowKey),
      );
      expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
      expect(keys[1]).toBe(keys[0]);
    });

    it('is itself no submission', async () => {
      await expect(readHtcdsFile(Buffer.from(form), options)).rejects.toThrow(/form itself/);
    });
  });
} else {
  it(`XForm conformance: NOT RUN, no official form at ${path}`, () => {
    process.stdout.write(`XForm conformance: NOT RUN, no official form at ${path}\n`);
    expect(present).toBe(false);
  });
}
