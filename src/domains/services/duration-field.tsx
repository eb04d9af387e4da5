import { NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { useT } from '#console/i18n.ts';

const units = { minutes: 1, hours: 60, days: 1440 } as const;
type Unit = keyof typeof units;

interface DurationFieldProps {
  readonly label: string;
  readonly minutes: number | null;
  readonly onChange: (minutes: number | null) => void;
  readonly error?: string | undefined;
}

/** An amount of time with its unit; kept in minutes. Empty: none set. */
export function DurationField({ label, minutes, onChange, error }: DurationFieldProps) {
  const t = useT();
  const [unit, setUnit] = useState<Unit>(() => unitOf(minutes));
  return (
    <div className="row" style={{ alignItems: 'flex-end' }}>
      <NumberInput
        label={label}
        min={0}
        max={525_600 / units[unit]}
        value={minutes === null ? '' : minutes / units[unit]}
        onChange={(value) => onChange(typeof value === 'number' ? Math.round(value * units[unit]) : null)}
        error={error}
        style={{ flex: 1 }}
      />
      <Select
        aria-label={t({ fr: 'Unité', en: 'Unit' })}
        w={100}
        data={[
          { value: 'minutes', label: t({ fr: 'minutes', en: 'minutes' }) },
          { value: 'hours', label: t({ fr: 'heures', en: 'hours' }) },
          { value: 'days', label: t({ fr: 'jours', en: 'days' }) },
        ]}
        value={unit}
        onChange={(value) => setUnit((value ?? 'hours') as Unit)}
        allowDeselect={false}
      />
    </div>
  );
}

function unitOf(minutes: number | null): Unit {
  if (minutes === null) return 'hours';
  if (minutes % units.days === 0) return 'days';
  return minutes % units.hours === 0 ? 'hours' : 'minutes';
}
