import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { organisationsQuery } from '../../api/directory';
import { t } from '../../i18n';
import { useMe } from '../../session/session';
import { Checks, Radios, SelectField, TextArea, TextField } from '../../ui/fields';
import {
  ageGroups,
  choicesOf,
  controls,
  exploitations,
  genders,
  givens,
  purposes,
  recruitments,
  traffickingStatuses,
} from './code-lists';
import type { ConsentParts } from './consent-parts';
import { PartsFields, RestsOn } from './consent-parts-fields';
import { laidOver, withPart, type Body, type Draft } from './draft';

interface StepProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

const answered = ['yes', 'no'] as const;
const yesNo = (value: boolean | undefined): 'yes' | 'no' | undefined =>
  value === undefined ? undefined : value ? 'yes' : 'no';
const choices = () => answered.map((value) => ({ value, label: t(`common.${value}`) }));
const notSaid = { value: '' as const, label: '' };

export function PersonStep({ draft, onChange }: StepProps): ReactNode {
  const { person, request, child } = draft.body;
  const set = (answers: Parameters<typeof withPart<'person'>>[2]): void => {
    onChange({ ...draft, body: withPart(draft.body, 'person', answers) });
  };
  const setChild = (answers: Parameters<typeof withPart<'child'>>[2]): void => {
    onChange({ ...draft, body: withPart(draft.body, 'child', answers) });
  };
  return (
    <>
      <p className="soft">{t('write.personLead')}</p>
      <TextField
        name="given"
        label={t('write.given')}
        optional
        value={person.name?.given ?? ''}
        onChange={(given) => {
          set({ name: laidOver(person.name, { given }) });
        }}
        maxLength={120}
        autoComplete="off"
      />
      <TextField
        name="family"
        label={t('write.family')}
        optional
        value={person.name?.family ?? ''}
        onChange={(family) => {
          set({ name: laidOver(person.name, { family }) });
        }}
        maxLength={120}
        autoComplete="off"
      />
      <SelectField
        name="ageGroup"
        label={t('write.ageGroup')}
        optional
        value={person.ageGroup ?? ''}
        onChange={(ageGroup) => {
          set({ ageGroup: ageGroup === '' ? undefined : ageGroup });
        }}
        choices={[notSaid, ...choicesOf(ageGroups)]}
      />
      <SelectField
        name="gender"
        label={t('write.gender')}
        optional
        value={person.gender ?? ''}
        onChange={(gender) => {
          set({ gender: gender === '' ? undefined : gender });
        }}
        choices={[notSaid, ...choicesOf(genders)]}
      />
      <Radios
        name="interpreterNeeded"
        label={t('write.interpreter')}
        optional
        inline
        value={yesNo(person.interpreterNeeded)}
        onChange={(value) => {
          set({ interpreterNeeded: value === 'yes' });
        }}
        choices={choices()}
      />
      <TextField
        name="way"
        label={t('write.safeWay')}
        optional
        value={person.safeContact?.way ?? ''}
        onChange={(way) => {
          set({ safeContact: laidOver(person.safeContact, { way }) });
        }}
        maxLength={200}
      />
      <TextField
        name="time"
        label={t('write.safeTime')}
        optional
        value={person.safeContact?.time ?? ''}
        onChange={(time) => {
          set({ safeContact: laidOver(person.safeContact, { time }) });
        }}
        maxLength={200}
      />
      <TextArea
        name="note"
        label={t('write.note')}
        optional
        value={request.note ?? ''}
        onChange={(note) => {
          onChange({ ...draft, body: withPart(draft.body, 'request', { note }) });
        }}
        maxLength={8000}
      />
      {person.isMinor === 'no' ? null : (
        <>
          <TextField
            name="guardian"
            label={t('write.guardian')}
            optional
            value={child?.guardian ?? ''}
            onChange={(guardian) => {
              setChild({ guardian });
            }}
            maxLength={200}
          />
          <TextArea
            name="bestInterestsNote"
            label={t('write.bestInterests')}
            optional
            value={child?.bestInterestsNote ?? ''}
            onChange={(bestInterestsNote) => {
              setChild({ bestInterestsNote });
            }}
            maxLength={4000}
          />
          <Radios
            name="assent"
            label={t('write.assent')}
            optional
            inline
            value={yesNo(child?.assent)}
            onChange={(value) => {
              setChild({ assent: value === 'yes' });
            }}
            choices={choices()}
          />
        </>
      )}
    </>
  );
}

