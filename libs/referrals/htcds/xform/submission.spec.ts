import fc from 'fast-check';
import { validateReferralBody } from '#messages';
import { readHtcdsFile } from '../read';
import type { HtcdsOptions, HtcdsReading } from '../reading';

const options: HtcdsOptions = {
  operationByCountry: { AFG: 'afghanistan', Kosovo: 'kosovo' },
  defaultOperation: 'afghanistan',
  today: '2026-02-01',
};
const INSTANCE = 'uuid:0b8f1a52-0000-4000-8000-000000000001';

/** A submission as ODK Collect writes it: namespaces, a prefixed meta block, the form's own nodes. */
function submission(nodes: string, { instanceId = INSTANCE, meta = '' } = {}): Buffer {
  return Buffer.from(
    `<?xml version='1.0' ?><data id="htcds_xlsform" version="v1" xmlns:orx="http://openrosa.org/xforms">` +
      `<start>2026-01-05T10:00:00.000+04:30</start>${nodes}<__version__>v1</__version__>` +
      `<orx:meta><orx:instanceID>${instanceId}</orx:instanceID>${meta}</orx:meta></data>`,
  );
}
const read = (file: Buffer, more: HtcdsOptions = {}): Promise<HtcdsReading> =>
  readHtcdsFile(file, { ...options, ...more });
const good = '<prs_First_Name>Testperson</prs_First_Name><prs_Birthdate>1990-03-04</prs_Birthdate>';
const codesOf = ({ problems }: HtcdsReading) => problems.map(({ node, code }) => [node, code]);

describe('a submission of the HTCDS XForm', () => {
  it('becomes a case by the same fields as a row of the workbook', async () => {
    const reading = await read(
      submission(
        `<con_Consent>TRUE</con_Consent>${good}<prs_Second_Name>O&apos;Mega &amp; Co</prs_Second_Name>
         <prs_Gender>TransgenderFeminine</prs_Gender><prs_Citizenship>AF</prs_Citizenship>
         <prs_MailingCountry>Kosovo</prs_MailingCountry><prs_MailingStreet>Street 1</prs_MailingStreet>
         <vic_MethodOfRecruitment>AtWork ThroughAnOnlineAdvertisement</vic_MethodOfRecruitment>
         <vic_Methods_of_Control>DebtBondage</vic_Methods_of_Control>
         <vic_ForcedLabourIndustry>A_AgricultureForestryAndFishing F_Construction</vic_ForcedLabourIndustry>
         <cas_Status>FollowUp</cas_Status><cas_IncomingReferralDate>2026-01-05</cas_IncomingReferralDate>`,
      ),
    );
    expect(reading).toMatchObject({ layout: 'xform', sheet: 'htcds_xlsform', problems: [], warnings: [] });
    expect(reading.rows).toHaveLength(1);
    const { operation, body } = reading.rows[0]!.referral;
    expect(validateReferralBody(body)).toEqual([]);
    expect(operation).toBe('kosovo');
    expect(body).toMatchObject({
      person: {
        name: { given: 'Testperson', family: "O'Mega & Co" },
        birthDate: '1990-03-04',
        isMinor: 'no',
        gender: 'TransgenderFeminine',
        citizenships: ['AF'],
        contact: { address: { street: 'Street 1', country: 'XK' } },
      },
      trafficking: {
        recruitmentMethods: ['AtWork', 'ThroughAnOnlineAdvertisement'],
        controlMethods: ['DebtBondage'],
        forcedLabourIndustries: ['A_AgricultureForestryAndFishing', 'F_Construction'],
      },
      case: { status: 'FollowUp', incomingDate: '2026-01-05' },
      consent: { given: 'yes', purposes: ['assistance'] },
    });
  });

  it('is found in groups, as KoBo nests them', async () => {
    const reading = await read(
      submission(`<group_ab><inner>${good}<prs_Gender>Purple</prs_Gender></inner></group_ab>`),
    );
    expect(codesOf(reading)).toEqual([['/data/group_ab/inner/prs_Gender', 'unknown_code']]);
    expect(JSON.stringify(reading)).not.toContain('Purple');
  });

  it('names every wrong node and why, and yields nothing', async () => {
    const reading = await read(
      submission(`${good}<prs_Email>nobody</prs_Email><prs_Birthdate>2001-01-01</prs_Birthdate>`),
    );
    expect(reading.rows).toEqual([]);
    expect(codesOf(reading)).toEqual([['/data/prs_Birthdate', 'repeated_node']]);
    const alone = await read(submission(`${good}<prs_Email>nobody</prs_Email>`));
    expect(alone.problems.map(({ node, field }) => [node, field])).toEqual([['/data/prs_Email', 'prs_Email']]);
  });

  it('warns of nodes that HTCDS lacks, of the mislabelled one, and of a reason in words', async () => {
    const reading = await read(
      submission(
        `${good}<favourite_colour>blue</favourite_colour><empty/><prs_Title>Driver</prs_Title>
         <cas_ReasonForIncomingReferral>Moved to her aunt</cas_ReasonForIncomingReferral>
         <cas_IncomingReferralDetails>By bus.</cas_IncomingReferralDetails>`,
      ),
    );
    expect(reading.problems).toEqual([]);
    expect(reading.warnings.map(({ node, code }) => [node, code])).toEqual([
      ['/data/favourite_colour', 'unknown_node'],
      ['/data/prs_Title', 'label_misleading'],
      ['/data/cas_ReasonForIncomingReferral', 'reason_in_words'],
    ]);
    expect(reading.rows[0]?.referral.body.case).toEqual({
      incomingReason: 'Other',
      incomingDetails: 'Moved to her aunt\n\nBy bus.',
    });
  });

  it('has one key per instance, whatever else is in it, and another secret gives another', async () => {
    const keyOf = async (file: Buffer, more: HtcdsOptions = {}) => (await read(file, more)).rows[0]?.rowKey;
    const key = await keyOf(submission(good));
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(await keyOf(submission(`${good}\n<prs_Gender>Feminine</prs_Gender>`))).toBe(key);
    expect(await keyOf(submission(good, { instanceId: `${INSTANCE}9` }))).not.toBe(key);
    expect(await keyOf(submission(good), { rowKeySecret: 's' })).not.toBe(key);
    const without = Buffer.from(`<data>${good}</data>`);
    expect(await keyOf(without)).toBe(await keyOf(without));
  });

  it('says when it replaces an earlier one', async () => {
    const { warnings } = await read(submission(good, { meta: '<orx:deprecatedID>uuid:1</orx:deprecatedID>' }));
    expect(warnings.map(({ code }) => code)).toEqual(['edited_submission']);
  });

  it('gives back any text as it was written', async () => {
    const printable = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\p{Cc}\p{Cs}]/gu, ''));
    await fc.assert(
      fc.asyncProperty(printable, async (text) => {
        const written = text.normalize('NFC').trim();
        fc.pre(written !== '' && written.length <= 100 && !/^'+[=+\-@＝＋－＠]/.test(written));
        const xml = written.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        const { rows } = await read(submission(`${good}<prs_Second_Name>${xml}</prs_Second_Name>`));
        expect(rows[0]?.referral.body.person.name?.family).toBe(written);
      }),
    );
  });
});

