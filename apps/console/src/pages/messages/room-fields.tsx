import type { ReactNode } from 'react';
import { t } from '../../i18n';
import { codeWords } from '../../ui/codes';
import { SelectField, TextField } from '../../ui/fields';
import { offered, rooms, type Room, type Service } from './code-lists';
import type { FieldsProps } from './information-fields';

/** For which services the body has room. What it says nothing of stays as it was said last. */
export function RoomFields({ written, onChange }: FieldsProps): ReactNode {
  const set = (service: Service, room: Room | ''): void => {
    const others = Object.fromEntries(Object.entries(written.rooms).filter(([name]) => name !== service));
    onChange({ rooms: room === '' ? others : { ...others, [service]: room } });
  };
  return (
    <fieldset className="group">
      <legend>{t('messages.rooms')}</legend>
      <p className="hint">{t('messages.roomsHint')}</p>
      <div className="filters">
        {offered.map((service) => (
          <SelectField
            key={service}
            name={`room-${service}`}
            label={codeWords(service)}
            value={written.rooms[service] ?? ''}
            onChange={(room) => {
              set(service, room);
            }}
            choices={[
              { value: '' as const, label: t('messages.room.unsaid') },
              ...rooms.map((value) => ({ value, label: t(`messages.room.${value}`) })),
            ]}
          />
        ))}
      </div>
      <TextField
        name="validUntil"
        type="date"
        label={t('messages.validUntil')}
        hint={t('messages.validUntilHint')}
        optional
        width="short"
        value={written.validUntil}
        onChange={(validUntil) => {
          onChange({ validUntil });
        }}
      />
    </fieldset>
  );
}
