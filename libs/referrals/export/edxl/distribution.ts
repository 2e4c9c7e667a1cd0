import { createHash } from 'node:crypto';
import { HubError, canonicalJson } from '#kernel';
import { element, xmlDocument, type XmlElement } from '../xml/xml-element';
import type { ExchangedBody, ExchangedReferral } from '../exchanged-referral';

const NAMESPACES = {
  xmlns: 'urn:oasis:names:tc:emergency:EDXL:DE:2.0',
  'xmlns:ct': 'urn:oasis:names:tc:emergency:edxl:ct:1.0',
};
const DEFAULTS = 'urn:oasis:names:tc:emergency:EDXL:DE:2.0:Defaults';
const ENDED: readonly string[] = ['cancel_requested', 'cancelled', 'recalled', 'recall_confirmed', 'withdrawn'];
const STATUS = { actual: 'Actual', exercise: 'Exercise', test: 'Test' } as const;

/**
 * A referral in the envelope of OASIS EDXL-DE 2.0, with its content as JSON in `otherContent`. Either side gets the copy
 * that is meant for it: addressed to itself alone, with the content that it may see. A content that is withheld is left
 * out, and the envelope says `Cancel` or that there is none.
 *
 * @returns an XML document
 * @throws HubError `illegal_transition` for a draft, which nobody has distributed
 */
export function edxlDistribution(referral: ExchangedReferral): string {
  const { side, sentAt, recipients } = referral;
  if (sentAt === null) {
    throw new HubError(
      'illegal_transition',
      'A draft has not been sent, so it has no EDXL distribution. Submit it first.',
      {
        extra: { state: referral.state ?? 'draft', event: 'export', legal: ['submit'] },
      },
    );
  }
  const [own] = recipients;
  const copyOf = side === 'recipient' && own ? own.body : referral.sender;
  // Until the last deadline to acknowledge; a referral that nobody received has none, and is as old as it is.
  const expires = recipients.reduce((last, { dueAt }) => (dueAt > last ? dueAt : last), sentAt);
  return xmlDocument(
    element(
      'EDXLDistribution',
      [
        element('distributionID', `urn:uuid:${side === 'recipient' && own ? own.id : referral.id}`),
        element('senderID', `${referral.sender.slug}@liaison-hub`),
        element('dateTimeSent', timeOf(sentAt)),
        element('dateTimeExpires', timeOf(expires)),
        element('distributionStatus', [element('statusKindDefault', fromList('StatusKind', STATUS[referral.status]))]),
        element('distributionKind', [
          element('distributionKindDefault', fromList('DistributionKind', isEnded(referral) ? 'Cancel' : 'Request')),
        ]),
        descriptor(referral, copyOf),
        content(referral),
      ],
      NAMESPACES,
    ),
  );
}

function isEnded({ side, state, recipients }: ExchangedReferral): boolean {
  return ENDED.includes((side === 'sender' ? state : recipients[0]?.state) ?? '');
}

function descriptor({ sender, language, operation, priority }: ExchangedReferral, copyOf: ExchangedBody): XmlElement {
  return element('descriptor', [
    element('combinedConfidentiality', 'SENSITIVE PERSONAL DATA'),
    language === undefined ? undefined : element('language', language),
    valueList('senderRole', 'urn:liaison-hub:role', sender.roles),
    valueList('recipientRole', 'urn:liaison-hub:role', copyOf.roles),
    valueList('keyword', 'urn:liaison-hub:kind', ['referral']),
    valueList('keyword', 'urn:liaison-hub:priority', [priority]),
    valueList('keyword', 'urn:liaison-hub:operation', [operation.id]),
    element('explicitAddress', [
      element('explicitAddressScheme', 'urn:liaison-hub:body'),
      element('explicitAddressValue', copyOf.slug),
    ]),
    element(
      'targetArea',
      operation.countries.map((country) => element('country', country)),
    ),
  ]);
}

/** The content as canonical JSON: whoever has it can compare the digest. */
function content({ content: body, reference }: ExchangedReferral): XmlElement | undefined {
  if (body === null) return undefined;
  const bytes = Buffer.from(canonicalJson(body));
  return element('content', [
    element('contentObject', [
      element('contentDescription', `Referral ${reference}, as released to the addressee`),
      element('otherContent', [
        element('mimeType', 'application/json'),
        element('size', String(bytes.length)),
        element('digest', createHash('sha256').update(bytes).digest('hex')),
        element('contentData', bytes.toString('base64')),
      ]),
    ]),
  ]);
}

function fromList(list: string, value: string): XmlElement[] {
  return [element('ct:valueListURI', `${DEFAULTS}:${list}`), element('ct:value', value)];
}

function valueList(name: string, uri: string, values: readonly string[]): XmlElement | undefined {
  if (values.length === 0) return undefined;
  return element(name, [element('ct:valueListURI', uri), ...values.map((value) => element('ct:value', value))]);
}

/** EDXL takes a time with its offset, without fractions. */
function timeOf(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, '+00:00');
}