export function TraffickingStep({ draft, onChange }: StepProps): ReactNode {
  const trafficking = draft.body.trafficking ?? {};
  const set = (answers: Parameters<typeof withPart<'trafficking'>>[2]): void => {
    onChange({ ...draft, body: withPart(draft.body, 'trafficking', answers) });
  };
  return (
    <>
      <Radios
        name="status"
        label={t('write.traffickingStatus')}
        optional
        value={trafficking.status}
        onChange={(status) => {
          set({ status });
        }}
        choices={choicesOf(traffickingStatuses)}
      />
      <Checks
        name="exploitationTypes"
        label={t('write.exploitation')}
        optional
        value={trafficking.exploitationTypes ?? []}
        onChange={(chosen) => {
          set({ exploitationTypes: [...chosen] });
        }}
        choices={choicesOf(exploitations)}
      />
      <Checks
        name="controlMethods"
        label={t('write.control')}
        optional
        value={trafficking.controlMethods ?? []}
        onChange={(chosen) => {
          set({ controlMethods: [...chosen] });
        }}
        choices={choicesOf(controls)}
      />
      <Checks
        name="recruitmentMethods"
        label={t('write.recruitment')}
        optional
        value={trafficking.recruitmentMethods ?? []}
        onChange={(chosen) => {
          set({ recruitmentMethods: [...chosen] });
        }}
        choices={choicesOf(recruitments)}
      />
    </>
  );
}

function useOtherBodies(operation: string) {
  const { organisation } = useMe();
  const { data = [] } = useQuery(organisationsQuery);
  return data
    .filter(({ slug, operations }) => slug !== organisation && operations.includes(operation))
    .map(({ slug, shortName, name }) => ({ value: slug, label: shortName, hint: name }));
}

export interface ConsentByParts {
  /** The record that the draft rests on, once it does. */
  readonly consentId: string | null;
  readonly parts: ConsentParts | undefined;
  readonly onParts: (parts: ConsentParts | undefined) => void;
}

type ConsentProps = StepProps & ConsentByParts & { readonly operation: string };

export function ConsentStep({ draft, onChange, operation, consentId, parts, onParts }: ConsentProps): ReactNode {
  const { consent } = draft.body;
  const bodies = useOtherBodies(operation);
  const set = (answers: { readonly [Key in keyof Body['consent']]?: Body['consent'][Key] | undefined }): void => {
    const whole = laidOver(consent, answers);
    if (whole)
      onChange({
        ...draft,
        body: { ...draft.body, consent: { ...whole, purposes: answers.purposes ?? consent.purposes } },
      });
  };
  if (consentId !== null)
    return parts === undefined ? (
      <RestsOn consentId={consentId} onOther={onParts} />
    ) : (
      <PartsFields parts={parts} onChange={onParts} bodies={bodies} />
    );
  return (
    <>
      <p className="soft">{t('write.consentLead')}</p>
      <Radios
        name="given"
        label={t('write.consentGiven')}
        value={consent.given}
        onChange={(given) => {
          set({ given });
        }}
        choices={givens.map((value) => ({ value, label: t(`write.consentGiven.${value}`) }))}
      />
      {consent.given === 'yes' ? (
        <>
          <Checks
            name="purposes"
            label={t('write.purposes')}
            value={consent.purposes}
            onChange={(chosen) => {
              set({ purposes: [...chosen] });
            }}
            choices={choicesOf(purposes)}
          />
          <Radios
            name="how"
            label={t('write.consentHow')}
            value={parts === undefined ? 'whole' : 'parts'}
            onChange={(how) => {
              onParts(how === 'whole' ? undefined : {});
            }}
            choices={(['whole', 'parts'] as const).map((value) => ({ value, label: t(`write.consentHow.${value}`) }))}
          />
          {parts === undefined ? (
            <Checks
              name="recipients"
              label={t('write.consentBodies')}
              hint={t('write.consentBodiesHint')}
              optional
              value={consent.recipients ?? []}
              onChange={(chosen) => {
                set({ recipients: [...chosen] });
              }}
              choices={bodies}
            />
          ) : (
            <PartsFields parts={parts} onChange={onParts} bodies={bodies} />
          )}
          <TextField
            name="date"
            type="date"
            label={t('write.consentDate')}
            optional
            width="short"
            value={consent.date ?? ''}
            onChange={(date) => {
              set({ date });
            }}
          />
          <TextField
            name="expires"
            type="date"
            label={t('write.consentExpires')}
            optional
            width="short"
            value={consent.expires ?? ''}
            onChange={(expires) => {
              set({ expires });
            }}
          />
          <TextField
            name="givenBy"
            label={t('write.givenBy')}
            optional
            value={consent.givenBy ?? ''}
            onChange={(givenBy) => {
              set({ givenBy });
            }}
            maxLength={200}
          />
          <TextArea
            name="restrictions"
            label={t('write.restrictions')}
            optional
            value={consent.restrictions ?? ''}
            onChange={(restrictions) => {
              set({ restrictions });
            }}
            maxLength={2000}
          />
        </>
      ) : null}
    </>
  );
}

export function RecipientsStep({ draft, onChange, operation }: StepProps & { readonly operation: string }): ReactNode {
  const bodies = useOtherBodies(operation);
  return (
    <Checks
      name="to"
      label={t('write.to')}
      hint={t('write.toHint')}
      optional
      value={draft.to}
      onChange={(to) => {
        onChange({ ...draft, to });
      }}
      choices={bodies}
    />
  );
}
