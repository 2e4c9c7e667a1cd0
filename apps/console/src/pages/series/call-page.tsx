import { useState, type ReactNode } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { useMe } from '../../session/session';
import { BackLink } from '../../ui/back-link';
import { Button } from '../../ui/button';
import { TextArea } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { Page } from '../../ui/page';
import { readMeetingsAgain } from '../meetings/use-meeting-act';
import { blankMeeting, faultsOfMeeting, meetingGiven, type MeetingDraft, type NewMeeting } from './meeting-draft';
import { AboutFields, RuleFields, WhenAndWhereFields, WhoFields } from './meeting-fields';
import { callMeeting } from './series-queries';

/** A meeting apart from every series, because something cannot wait. */
export function CallPage(): ReactNode {
  const { organisation } = useMe();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(() => blankMeeting(organisation));
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useAct(
    (given: NewMeeting, key) => callMeeting(given, key),
    async ({ id }) => {
      await readMeetingsAgain();
      await navigate({ to: '/meetings/$id', params: { id } });
    },
  );
  const set = (part: Partial<MeetingDraft>): void => {
    setDraft({ ...draft, ...part });
  };
  const faults = missing.length > 0 ? missing : faultsOf(act.error, (pointer) => pointer.split('/')[1]);
  return (
    <Page
      title={t('call.title')}
      failed={faults.length > 0}
      lead={t('call.lead')}
      above={<BackLink to="/meetings">{t('meetings.title')}</BackLink>}
    >
      <Form
        faults={faults}
        label={t('call.title')}
        onSubmit={() => {
          const found = [
            ...faultsOfMeeting(draft),
            ...(reason.trim() === '' ? [{ field: 'reason', message: t('call.needReason') }] : []),
          ];
          setMissing(found);
          if (found.length === 0) act.mutate({ ...meetingGiven(draft), reason: reason.trim() });
        }}
      >
        <AboutFields draft={draft} onChange={set} />
        <TextArea
          name="reason"
          label={t('call.reason')}
          hint={t('record.noNames')}
          rows={2}
          maxLength={500}
          value={reason}
          onChange={setReason}
        />
        <WhenAndWhereFields draft={draft} onChange={set} />
        <WhoFields draft={draft} onChange={set} />
        <RuleFields draft={draft} onChange={set} />
        <p>{t('call.text')}</p>
        <div className="form-actions">
          <Button type="submit" look="primary" busy={act.isPending}>
            {t('call.send')}
          </Button>
        </div>
      </Form>
    </Page>
  );
}
