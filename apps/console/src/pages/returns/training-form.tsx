import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '#api-client';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { SelectField, TextField } from '../../ui/fields';
import { Form, type FormFault } from '../../ui/form';
import { coursesQuery } from './courses';
import {
  codesOf,
  countIn,
  rankGroups,
  trainedRoles,
  trainingTimes,
  type RankGroup,
  type Trained,
} from './return-codes';

type Line = Omit<Trained, 'people' | 'validUntil'> & { readonly people: string; readonly validUntil: string };
type Strengths = Readonly<Partial<Record<RankGroup, string>>>;
export type TrainingFigures = Pick<Schemas['TrainingReturnBody'], 'strength' | 'trained'>;

const nobody: Line = {
  ...{ course: 'national', rankGroup: 'officers', role: 'staff', when: 'before-deployment' },
  ...{ people: '', validUntil: '' },
};

interface TrainingFormProps {
  /** What the hub found wrong, by pointers into the body. */
  readonly faults: readonly FormFault[];
  readonly busy: boolean;
  readonly onGiven: (figures: TrainingFigures) => void;
}

/** Who of a contingent was trained, in numbers. */
export function TrainingForm({ faults, busy, onGiven }: TrainingFormProps): ReactNode {
  const { data: courses = [] } = useQuery(coursesQuery);
  const [strengths, setStrengths] = useState<Strengths>({});
  const [lines, setLines] = useState<readonly Line[]>([nobody]);
  const [missing, setMissing] = useState<readonly FormFault[]>([]);
  const change = (index: number, part: Partial<Line>): void => {
    setLines(lines.map((line, at) => (at === index ? { ...line, ...part } : line)));
  };
  const submit = (): void => {
    const found = missingOf(strengths, lines);
    setMissing(found);
    if (found.length === 0) onGiven(figuresOf(strengths, lines));
  };
  return (
    <Form faults={missing.length > 0 ? missing : faults} label={t('returns.fill')} onSubmit={submit}>
      <fieldset className="field">
        <legend>{t('returns.strength')}</legend>
        <p className="hint">{t('returns.strengthHint')}</p>
        <div className="filters">
          {codesOf(rankGroups).map((group) => (
            <TextField
              key={group}
              name={`strength-${group}`}
              label={t(rankGroups[group])}
              width="short"
              inputMode="numeric"
              value={strengths[group] ?? ''}
              onChange={(people) => {
                setStrengths({ ...strengths, [group]: people });
              }}
            />
          ))}
        </div>
      </fieldset>
      <fieldset className="field">
        <legend>{t('returns.trained')}</legend>
        <div className="stack">
          {lines.map((line, index) => (
            // Lines have no name of their own, and stay in their order while one writes.
            <div key={index} className="panel filters">
              <SelectField
                name={`course-${index}`}
                label={t('returns.course')}
                value={line.course}
                onChange={(course) => {
                  change(index, { course });
                }}
                choices={courses.map(({ code, label }) => ({ value: code, label }))}
              />
              <SelectField
                name={`group-${index}`}
                label={t('returns.rankGroup')}
                value={line.rankGroup}
                onChange={(rankGroup) => {
                  change(index, { rankGroup });
                }}
                choices={codesOf(rankGroups).map((value) => ({ value, label: t(rankGroups[value]) }))}
              />
              <SelectField
                name={`role-${index}`}
                label={t('returns.role')}
                value={line.role}
                onChange={(role) => {
                  change(index, { role });
                }}
                choices={codesOf(trainedRoles).map((value) => ({ value, label: t(trainedRoles[value]) }))}
              />
              <SelectField
                name={`when-${index}`}
                label={t('returns.when')}
                value={line.when}
                onChange={(when) => {
                  change(index, { when });
                }}
                choices={codesOf(trainingTimes).map((value) => ({ value, label: t(trainingTimes[value]) }))}
              />
              <TextField
                name={`people-${index}`}
                label={t('returns.people')}
                width="short"
                inputMode="numeric"
                value={line.people}
                onChange={(people) => {
                  change(index, { people });
                }}
              />
              <TextField
                name={`until-${index}`}
                label={t('returns.validUntil')}
                type="date"
                width="short"
                optional
                value={line.validUntil}
                onChange={(validUntil) => {
                  change(index, { validUntil });
                }}
              />
              <Button
                look="quiet"
                aria-label={t('returns.removeLine', { number: index + 1 })}
                onPress={() => {
                  setLines(lines.filter((_, at) => at !== index));
                }}
              >
                {t('returns.remove')}
              </Button>
            </div>
          ))}
          <div>
            <Button
              onPress={() => {
                setLines([...lines, lines.at(-1) ?? nobody]);
              }}
            >
              {t('returns.addLine')}
            </Button>
          </div>
        </div>
      </fieldset>
      <div className="form-actions">
        <Button type="submit" look="primary" busy={busy}>
          {t('returns.keep')}
        </Button>
      </div>
    </Form>
  );
}

function missingOf(strengths: Strengths, lines: readonly Line[]): FormFault[] {
  const groups = codesOf(rankGroups);
  const given = groups.filter((group) => (strengths[group] ?? '').trim() !== '');
  const number = t('returns.needNumber');
  return [
    ...(given.length === 0 ? [{ field: `strength-${groups[0] ?? ''}`, message: t('returns.needStrength') }] : []),
    ...given
      .filter((group) => countIn(strengths[group] ?? '') === undefined)
      .map((group) => ({ field: `strength-${group}`, message: number })),
    ...lines.flatMap(({ people }, index) =>
      countIn(people) === undefined ? [{ field: `people-${index}`, message: number }] : [],
    ),
  ];
}

function figuresOf(strengths: Strengths, lines: readonly Line[]): TrainingFigures {
  return {
    strength: codesOf(rankGroups).flatMap((rankGroup) => {
      const people = countIn(strengths[rankGroup] ?? '');
      return people === undefined ? [] : [{ rankGroup, people }];
    }),
    trained: lines.map(({ people, validUntil, ...line }) => ({
      ...line,
      people: countIn(people) ?? 0,
      ...(validUntil === '' ? {} : { validUntil }),
    })),
  };
}
