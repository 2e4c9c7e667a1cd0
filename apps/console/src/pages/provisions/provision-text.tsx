import type { ReactNode } from 'react';
import { t } from '../../i18n';
import { Chip } from '../../ui/chip';
import { dayWords } from './day-words';
import type { Provision } from './provision-queries';

interface ProvisionTextProps {
  readonly provision: Provision;
  readonly timeZone: string | undefined;
}

/** One provision: what it says, in which version, where it comes from and since when it holds. */
export function ProvisionText({ provision, timeZone }: ProvisionTextProps): ReactNode {
  const { id, version, effect, text, source, since, dueAt } = provision;
  const title = t('provisions.name', { id, version });
  return (
    <article className="panel" aria-label={title}>
      <header className="panel-head">
        <h3>{title}</h3>
        <Chip tone={effect === 'forbids' ? 'note' : 'plain'}>{t(`provisions.effect.${effect}`)}</Chip>
      </header>
      <p className="measure">{text}</p>
      <p className="soft small">
        {source}
        <span className="cell-line">
          {t('provisions.dates', { since: dayWords(since, timeZone), due: dayWords(dueAt, timeZone) })}
        </span>
      </p>
    </article>
  );
}
