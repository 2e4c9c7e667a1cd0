import type { ReactNode } from 'react';
import { t } from '../../i18n';
import { Chip } from '../../ui/chip';
import { Time } from '../../ui/time';
import type { Provision } from './provision-queries';

interface ProvisionTextProps {
  readonly provision: Provision;
  readonly timeZone: string | undefined;
}

/** One provision: what it says, in which version, where it comes from and since when it holds. */
export function ProvisionText({ provision, timeZone }: ProvisionTextProps): ReactNode {
  const { id, version, effect, text, source, since } = provision;
  const title = t('provisions.name', { id, version });
  return (
    <article className="panel" aria-label={title}>
      <header className="panel-head">
        <h3>{title}</h3>
        <Chip tone={effect === 'forbids' ? 'late' : 'done'}>{t(`provisions.effect.${effect}`)}</Chip>
      </header>
      <p className="measure">{text}</p>
      <p className="soft small">
        {source} · {t('provisions.since')} <Time at={since} timeZone={timeZone} />
      </p>
    </article>
  );
}
