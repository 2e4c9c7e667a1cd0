import { useState, type ReactNode } from 'react';
import { useAct } from '../../api/use-act';
import { t } from '../../i18n';
import { useMay, useMe } from '../../session/session';
import { Button } from '../../ui/button';
import { errorWords } from '../../ui/error-words';
import { Radios, TextArea } from '../../ui/fields';
import { faultsOf, Form, type FormFault } from '../../ui/form';
import { Notice } from '../../ui/notice';
import { AmendMinutes } from './amend-minutes';
import { approveMinutes, requestChanges, submitMinutes, verifyMinutes, type MinutesRead } from './minutes-queries';
import { readMeetingAgain, useMeetingAct } from './use-meeting-act';
import { useRuns } from './use-runs';

interface ActProps {
  readonly minutes: MinutesRead;
  readonly onTold: (words: string) => void;
}

/** What the reader's body can do with the minutes as they stand. */
export function MinutesActs({ minutes, onTold }: ActProps): ReactNode {
  const { organisation } = useMe();
  const runs = useRuns(minutes.header);
  const mayApprove = useMay('minutes:approve');
  const { state, round, answers, header } = minutes;
  const answered = answers.some((one) => one.body === organisation && one.round === round);
  if (state === 'approved')
    return (
      <>
        <Verify id={minutes.meeting} />
        {runs ? <AmendMinutes minutes={minutes} onTold={onTold} /> : null}
      </>
    );
  if (state !== 'submitted')
    return runs && header.closedAt !== null ? <Submit minutes={minutes} onTold={onTold} /> : null;
  if (answered) return <p className="soft">{t('minutes.answered')}</p>;
  return mayApprove && header.bodies.includes(organisation) ? <Decide minutes={minutes} onTold={onTold} /> : null;
}

function Submit({ minutes: { meeting, version }, onTold }: ActProps): ReactNode {
  const act = useMeetingAct(
    meeting,
    (over: number, key) => submitMinutes(meeting, over, key),
    () => {
      onTold(t('minutes.submitted'));
    },
  );
  return (
    <section className="no-print">
      <h2>{t('minutes.submit')}</h2>
      <Form
        faults={faultsOf(act.error)}
        label={t('minutes.submit')}
        onSubmit={() => {
          act.mutate(version, { onError: () => void readMeetingAgain(meeting) });
        }}
      >
        <p>{t('minutes.submitText')}</p>
        <div className="form-actions">
          <Button type="submit" look="primary" busy={act.isPending}>
            {t('minutes.submit')}
          </Button>
        </div>
      </Form>
    </section>
  );
}

type Verdict = 'approve' | 'changes';

function Decide({ minutes: { meeting }, onTold }: ActProps): ReactNode {
  const [verdict, setVerdict] = useState<Verdict>();
  const [remarks, setRemarks] = useState('');
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const act = useMeetingAct(
    meeting,
    ({ what, words }: { what: Verdict; words: string }, key) =>
      what === 'approve' ? approveMinutes(meeting, words, key) : requestChanges(meeting, words, key),
    () => {
      onTold(t('minutes.sent'));
    },
  );
  const submit = (): void => {
    const found = [
      ...(verdict === undefined ? [{ field: 'verdict', message: t('minutes.needVerdict') }] : []),
      ...(verdict === 'changes' && remarks.trim() === ''
        ? [{ field: 'remarks', message: t('minutes.needRemarks') }]
        : []),
    ];
    setMissing(found);
    if (found.length === 0 && verdict !== undefined) act.mutate({ what: verdict, words: remarks });
  };
  return (
    <section className="no-print">
      <h2>{t('minutes.decide')}</h2>
      <Form
        faults={missing.length > 0 ? missing : faultsOf(act.error, (pointer) => pointer.slice(1))}
        label={t('minutes.decide')}
        onSubmit={submit}
      >
        <Radios
          name="verdict"
          label={t('minutes.verdict')}
          value={verdict}
          onChange={setVerdict}
          choices={(['approve', 'changes'] as const).map((value) => ({ value, label: t(`minutes.verdict.${value}`) }))}
        />
        <TextArea
          name="remarks"
          label={t('minutes.remarks')}
          hint={t('record.noNames')}
          optional={verdict !== 'changes'}
          rows={3}
          maxLength={4000}
          value={remarks}
          onChange={setRemarks}
        />
        <div className="form-actions">
          <Button type="submit" look="primary" busy={act.isPending}>
            {t('minutes.send')}
          </Button>
        </div>
      </Form>
    </section>
  );
}

/** The hub computes anew what the reader's body has. */
function Verify({ id }: { readonly id: string }): ReactNode {
  const act = useAct((meeting: string, key) => verifyMinutes(meeting, key));
  return (
    <section className="stack no-print">
      <h2>{t('minutes.verify')}</h2>
      <p className="soft measure">{t('minutes.verifyText')}</p>
      <div>
        <Button
          busy={act.isPending}
          onPress={() => {
            act.mutate(id);
          }}
        >
          {t('minutes.verifyNow')}
        </Button>
      </div>
      {act.isError ? (
        <Notice tone="late" announced>
          {errorWords(act.error)}
        </Notice>
      ) : null}
      {act.data === undefined ? null : (
        <Notice tone={act.data.valid ? 'done' : 'late'} announced>
          <p>{t(act.data.valid ? 'minutes.valid' : 'minutes.invalid')}</p>
        </Notice>
      )}
    </section>
  );
}
