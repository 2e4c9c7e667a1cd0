import { useState, type ReactNode } from 'react';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { TextField } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { recoverEndpoint } from './endpoint-queries';

/** Queues again what was given up since a time: after an outage on the body's side. */
export function Recover({ id, onTold }: { readonly id: string; readonly onTold: (words: string) => void }): ReactNode {
  const [since, setSince] = useState('');
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useAct(
    (from: string, key) => recoverEndpoint(id, from, key),
    async ({ requeued, hastened }) => {
      onTold(t('endpoint.recovered', { requeued, hastened }));
      await queryClient.invalidateQueries({ queryKey: ['endpoints', id] });
    },
  );
  return (
    <section>
      <h2>{t('endpoint.recover')}</h2>
      <Form
        faults={missing.length > 0 ? missing : faultsOf(act.error, () => 'since')}
        label={t('endpoint.recover')}
        onSubmit={() => {
          const time = Date.parse(since);
          setMissing(Number.isNaN(time) ? [{ field: 'since', message: t('endpoint.needSince') }] : []);
          if (!Number.isNaN(time)) act.mutate(new Date(time).toISOString());
        }}
      >
        <TextField
          name="since"
          type="datetime-local"
          label={t('endpoint.recoverSince')}
          value={since}
          onChange={setSince}
          width="short"
        />
        <div className="form-actions">
          <Button type="submit" busy={act.isPending}>
            {t('endpoint.recover')}
          </Button>
        </div>
      </Form>
    </section>
  );
}
