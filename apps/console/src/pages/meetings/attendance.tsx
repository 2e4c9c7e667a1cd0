import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { Fact, Facts } from '../../ui/facts';
import { SelectField, TextField } from '../../ui/fields';
import { faultsOf, Form } from '../../ui/form';
import { Loaded } from '../../ui/loaded';
import { clockTime } from '../../ui/time';
import { instantOf } from '../../ui/wall-clock';
import { attendanceQuery, noteAttendance } from './meeting-queries';
import { useMeetingAct } from './use-meeting-act';
import { attendanceStates, attendanceTones, type Attendance, type Meeting } from './words';

interface AttendanceProps {
  readonly meeting: Meeting;
  readonly runs: boolean;
  readonly onTold: (words: string) => void;
}

export function AttendanceSection({ meeting, runs, onTold }: AttendanceProps): ReactNode {
  const query = useQuery(attendanceQuery(meeting.id));
  const noted = runs && (meeting.state === 'scheduled' || meeting.state === 'open');
  return (
    <section className="stack">
      <h2>{t('attendance.title')}</h2>
      {meeting.state === 'cancelled' ? null : (
        <p className="no-print">
          <a
            className="button"
            href={`/v1/meetings/${meeting.id}/attendance.pdf`}
            download={`${meeting.reference}-attendance.pdf`}
          >
            {t('attendance.sheet')}
          </a>
        </p>
      )}
      <Loaded query={query}>{(lines) => <AttendanceLines lines={lines} timeZone={meeting.timeZone} />}</Loaded>
      {noted ? (
        <details className="panel no-print" open={meeting.state === 'open'}>
          <summary>{t('attendance.note')}</summary>
          <NoteAttendance meeting={meeting} onTold={onTold} />
        </details>
      ) : null}
    </section>
  );
}

interface LinesProps {
  readonly lines: readonly Attendance[];
  readonly timeZone: string;
}

/** Who was there, by body and role: no names. */
export function AttendanceLines({ lines, timeZone }: LinesProps): ReactNode {
  const bodyName = useBodyName();
  return (
    <Facts>
      {lines.map(({ body, state, representedBy, arrivedAt, leftAt }) => (
        <Fact
          key={`${body ?? ''} ${representedBy ?? ''}`}
          name={body === null ? t('attendance.guest') : bodyName(body)}
        >
          <Chip tone={attendanceTones[state]}>{t(`attendance.${state}`)}</Chip>{' '}
          {representedBy === null ? null : <span dir="auto">{representedBy}</span>}
          {arrivedAt === null ? null : (
            <span className="soft small cell-line">
              {t('attendance.arrived', { time: clockTime(arrivedAt, timeZone) })}
            </span>
          )}
          {leftAt === null ? null : (
            <span className="soft small cell-line">{t('attendance.left', { time: clockTime(leftAt, timeZone) })}</span>
          )}
        </Fact>
      ))}
    </Facts>
  );
}

/** No body has such a slug. */
const VISITOR = '';

function NoteAttendance({ meeting, onTold }: Omit<AttendanceProps, 'runs'>): ReactNode {
  const bodyName = useBodyName();
  const [body, setBody] = useState(meeting.bodies[0] ?? VISITOR);
  const [state, setState] = useState<(typeof attendanceStates)[number]>('present');
  const [role, setRole] = useState('');
  const [came, setCame] = useState('');
  const [left, setLeft] = useState('');
  const act = useMeetingAct(
    meeting.id,
    (given: Parameters<typeof noteAttendance>[1], key) => noteAttendance(meeting.id, given, key),
    (noted) => {
      onTold(t('attendance.noted', { body: noted.body === undefined ? t('attendance.guest') : bodyName(noted.body) }));
      setRole('');
      setCame('');
      setLeft('');
    },
  );
  return (
    <Form
      faults={faultsOf(act.error, (pointer) => fields[pointer])}
      label={t('attendance.note')}
      onSubmit={() => {
        act.mutate({
          ...(body === VISITOR ? { state: 'visitor' } : { body, state }),
          ...(role.trim() === '' ? {} : { representedBy: role.trim() }),
          ...(came === '' ? {} : { arrivedAt: instantOf(came, meeting.timeZone) }),
          ...(left === '' ? {} : { leftAt: instantOf(left, meeting.timeZone) }),
        });
      }}
    >
      <SelectField
        name="attends"
        label={t('attendance.body')}
        value={body}
        onChange={setBody}
        choices={[
          ...meeting.bodies.map((value) => ({ value, label: bodyName(value) })),
          { value: VISITOR, label: t('attendance.guest') },
        ]}
      />
      {body === VISITOR ? null : (
        <SelectField
          name="attendance"
          label={t('attendance.how')}
          value={state}
          onChange={setState}
          choices={attendanceStates.map((value) => ({ value, label: t(`attendance.${value}`) }))}
        />
      )}
      <TextField
        name="represented-by"
        label={t('attendance.role')}
        hint={t('attendance.roleHint')}
        optional
        value={role}
        onChange={setRole}
        maxLength={100}
      />
      <TextField
        name="came"
        type="datetime-local"
        label={t('attendance.came')}
        hint={t('attendance.cameHint', { zone: meeting.timeZone })}
        optional
        value={came}
        onChange={setCame}
      />
      <TextField
        name="left"
        type="datetime-local"
        label={t('attendance.leftAt')}
        optional
        value={left}
        onChange={setLeft}
      />
      <div className="form-actions">
        <Button type="submit" busy={act.isPending}>
          {t('attendance.save')}
        </Button>
      </div>
    </Form>
  );
}

const fields: Readonly<Record<string, string>> = {
  '/body': 'attends',
  '/state': 'attendance',
  '/representedBy': 'represented-by',
  '/arrivedAt': 'came',
  '/leftAt': 'left',
};
