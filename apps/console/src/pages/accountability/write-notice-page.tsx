import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Schemas } from '#api-client';
import { operationsQuery } from '../../api/directory';
import { queryClient } from '../../api/query-client';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { BackLink } from '../../ui/back-link';
import { Button } from '../../ui/button';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { Page } from '../../ui/page';
import { PriorityChoice, TrafficChoice } from '../messages/envelope-choices';
import { OperationChoice } from '../messages/operation-choice';
import { NoticeFields } from './notice-fields';
import { writeNotice } from './notice-queries';
import { ProtectedFields } from './protected-fields';
import { fieldAt, missingOf, noticeOf, nothingAlleged, type WrittenNotice } from './written-notice';

/** Brings an allegation before the authority that the nation designated, or keeps it as a draft first. */
export function WriteNoticePage(): ReactNode {
  const navigate = useNavigate();
  const { data: operations = [] } = useQuery(operationsQuery);
  const [chosen, setChosen] = useState<string>();
  const [written, setWritten] = useState(nothingAlleged);
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const operation = chosen ?? operations[0]?.id;
  const act = useAct(
    (notice: Schemas['NewNoticeDto'], key) => writeNotice(notice, key),
    async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: ['notices'] });
      await navigate({ to: '/accountability/$id', params: { id } });
    },
  );
  const set = (change: Partial<WrittenNotice>): void => {
    setWritten((before) => ({ ...before, ...change }));
  };
  const send = (draft: boolean): void => {
    const { conduct, personnel, priority, status } = written;
    const found = missingOf(written).map(({ field, says }) => ({ field, message: t(says) }));
    setMissing(found);
    if (found.length > 0 || operation === undefined || conduct === '' || personnel === '') return;
    act.mutate({ operation, draft, priority, status, body: noticeOf({ ...written, conduct, personnel }) });
  };
  return (
    <Page
      title={t('accountability.write')}
      lead={t('accountability.writeLead')}
      failed={missing.length > 0 || act.isError}
      above={<BackLink to="/accountability">{t('accountability.title')}</BackLink>}
    >
      <Form
        faults={missing.length > 0 ? missing : faultsOf(act.error, fieldAt)}
        label={t('accountability.write')}
        onSubmit={() => {
          send(false);
        }}
      >
        <OperationChoice
          value={operation}
          onChange={(id) => {
            setChosen(id);
            set({ nation: '' });
          }}
        />
        <NoticeFields written={written} onChange={set} operation={operation} />
        <ProtectedFields written={written} onChange={set} />
        <PriorityChoice
          value={written.priority}
          onChange={(priority) => {
            set({ priority });
          }}
          hint={t('accountability.priorityHint')}
        />
        <TrafficChoice
          value={written.status}
          onChange={(status) => {
            set({ status });
          }}
        />
        <div className="form-actions">
          <Button type="submit" look="primary" busy={act.isPending && act.variables.draft === false}>
            {t('accountability.send')}
          </Button>
          <Button
            busy={act.isPending && act.variables.draft === true}
            onPress={() => {
              send(true);
            }}
          >
            {t('accountability.keepDraft')}
          </Button>
        </div>
      </Form>
    </Page>
  );
}
