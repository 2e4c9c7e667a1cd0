import { useState, type ReactNode } from 'react';
import type { Schemas } from '#api-client';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { SelectField, TextArea } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { FormButtons } from '../../ui/form-buttons';
import { amendMinutes, type MinutesRead } from './minutes-queries';
import { useMeetingAct } from './use-meeting-act';

interface AmendProps {
  readonly minutes: MinutesRead;
  readonly onTold: (words: string) => void;
}

/** Approved minutes stay; what is amended stands beside them, with its difference. */
export function AmendMinutes({ minutes, onTold }: AmendProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <section className="stack no-print">
      <h2>{t('amend.title')}</h2>
      <p className="soft measure">{t('amend.text')}</p>
      {isOpen ? (
        <AmendForm
          minutes={minutes}
          onDone={() => {
            setOpen(false);
            onTold(t('amend.done'));
          }}
          onClose={() => {
            setOpen(false);
          }}
        />
      ) : (
        <div>
          <Button
            onPress={() => {
              setOpen(true);
            }}
          >
            {t('amend.begin')}
          </Button>
        </div>
      )}
    </section>
  );
}

interface FormProps {
  readonly minutes: MinutesRead;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function AmendForm({ minutes: { meeting, items, amendments }, onDone, onClose }: FormProps): ReactNode {
  const [item, setItem] = useState('');
  const [note, setNote] = useState('');
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useMeetingAct(
    meeting,
    (given: Schemas['AmendMinutesDto'], key) => amendMinutes(meeting, given, key),
    onDone,
  );
  const own = items.flatMap((one) => ('withheld' in one ? [] : [one]));
  /** As it reads after the last amendment of it. */
  const choose = (id: string): void => {
    setItem(id);
    const last = amendments.findLast((one) => one.item === id);
    const amended = last?.diff.filter(({ sign }) => sign !== '-').map(({ text }) => text);
    setNote(amended?.join('\n') ?? own.find((one) => one.id === id)?.note ?? '');
  };
  return (
    <Form
      faults={missing.length > 0 ? missing : faultsOf(act.error, (pointer) => pointer.slice(1))}
      label={t('amend.title')}
      onSubmit={() => {
        const found = [
          ...(item === '' ? [{ field: 'item', message: t('amend.needItem') }] : []),
          ...(reason.trim() === '' ? [{ field: 'reason', message: t('amend.needReason') }] : []),
        ];
        setMissing(found);
        if (found.length === 0) act.mutate({ item, note, reason: reason.trim() });
      }}
    >
      <SelectField
        name="item"
        label={t('amend.item')}
        value={item}
        onChange={choose}
        choices={[
          { value: '', label: t('amend.choose') },
          ...own.map(({ id, title }, index) => ({
            value: id,
            label: t('agenda.numbered', { number: index + 1, title }),
          })),
        ]}
      />
      <TextArea
        name="note"
        label={t('amend.note')}
        hint={t('record.noNames')}
        rows={6}
        maxLength={20_000}
        value={note}
        onChange={setNote}
      />
      <TextArea name="reason" label={t('amend.reason')} rows={2} maxLength={500} value={reason} onChange={setReason} />
      <FormButtons label={t('amend.send')} busy={act.isPending} onClose={onClose} />
    </Form>
  );
}
