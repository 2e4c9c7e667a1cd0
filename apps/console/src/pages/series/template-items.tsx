import type { ReactNode } from 'react';
import { t } from '../../i18n';
import { Button } from '../../ui/button';
import { SelectField, TextField } from '../../ui/fields';
import { useFault } from '../../ui/form';
import { tags } from '../meetings/words';
import type { TemplateItem } from './meeting-draft';

interface ItemsProps {
  readonly items: readonly TemplateItem[];
  readonly onChange: (items: readonly TemplateItem[]) => void;
}

/** The items that every meeting of a series has. */
export function TemplateItems({ items, onChange }: ItemsProps): ReactNode {
  const fault = useFault('agenda');
  const change = (index: number, part: Partial<TemplateItem>): void => {
    onChange(items.map((item, at) => (at === index ? { ...item, ...part } : item)));
  };
  return (
    <fieldset className={fault === undefined ? 'field' : 'field field-wrong'}>
      <legend>{t('series.agenda')}</legend>
      <p className="hint">{t('series.agendaHint')}</p>
      {fault === undefined ? null : <p className="fault">{fault}</p>}
      <div className="stack">
        {items.map((item, index) => (
          // Items have no name of their own, and stay in their order while one writes.
          <div key={index} className="panel">
            <TextField
              name={index === 0 ? 'agenda' : `agenda-${index}`}
              label={t('series.itemTitle', { number: index + 1 })}
              width="full"
              maxLength={200}
              value={item.title}
              onChange={(title) => {
                change(index, { title });
              }}
            />
            <div className="filters">
              <SelectField
                name={`agenda-${index}-tag`}
                label={t('propose.tag')}
                value={item.tag}
                onChange={(tag) => {
                  change(index, { tag });
                }}
                choices={tags.map((value) => ({ value, label: t(`agenda.tag.${value}`) }))}
              />
              <TextField
                name={`agenda-${index}-minutes`}
                label={t('propose.minutes')}
                width="short"
                inputMode="numeric"
                value={item.minutes > 0 ? String(item.minutes) : ''}
                onChange={(minutes) => {
                  change(index, { minutes: Number.parseInt(minutes, 10) || 0 });
                }}
              />
              <Button
                look="quiet"
                aria-label={t('series.removeItem', { number: index + 1 })}
                onPress={() => {
                  onChange(items.filter((_, at) => at !== index));
                }}
              >
                {t('series.remove')}
              </Button>
            </div>
          </div>
        ))}
        <div>
          <Button
            onPress={() => {
              onChange([...items, { title: '', tag: 'discussion', minutes: 10 }]);
            }}
          >
            {t('series.addItem')}
          </Button>
        </div>
      </div>
    </fieldset>
  );
}
