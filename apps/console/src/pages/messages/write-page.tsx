import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { operationsQuery } from '../../api/directory';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { BackLink } from '../../ui/back-link';
import { Button } from '../../ui/button';
import { Radios } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { Page } from '../../ui/page';
import { EnvelopeFields } from './envelope-fields';
import { InformationFields } from './information-fields';
import { sendMessage } from './message-queries';
import { OperationChoice } from './operation-choice';
import { RoomFields } from './room-fields';
import { fieldAt, messageOf, missingOf, nothingWritten, writtenKinds, type Written } from './written';

/** Asks other bodies what they know, tells them what one knows, or for what one has room. */
export function WritePage(): ReactNode {
  const navigate = useNavigate();
  const { data: operations = [] } = useQuery(operationsQuery);
  const [chosen, setChosen] = useState<string>();
  const [written, setWritten] = useState(nothingWritten);
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const operation = chosen ?? operations[0]?.id;
  const act = useAct(sendMessage, async ({ id }) => {
    await queryClient.invalidateQueries({ queryKey: ['messages'] });
    await navigate({ to: '/messages/$id', params: { id } });
  });
  const set = (change: Partial<Written>): void => {
    setWritten((before) => ({ ...before, ...change }));
  };
  const submit = (): void => {
    const found = missingOf(written);
    setMissing(found);
    if (found.length === 0 && operation !== undefined) act.mutate(messageOf(operation, written));
  };
  return (
    <Page
      title={t('messages.write')}
      lead={t('messages.writeLead')}
      above={<BackLink to="/messages">{t('messages.title')}</BackLink>}
    >
      <Form
        faults={missing.length > 0 ? missing : faultsOf(act.error, fieldAt)}
        label={t('messages.write')}
        onSubmit={submit}
      >
        <Radios
          name="kind"
          label={t('messages.what')}
          value={written.kind}
          onChange={(kind) => {
            set({ kind });
          }}
          choices={writtenKinds.map((value) => ({
            value,
            label: t(`messages.kind.${value}`),
            hint: t(`messages.kindHint.${value}`),
          }))}
        />
        <OperationChoice
          value={operation}
          onChange={(id) => {
            setChosen(id);
            set({ to: [] });
          }}
        />
        {written.kind === 'capacity-update' ? (
          <RoomFields written={written} onChange={set} />
        ) : (
          <InformationFields written={written} onChange={set} />
        )}
        {operation === undefined ? null : <EnvelopeFields operation={operation} written={written} onChange={set} />}
        <div className="form-actions">
          <Button type="submit" look="primary" busy={act.isPending}>
            {t('messages.send')}
          </Button>
        </div>
      </Form>
    </Page>
  );
}
