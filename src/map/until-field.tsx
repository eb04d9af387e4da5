import { Button, TextInput } from '@mantine/core';
import type { Text } from '#engines/text.ts';
import { useNow, useReader } from '#console/clock.ts';
import { useT } from '#console/i18n.ts';
import { instantOfLocal, localOfInstant } from '#console/local-instant.ts';

export interface UntilPreset {
  readonly label: Text;
  /** From now to a wall clock: `2025-11-24T08:00`. */
  readonly local: (now: string) => string;
}

interface UntilFieldProps {
  readonly label: string;
  readonly presets: readonly UntilPreset[];
  /** `datetime-local` text of the reader's zone. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
}

/** Until when: a few usual ends, or any date and hour of the reader's zone. */
export function UntilField({ label, presets, value, onChange, error }: UntilFieldProps) {
  const t = useT();
  const { timeZone } = useReader();
  const now = localOfInstant(useNow(60), timeZone);
  return (
    <div className="stack" style={{ gap: 6 }}>
      <TextInput
        type="datetime-local"
        label={label}
        description={timeZone}
        value={value}
        min={now}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
        required
      />
      <div className="row wrap" style={{ gap: 4 }}>
        {presets.map((preset) => (
          <Button
            key={preset.label.fr}
            size="compact-xs"
            aria-pressed={preset.local(now) === value}
            onClick={() => onChange(preset.local(now))}
          >
            {t(preset.label)}
          </Button>
        ))}
      </div>
    </div>
  );
}

/** The instant of a wall clock of the reader's zone, or null while it is no date. */
export function useInstantOf(local: string): string | null {
  const { timeZone } = useReader();
  return instantOfLocal(local, timeZone);
}

const hourMillis = 3_600_000;

/** A wall clock later by so many hours. */
export function addHours(local: string, hours: number): string {
  return new Date(Date.parse(`${local}:00Z`) + hours * hourMillis).toISOString().slice(0, 16);
}

/** The same day at another hour, so many days later. */
export function atHour(local: string, days: number, clock: string): string {
  return `${addHours(local, days * 24).slice(0, 10)}T${clock}`;
}

/** Days until the next Monday, 1 to 7. */
export function daysToMonday(local: string): number {
  return 7 - ((new Date(`${local}:00Z`).getUTCDay() + 6) % 7);
}
