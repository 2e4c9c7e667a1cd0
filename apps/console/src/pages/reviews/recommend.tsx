import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { answerOf, hub } from '../../api/client';
import { operationsQuery, organisationsQuery } from '../../api/directory';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { Checks, SelectField, TextArea, TextField } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';

const nothing = { places: [] as readonly string[], recommendation: '', addressee: '', dueOn: '' };
type Given = typeof nothing;

/** Recommends something to the bodies of operations. */
export function Recommend({ onTold }: { readonly onTold: (words: string) => void }): ReactNode {
  const { data: operations = [] } = useQuery(operationsQuery);
  const { data: bodies = [] } = useQuery(organisationsQuery);
  const [given, setGiven] = useState(nothing);
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useAct(recommend, async ({ number }) => {
    onTold(t('reviews.recommended', { number }));
    setGiven(nothing);
    await queryClient.invalidateQueries({ queryKey: ['recommendations'] });
  });
  const set = (change: Partial<Given>): void => {
    setGiven((before) => ({ ...before, ...change }));
  };
  const submit = (): void => {
    const found = missingOf(given);
    setMissing(found);
    if (found.length === 0) act.mutate(given);
  };
  const those = bodies.filter((body) => body.operations.some((id) => given.places.includes(id)));
  return (
    <section>
      <h2>{t('reviews.recommend')}</h2>
      <p>{t('reviews.recommendText')}</p>
      <Form
        faults={missing.length > 0 ? missing : faultsOf(act.error, (pointer) => FIELDS[pointer.split('/')[1] ?? ''])}
        label={t('reviews.recommend')}
        onSubmit={submit}
      >
        <Checks
          name="of"
          label={t('reviews.operations')}
          value={given.places}
          onChange={(places) => {
            set({ places, addressee: '' });
          }}
          choices={operations.map(({ id, mission }) => ({ value: id, label: mission }))}
        />
        <TextArea
          name="recommendation"
          label={t('reviews.recommendation')}
          maxLength={2_000}
          value={given.recommendation}
          onChange={(recommendation) => {
            set({ recommendation });
          }}
        />
        <SelectField
          name="addressee"
          label={t('reviews.addressee')}
          value={given.addressee}
          onChange={(addressee) => {
            set({ addressee });
          }}
          choices={[
            { value: '', label: t('reviews.everybody') },
            ...those.map(({ slug, shortName }) => ({ value: slug, label: shortName })),
          ]}
        />
        <TextField
          name="dueOn"
          type="date"
          label={t('reviews.dueOn')}
          width="short"
          value={given.dueOn}
          onChange={(dueOn) => {
            set({ dueOn });
          }}
        />
        <div className="form-actions">
          <Button type="submit" look="primary" busy={act.isPending}>
            {t('reviews.recommend')}
          </Button>
        </div>
      </Form>
    </section>
  );
}

/** What the hub calls the fields of this form. */
const FIELDS: Readonly<Record<string, string>> = {
  operations: 'of',
  recommendation: 'recommendation',
  addressee: 'addressee',
  dueOn: 'dueOn',
};

function missingOf({ places, recommendation, dueOn }: Given): FormFault[] {
  return [
    ...(places.length === 0 ? [{ field: 'of', message: t('reviews.needOperation') }] : []),
    ...(recommendation.trim() === '' ? [{ field: 'recommendation', message: t('reviews.needText') }] : []),
    ...(dueOn === '' ? [{ field: 'dueOn', message: t('reviews.needDay') }] : []),
  ];
}

function recommend({ places, recommendation, addressee, dueOn }: Given, key: string) {
  return answerOf(
    hub.POST('/v1/recommendations', {
      params: { header: { 'Idempotency-Key': key } },
      body: {
        ...{ operations: [...places], recommendation: recommendation.trim(), dueOn },
        ...(addressee === '' ? {} : { addressee }),
      },
    }),
  );
}