describe('what is no submission is refused', () => {
  const deep = (levels: number) => `${'<a>'.repeat(levels)}1${'</a>'.repeat(levels)}`;

  it.each([
    ['entities of its own', `<!DOCTYPE data [<!ENTITY x SYSTEM "file:///etc/passwd">]><data>&x;</data>`, /DTD/],
    ['a billion laughs', `<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><data>&b;</data>`, /DTD/],
    ['an open tag', '<data><prs_Gender>Feminine</prs_Gender>', /well-formed/],
    ['tags in disorder', '<data><a><b></a></b></data>', /well-formed/],
    ['two roots', '<data/><data/>', /well-formed/],
    ['text after the root', `<data>${good}</data>more<x/>`, /well-formed/],
    ['too many levels', deep(17), /levels/],
    ['too many nodes', `<data>${'<a/>'.repeat(10_001)}</data>`, /nodes/],
    ['too many bytes', `<data>${' '.repeat(1_048_576)}</data>`, /bytes/],
    ['the form itself', '<h:html xmlns:h="x"><h:head/></h:html>', /form itself/],
    ['an encrypted one', '<data encrypted="yes"><base64EncryptedKey>x</base64EncryptedKey></data>', /encrypted/],
    ['some other XML', '<rss><channel><title>News</title></channel></rss>', /no filled-in submission/],
    ['a web page', '<!DOCTYPE html><html><body>Sign in</body></html>', /web page/],
    ['bytes that are no UTF-8', Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e]), /well-formed/],
  ])('%s', async (_, content, said) => {
    const refused = read(Buffer.from(content as string));
    await expect(refused).rejects.toMatchObject({ code: 'workbook_unreadable' });
    await expect(refused).rejects.toThrow(said);
  });

  it('never fails in another way, whatever is sent', async () => {
    const parts = fc.constantFrom(
      '<data>',
      '</data>',
      '<prs_Gender>',
      '</prs_Gender>',
      '<',
      '>',
      '&#0;',
      '&lt;',
      'x',
      ' a="b"',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      '/',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(parts, { maxLength: 20 }), async (all) => {
        const reading = read(Buffer.from(`<${all.join('')}`)).catch((error: unknown) => error);
        const outcome = (await reading) as { code?: string; layout?: string };
        expect(outcome.code === 'workbook_unreadable' || outcome.layout === 'xform').toBe(true);
      }),
    );
  });
});
