import { useState, type ReactNode } from 'react';
import type { Schemas } from '#api-client';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { Checks } from '../../ui/fields';
import { faultsOf, Form } from '../../ui/form';
import { dayWords } from './day-words';
import { acknowledgeProvisions, type Matrix, type Provision, type Unit } from './provision-queries';

interface AcknowledgeProps {
  readonly matrix: Matrix;
  readonly unit: Unit;
  readonly timeZone: string | undefined;
  readonly onTold: (words: string) => void;
}

/** A commander says of a unit which provisions it knows, each in the version whose words stand here. */
export function AcknowledgeFor({ matrix, unit, timeZone, onTold }: AcknowledgeProps): ReactNode {
  const [read, setRead] = useState<readonly string[]>([]);
  const [isMissing, setMissing] = useState(false);
  const { operation, provisions } = matrix;
  const waiting = provisions.filter(({ id }) =>
    unit.provisions.some(({ provision, state }) => provision === id && state !== 'acknowledged'),
  );
  const act = useAct(
    (given: Schemas['AcknowledgeProvisionsDto'], key) => acknowledgeProvisions(given, key),
    async (_done, given) => {
      onTold(t('provisions.done', { count: given.provisions.length, unit: unit.name }));
      setRead([]);
      await queryClient.invalidateQueries({ queryKey: ['provisions'] });
    },
  );
  const field = `read-${unit.unit}`;
  return (
    <article className="panel" aria-label={unit.name}>
      <h3>{unit.name}</h3>
      <Form
        faults={isMissing ? [{ field, message: t('provisions.needRead') }] : faultsOf(act.error, () => field)}
        label={t('provisions.acknowledgeFor', { unit: unit.name })}
        onSubmit={() => {
          const known = waiting.filter((provision) => read.includes(keyOf(provision)));
          setMissing(known.length === 0);
          if (known.length === 0) return;
          const given = { operation, unit: unit.unit, provisions: known.map(({ id, version }) => ({ id, version })) };
          // A version may have been replaced meanwhile: what is in force now is shown.
          act.mutate(given, { onError: () => void queryClient.invalidateQueries({ queryKey: ['provisions'] }) });
        }}
      >
        <Checks
          name={field}
          label={t('provisions.read')}
          value={read}
          onChange={setRead}
          choices={waiting.map((provision) => ({
            value: keyOf(provision),
            label: t('provisions.waitingName', {
              id: provision.id,
              version: provision.version,
              day: dayWords(provision.dueAt, timeZone),
            }),
            hint: provision.text,
          }))}
        />
        <div className="form-actions">
          <Button type="submit" look="primary" busy={act.isPending}>
            {t('provisions.acknowledgeFor', { unit: unit.name })}
          </Button>
          {read.length === waiting.length ? null : (
            <Button
              look="quiet"
              onPress={() => {
                setRead(waiting.map(keyOf));
              }}
            >
              {t('provisions.readAll')}
            </Button>
          )}
        </div>
      </Form>
    </article>
  );
}

/** What is ticked is one version: when another comes meanwhile, it is not. */
function keyOf({ id, version }: Provision): string {
  return `${id}-v${version}`;
}
