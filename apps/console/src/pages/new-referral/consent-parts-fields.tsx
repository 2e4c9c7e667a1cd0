import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useBodyName } from '../../api/directory';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { codeWords } from '../../ui/codes';
import { Checks, type Choice } from '../../ui/fields';
import { Loaded } from '../../ui/loaded';
import { consentQuery } from '../protection/consent-query';
import { Grants } from '../protection/grants';
import { groups, partsOf, type ConsentParts, type Group } from './consent-parts';

interface PartsProps {
  readonly parts: ConsentParts;
  readonly onChange: (parts: ConsentParts) => void;
  readonly bodies: readonly Choice[];
}

/** Which bodies, and what each may have. Who is named may have everything, until something is taken off. */
export function PartsFields({ parts, onChange, bodies }: PartsProps): ReactNode {
  const bodyName = useBodyName();
  const chosen = Object.keys(parts);
  return (
    <>
      <Checks
        name="parts"
        label={t('write.consentBodies')}
        value={chosen}
        onChange={(slugs) => {
          onChange(Object.fromEntries(slugs.map((slug) => [slug, parts[slug] ?? groups])));
        }}
        choices={bodies}
      />
      {chosen.map((slug) => (
        <Checks<Group>
          key={slug}
          name={`groups-${slug}`}
          label={t('write.groupsFor', { body: bodyName(slug) })}
          value={parts[slug] ?? []}
          onChange={(covered) => {
            onChange({ ...parts, [slug]: covered });
          }}
          choices={groups.map((value) => ({ value, label: codeWords(value) }))}
          inline
        />
      ))}
    </>
  );
}

interface RestsProps {
  readonly consentId: string;
  readonly onOther: (parts: ConsentParts) => void;
}

/** The record that the referral rests on: it stands, and another one can take its place. */
export function RestsOn({ consentId, onOther }: RestsProps): ReactNode {
  const query = useQuery(consentQuery(consentId));
  return (
    <Loaded query={query}>
      {({ grants }) => (
        <div className="stack">
          <p>{t('write.restsOn')}</p>
          <Grants grants={grants} />
          <div>
            <Button
              onPress={() => {
                onOther(partsOf(grants));
              }}
            >
              {t('write.otherRecord')}
            </Button>
          </div>
        </div>
      )}
    </Loaded>
  );
}
