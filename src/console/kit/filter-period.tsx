import './filters.css';
import { Button, Popover, TextInput } from '@mantine/core';
import IconChevronDown from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import { useNow, useReader } from '#console/clock.ts';
import { dayKey, formatDate } from '#console/format.ts';
import type { Text } from '#engines/text.ts';
import { useT } from '#console/i18n.ts';

/** Days of the reader's zone, both included: `2025-11-24`. */
export interface Period {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export interface FilterPeriodProps extends Period {
  readonly label: string;
  readonly onChange: (period: Period) => void;
}

const dayMillis = 86_400_000;
const presets: readonly { readonly days: number; readonly label: Text }[] = [
  { days: 1, label: { fr: 'Aujourd’hui', en: 'Today' } },
  { days: 7, label: { fr: '7 jours', en: '7 days' } },
  { days: 30, label: { fr: '30 jours', en: '30 days' } },
];

/** Another day, so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMillis).toISOString().slice(0, 10);
}

/** From one day to another, as a chip: « Période : 1 nov. – 24 nov. × ». */
export function FilterPeriod({ label, from, to, onChange }: FilterPeriodProps) {
  const t = useT();
  const { language, timeZone } = useReader();
  const today = dayKey(useNow(60), timeZone);
  // The days are already those of the zone: they must not shift again.
  const write = (day: string): string =>
    formatDate(`${day}T00:00:00Z`, `${today}T00:00:00Z`, { language, timeZone: 'UTC' });
  const shown = wordsOf(from, to, write, t);
  return (
    <span className="chip-group">
      <Popover position="bottom-start" withinPortal trapFocus>
        <Popover.Target>
          <button type="button" className={shown === undefined ? 'chip' : 'chip on'}>
            {label}
            {shown === undefined ? (
              <IconChevronDown size={12} />
            ) : (
              <span className="chip-value clip">{shown}</span>
            )}
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <PeriodFields from={from} to={to} today={today} onChange={onChange} />
        </Popover.Dropdown>
      </Popover>
      {shown !== undefined && (
        <button
          type="button"
          className="chip on"
          aria-label={t({ fr: 'Retirer le filtre {label}', en: 'Remove the filter {label}' }, { label })}
          onClick={() => onChange({ from: undefined, to: undefined })}
        >
          <IconX size={12} />
        </button>
      )}
    </span>
  );
}

function wordsOf(
  from: string | undefined,
  to: string | undefined,
  write: (day: string) => string,
  t: ReturnType<typeof useT>,
): string | undefined {
  if (from !== undefined && to !== undefined)
    return from === to ? write(from) : `${write(from)} – ${write(to)}`;
  if (from !== undefined) return t({ fr: 'depuis le {day}', en: 'since {day}' }, { day: write(from) });
  return to === undefined ? undefined : t({ fr: 'jusqu’au {day}', en: 'until {day}' }, { day: write(to) });
}

function PeriodFields({
  from,
  to,
  today,
  onChange,
}: Period & Pick<FilterPeriodProps, 'onChange'> & { today: string }) {
  const t = useT();
  const given = (value: string): string | undefined => (value === '' ? undefined : value);
  return (
    <div className="stack period">
      <div className="row">
        {presets.map((preset) => (
          <Button
            key={preset.days}
            size="compact-xs"
            onClick={() => onChange({ from: addDays(today, 1 - preset.days), to: undefined })}
          >
            {t(preset.label)}
          </Button>
        ))}
      </div>
      <TextInput
        type="date"
        label={t({ fr: 'Du', en: 'From' })}
        value={from ?? ''}
        max={to ?? today}
        onChange={(event) => onChange({ from: given(event.currentTarget.value), to })}
      />
      <TextInput
        type="date"
        label={t({ fr: 'Au', en: 'To' })}
        value={to ?? ''}
        min={from}
        max={today}
        onChange={(event) => onChange({ from, to: given(event.currentTarget.value) })}
      />
    </div>
  );
}
