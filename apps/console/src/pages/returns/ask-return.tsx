import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { answerOf, hub } from '../../api/client';
import { operationsQuery, organisationsQuery } from '../../api/directory';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { Checks, Radios, SelectField, TextField } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';

const kinds = ['training-return-request', 'national-return-request'] as const;
const statuses = ['actual', 'exercise', 'test'] as const;

interface Asked {
  readonly operation: string;
  readonly kind: (typeof kinds)[number];
  readonly to: readonly string[];
  readonly subject: string;
  readonly from: string;
  readonly until: string;
  readonly dueOn: string;
  readonly status: (typeof statuses)[number];
}

const nothing: Omit<Asked, 'operation'> = {
  kind: 'training-return-request',
  to: [],
  subject: '',
  from: '',
  until: '',
  dueOn: '',
  status: 'actual',
};

/** Asks nations of one operation for a return by a day. */
export function AskReturn({ onTold }: { readonly onTold: (words: string) => void }): ReactNode {
  const { data: operations = [] } = useQuery(operationsQuery);
  const { data: bodies = [] } = useQuery(organisationsQuery);
  const [chosen, setChosen] = useState<string>();
  const [asked, setAsked] = useState(nothing);
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const nationsOf = (id: string) => bodies.filter(({ kind, operations: its }) => kind === 'nation' && its.includes(id));
  const places = operations.filter(({ id }) => nationsOf(id).length > 0);
  const operation = chosen ?? places[0]?.id;
  const act = useAct(send, async (_done, { to }) => {
    onTold(t('returns.asked', { count: to.length }));
    setAsked(nothing);
    await queryClient.invalidateQueries({ queryKey: ['return-campaigns'] });
  });
  if (operation === undefined) return null;
  const set = (change: Partial<typeof nothing>): void => {
    setAsked((before) => ({ ...before, ...change }));
  };
  const submit = (): void => {
    const found = missingOf(asked);
    setMissing(found);
    if (found.length === 0) act.mutate({ ...asked, operation });
  };
  return (
    <section>
      <h2>{t('returns.ask')}</h2>
      <p>{t('returns.askText')}</p>
      <Form
        faults={missing.length > 0 ? missing : faultsOf(act.error, (pointer) => fields[pointer])}
        label={t('returns.ask')}
        onSubmit={submit}
      >
        {places.length < 2 ? null : (
          <SelectField
            name="operation"
            label={t('item.operation')}
            value={operation}
            onChange={(id) => {
              setChosen(id);
              set({ to: [] });
            }}
            choices={places.map(({ id, mission }) => ({ value: id, label: mission }))}
          />
        )}
        <Radios
          name="kind"
          label={t('returns.about')}
          value={asked.kind}
          onChange={(kind) => {
            set({ kind });
          }}
          choices={kinds.map((value) => ({
            value,
            label: t(value === 'training-return-request' ? 'returns.kind.training' : 'returns.kind.national'),
          }))}
        />
        <Checks
          name="to"
          label={t('returns.nations')}
          value={asked.to}
          onChange={(to) => {
            set({ to });
          }}
          choices={nationsOf(operation).map(({ slug, shortName }) => ({ value: slug, label: shortName }))}
        />
        <TextField
          name="subject"
          label={t('returns.subject')}
          hint={t('returns.subjectHint')}
          width="full"
          maxLength={200}
          value={asked.subject}
          onChange={(subject) => {
            set({ subject });
          }}
        />
        {(['from', 'until', 'dueOn'] as const).map((name) => (
          <TextField
            key={name}
            name={name}
            type="date"
            label={t(`returns.${name}`)}
            width="short"
            value={asked[name]}
            onChange={(day) => {
              set({ [name]: day });
            }}
          />
        ))}
        <Radios
          name="status"
          label={t('returns.status')}
          inline
          value={asked.status}
          onChange={(status) => {
            set({ status });
          }}
          choices={statuses.map((value) => ({ value, label: t(`returns.status.${value}`) }))}
        />
        <div className="form-actions">
          <Button type="submit" look="primary" busy={act.isPending}>
            {t('returns.ask')}
          </Button>
        </div>
      </Form>
    </section>
  );
}

function send({ operation, kind, to, subject, from, until, dueOn, status }: Asked, key: string): Promise<unknown> {
  const body = { period: { from, to: until }, dueOn };
  return answerOf(
    hub.POST('/v1/messages', {
      params: { header: { 'Idempotency-Key': key } },
      body: { operation, kind, to: [...to], subject: subject.trim(), status, priority: 'normal', body },
    }),
  );
}

function missingOf({ to, subject, from, until, dueOn }: Omit<Asked, 'operation'>): FormFault[] {
  return [
    ...(to.length === 0 ? [{ field: 'to', message: t('returns.needNations') }] : []),
    ...(subject.trim() === '' ? [{ field: 'subject', message: t('returns.needSubject') }] : []),
    ...(from === '' ? [{ field: 'from', message: t('returns.needDay') }] : []),
    ...(until === '' ? [{ field: 'until', message: t('returns.needDay') }] : []),
    ...(dueOn === '' ? [{ field: 'dueOn', message: t('returns.needDue') }] : []),
  ];
}

const fields: Readonly<Record<string, string>> = {
  '/to': 'to',
  '/subject': 'subject',
  '/body/period': 'from',
  '/body/period/from': 'from',
  '/body/period/to': 'until',
  '/body/dueOn': 'dueOn',
  // What is said of the body as a whole is that its day is over.
  '/body': 'dueOn',
};
