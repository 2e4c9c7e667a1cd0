import { useState, type ReactNode } from 'react';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { useMay } from '../../session/session';
import { Button } from '../../ui/button';
import { TextField } from '../../ui/fields';
import { faultsOf, Form } from '../../ui/form';
import { Time } from '../../ui/time';
import type { NoticeActProps } from './notice-act';
import { letKnow, readNoticeAgain } from './notice-queries';

/** Who of the sender knows, and letting a colleague know. */
export function WhoKnows({ notice: { id, people }, onTold }: NoticeActProps): ReactNode {
  const mayName = useMay('accountability:report');
  return (
    <section className="stack">
      <h2>{t('accountability.whoKnows')}</h2>
      <ul className="bare">
        {people.map((person) => (
          <li key={person.id}>
            <strong>{person.displayName}</strong> · {person.email}
            <span className="cell-line small soft">
              <Time at={person.addedAt} />
            </span>
          </li>
        ))}
      </ul>
      {mayName ? <LetKnow id={id} onTold={onTold} /> : null}
    </section>
  );
}

function LetKnow({ id, onTold }: { readonly id: string; readonly onTold: (words: string) => void }): ReactNode {
  const [email, setEmail] = useState('');
  const [isMissing, setMissing] = useState(false);
  const act = useAct(
    (address: string, key) => letKnow(id, address, key),
    async (_done, address) => {
      onTold(t('accountability.knowsNow', { email: address }));
      setEmail('');
      await readNoticeAgain(id);
    },
  );
  return (
    <div className="no-print">
      <Form
        faults={
          isMissing ? [{ field: 'colleague', message: t('people.needEmail') }] : faultsOf(act.error, () => 'colleague')
        }
        label={t('accountability.letKnow')}
        onSubmit={() => {
          setMissing(email.trim() === '');
          if (email.trim() !== '') act.mutate(email.trim());
        }}
      >
        <TextField
          name="colleague"
          type="email"
          label={t('accountability.colleague')}
          hint={t('accountability.colleagueHint')}
          autoComplete="off"
          maxLength={254}
          value={email}
          onChange={setEmail}
        />
        <div className="form-actions">
          <Button type="submit" busy={act.isPending}>
            {t('accountability.letKnow')}
          </Button>
        </div>
      </Form>
    </div>
  );
}
