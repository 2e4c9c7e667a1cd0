import { dateIn, type Operation } from '#directory';
import { acknowledgementStates, readProvisionMatrix, type UnitRow } from '#provisions';
import { figures, words, type ReviewSection } from '../domain/review/review-content';
import { titleOf } from './own-returns';
import type { ReviewTools } from './reviewed-operations';

/**
 * Which unit acknowledged which version of a provision, as far as the caller's body may see it. Nothing of it is published: a
 * unit names its body, and an operation has few of them.
 */
export async function provisionsSection(tools: ReviewTools, operation: Operation): Promise<ReviewSection> {
  const { units } = await readProvisionMatrix(tools, operation.id);
  const countOf = ({ provisions }: UnitRow, state: string): number =>
    provisions.filter((one) => one.state === state).length;
  return {
    ...{ id: 'own-provisions', title: `Acknowledgement of provisions, ${operation.id}` },
    notes: ['Of the versions in force when this report is made.'],
    tables: [
      {
        ...{ id: 'own-provisions-units', title: 'Provisions by unit', drawn: [2] },
        columns: [
          ...[words('Unit'), words('Body')],
          ...acknowledgementStates.map((state) => figures(titleOf(state), `provisions.${state}`)),
        ],
        rows: units.map((unit) => [
          ...[unit.name, unit.organisation],
          ...acknowledgementStates.map((state) => countOf(unit, state)),
        ]),
      },
      {
        ...{ id: 'own-provisions', title: 'Provisions by unit and version', drawn: [] },
        columns: ['Unit', 'Provision', 'Version', 'State', 'Acknowledged', 'Last version acknowledged'].map(words),
        rows: units.flatMap(({ name, provisions }) =>
          provisions.map(({ provision, version, state, acknowledgedAt, lastVersion }) => [
            ...[name, provision, version, state],
            ...[acknowledgedAt && dateIn(operation.timeZone, acknowledgedAt), lastVersion],
          ]),
        ),
      },
    ],
  };
}
