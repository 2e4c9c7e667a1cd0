import { createHash } from 'node:crypto';
import { services, type JsonObject } from '#messages';
import type { ExchangedBody, ExchangedReferral } from '../exchanged-referral';
import { objectAt, patientOf, textAt } from './patient';
import type {
  Bundle,
  CodeableConcept,
  Meta,
  Organization,
  Patient,
  Reference,
  Resource,
  ServiceRequest,
  Task,
} from './resources';
import { requestPriorityOf, requestStatusOf, taskStatusOf } from './status';

type Recipient = ExchangedReferral['recipients'][number];

/**
 * A referral as FHIR R4 (4.0.1), after the closed-loop referrals of BSeR and Gravity SDOHCC: a ServiceRequest, a Task
 * per recipient, the bodies, and the person by what was released. References are by `urn:uuid` and lead into the bundle.
 *
 * @param now when the bundle is made
 */
export function fhirBundle(referral: ExchangedReferral, now: Date): Bundle {
  const meta = metaOf(referral);
  const patient = patientOf(derivedUuid(`${referral.id} person`), meta, referral.content);
  const tasks = referral.recipients.map((recipient) => taskOf(referral, recipient, patient, meta));
  const request = requestOf(referral, patient, meta, tasks);
  const bodies = [referral.sender, ...referral.recipients.map(({ body }) => body)];
  const organisations = bodies
    .filter(({ id }, index) => bodies.findIndex((other) => other.id === id) === index)
    .map(organisationOf);
  const resources: Resource[] = [request, ...tasks, patient, ...organisations];
  return {
    resourceType: 'Bundle',
    meta,
    identifier: { system: 'urn:ietf:rfc:3986', value: urn(referral.id) },
    type: 'collection',
    timestamp: now.toISOString(),
    entry: resources.map((resource) => ({ fullUrl: urn(resource.id), resource })),
  };
}

function requestOf(
  { id, reference, state, priority, authoredAt, sender, recipients, content }: ExchangedReferral,
  patient: Patient,
  meta: Meta,
  tasks: readonly Task[],
): ServiceRequest {
  const asked = objectAt(content, 'request');
  const [first, ...others] = servicesOf(asked);
  const reason = textAt(asked, 'reason');
  const note = textAt(asked, 'note');
  return {
    resourceType: 'ServiceRequest',
    id,
    meta,
    identifier: [{ system: 'urn:liaison-hub:reference', value: reference }],
    status: requestStatusOf(
      state,
      tasks.map(({ status }) => status),
    ),
    intent: 'order',
    category: [concept('urn:liaison-hub:kind', 'referral')],
    priority: requestPriorityOf[priority],
    ...(first ? { code: first } : {}),
    ...(others.length > 0 ? { orderDetail: others } : {}),
    subject: { reference: urn(patient.id) },
    authoredOn: authoredAt.toISOString(),
    requester: referenceTo(sender),
    ...(recipients.length > 0 ? { performer: recipients.map(({ body }) => referenceTo(body)) } : {}),
    ...(reason === undefined ? {} : { reasonCode: [concept('urn:liaison-hub:referral-reason', reason)] }),
    ...(note === undefined ? {} : { note: [{ text: note }] }),
  };
}

function taskOf(referral: ExchangedReferral, recipient: Recipient, patient: Patient, meta: Meta): Task {
  const { id, state, cameFrom, reason, outcome, body } = recipient;
  const request: Reference = { reference: urn(referral.id) };
  const why = reason ?? (state === 'onward_referred' ? state : null);
  return {
    resourceType: 'Task',
    id,
    meta,
    basedOn: [request],
    groupIdentifier: { system: 'urn:liaison-hub:reference', value: referral.reference },
    status: taskStatusOf(state, cameFrom),
    ...(why === null ? {} : { statusReason: concept('urn:liaison-hub:decline-reason', why) }),
    businessStatus: concept('urn:liaison-hub:recipient-state', state),
    intent: 'order',
    priority: requestPriorityOf[referral.priority],
    code: concept('http://hl7.org/fhir/CodeSystem/task-code', 'fulfill'),
    focus: request,
    for: { reference: urn(patient.id) },
    authoredOn: recipient.routedAt.toISOString(),
    lastModified: recipient.changedAt.toISOString(),
    requester: referenceTo(referral.sender),
    owner: referenceTo(body),
    restriction: { period: { end: recipient.dueAt.toISOString() }, recipient: [referenceTo(body)] },
    ...(outcome === null
      ? {}
      : {
          output: [
            {
              type: concept('urn:liaison-hub:task-output', 'outcome'),
              valueCodeableConcept: concept('urn:liaison-hub:outcome', outcome),
            },
          ],
        }),
  };
}

/** All of it is about a person in danger; exercises and tests are marked everywhere. */
function metaOf({ status }: ExchangedReferral): Meta {
  const security = [
    { system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'V', display: 'very restricted' },
  ];
  if (status === 'actual') return { security };
  return {
    security,
    tag: [
      { system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'HTEST', display: 'test health data' },
      { system: 'urn:liaison-hub:status', code: status },
    ],
  };
}

function servicesOf(request: JsonObject | undefined): CodeableConcept[] {
  const codes = request?.['services'];
  if (!Array.isArray(codes)) return [];
  return codes.map((code) => {
    const label = services.find((service) => service.code === code)?.label;
    return {
      coding: [
        { system: 'urn:liaison-hub:service', code: String(code), ...(label === undefined ? {} : { display: label }) },
      ],
    };
  });
}

function organisationOf({ id, slug, name }: ExchangedBody): Organization {
  return {
    resourceType: 'Organization',
    id,
    identifier: [{ system: 'urn:liaison-hub:body', value: slug }],
    active: true,
    name,
  };
}

const concept = (system: string, code: string): CodeableConcept => ({ coding: [{ system, code }] });
const urn = (id: string): string => `urn:uuid:${id}`;
const referenceTo = ({ id, name }: ExchangedBody): Reference => ({ reference: urn(id), display: name });

/** A UUID (version 8) that stays the same from read to read and says nothing of the person. */
function derivedUuid(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
