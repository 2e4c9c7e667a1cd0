import { useState, type ReactNode } from 'react';
import type { Schemas } from '#api-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { Radios, TextArea } from '../../ui/fields';
import { faultsOf, Form } from '../../ui/form';
import type { NoticeActProps } from './notice-act';
import { readNoticeAgain, sayStatus } from './notice-queries';
import type { NationStatus } from './notice-codes';

/** The authority says how an allegation stands; the first that it says is that it has it. */
export function SayStatus({ notice: { id, legal }, onTold }: NoticeActProps): ReactNode {
  // Where there is one way only, there is nothing to choose.
  const [chosen, setChosen] = useState<NationStatus | undefined>(legal.length === 1 ? legal[0] : undefined);
  const [note, setNote] = useState('');
  const [isMissing, setMissing] = useState(false);
  const act = useAct(
    (said: Schemas['NationStatusDto'], key) => sayStatus(id, said, key),
    async (_done, { nationStatus }) => {
      onTold(t(`accountability.line.${nationStatus}`));
      await readNoticeAgain(id);
    },
  );
  const title = t('accountability.say');
  return (
    <section className="panel no-print" aria-label={title}>
      <h2>{title}</h2>
      <Form
        faults={
          isMissing
            ? [{ field: 'nation-status', message: t('accountability.needStatus') }]
            : faultsOf(act.error, (pointer) => (pointer === '/note' ? 'status-note' : 'nation-status'))
        }
        label={title}
        onSubmit={() => {
          setMissing(chosen === undefined);
          if (chosen === undefined) return;
          act.mutate({ nationStatus: chosen, ...(note.trim() === '' ? {} : { note: note.trim() }) });
        }}
      >
        <Radios
          name="nation-status"
          label={t('accountability.sayQuestion')}
          value={chosen}
          onChange={setChosen}
          choices={legal.map((value) => ({
            value,
            label: t(`accountability.status.${value}`),
            hint: t(`accountability.statusHint.${value}`),
          }))}
        />
        <TextArea
          name="status-note"
          label={t('accountability.sayNote')}
          optional
          rows={3}
          maxLength={4000}
          value={note}
          onChange={setNote}
        />
        <div className="form-actions">
          <Button type="submit" look="primary" busy={act.isPending}>
            {title}
          </Button>
        </div>
      </Form>
    </section>
  );
}
