import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { answerOf, hub } from '../../api/client';
import { operationsQuery } from '../../api/directory';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { Checks, SelectField } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { quartersBefore } from './quarters';

interface Asked {
  readonly operations: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** So many quarters are offered: five years. */
const OFFERED = 20;

/** Asks for a report of operations over quarters that are over. */
export function MakeReview({ onTold }: { readonly onTold: (words: string) => void }): ReactNode {
  const { data: operations = [] } = useQuery(operationsQuery);
  const quarters = quartersBefore(new Date(), OFFERED);
  const [asked, setAsked] = useState<Asked>({ operations: [], from: quarters[3] ?? '', to: quarters[0] ?? '' });
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useAct(make, async ({ number }) => {
    onTold(t('reviews.done', { number }));
    await queryClient.invalidateQueries({ queryKey: ['reviews'] });
  });
  const submit = (): void => {
    const found = asked.operations.length === 0 ? [{ field: 'operations', message: t('reviews.needOperation') }] : [];
    setMissing(found);
    if (found.length === 0) act.mutate(asked);
  };
  return (
    <section>
      <h2>{t('reviews.make')}</h2>
      <p>{t('reviews.makeText')}</p>
      <Form
        faults={missing.length > 0 ? missing : faultsOf(act.error, (pointer) => pointer.split('/')[1])}
        label={t('reviews.make')}
        onSubmit={submit}
      >
        <Checks
          name="operations"
          label={t('reviews.operations')}
          value={asked.operations}
          onChange={(chosen) => {
            setAsked({ ...asked, operations: chosen });
          }}
          choices={operations.map(({ id, mission }) => ({ value: id, label: mission }))}
        />
        {(['from', 'to'] as const).map((name) => (
          <SelectField
            key={name}
            name={name}
            label={t(`reviews.${name}`)}
            value={asked[name]}
            onChange={(quarter) => {
              setAsked({ ...asked, [name]: quarter });
            }}
            choices={quarters.map((value) => ({ value, label: value }))}
          />
        ))}
        <div className="form-actions">
          <Button type="submit" look="primary" busy={act.isPending}>
            {t('reviews.make')}
          </Button>
        </div>
      </Form>
    </section>
  );
}

function make({ operations, from, to }: Asked, key: string) {
  return answerOf(
    hub.POST('/v1/reports/review', {
      params: { header: { 'Idempotency-Key': key } },
      body: { operations: [...operations], from, to },
    }),
  );
}
