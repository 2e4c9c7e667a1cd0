import type { InputProblem } from '#kernel';
import type { JsonObject } from '../../domain/release/json';
import type { MessageKind } from '../../kind/message-kind';
import { keepCapacity, type DeclaredCapacity } from '../../store/capacity.store';
import { capacityUpdateSchema } from './schema';

interface CapacityBody {
  readonly services: readonly DeclaredCapacity[];
  readonly validUntil?: string;
}

/** Tells the partners what a body can take up now. */
export const kind = {
  name: 'capacity-update',
  version: 1,
  title: 'Capacity update',
  summary: 'Tells the partners for which services a body has room now; routing and suggestions look at the last word.',
  distribution: 'update',
  schema: capacityUpdateSchema,
  asks: 'acknowledgement',
  carriesCase: false,
  addressing: 'rules',
  marks: { tlp: 'GREEN', classification: 'UNCLASSIFIED' },
  deadlines: { emergency: 'P1D', urgent: 'P3D', normal: 'P14D' },
  contradictions: (body: JsonObject) => repeatedServices(body as unknown as CapacityBody),
  applied: async (tx, routed) => {
    // An exercise must not turn a real person away from a free bed.
    if (routed.status !== 'actual') return;
    const { services, validUntil } = routed.body as unknown as CapacityBody;
    await keepCapacity(tx, { ...routed, services, ...(validUntil === undefined ? {} : { validUntil }) });
  },
} as const satisfies MessageKind;

function repeatedServices({ services }: CapacityBody): InputProblem[] {
  return services.flatMap(({ service }, index) =>
    services.findIndex((each) => each.service === service) === index
      ? []
      : [
          {
            pointer: `/body/services/${index}/service`,
            code: 'contradiction',
            message: 'This service is named twice. Say one thing of each.',
          },
        ],
  );
}
