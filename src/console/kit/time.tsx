import { useNow, useReader } from '#console/clock.ts';
import { formatDateTime, formatExact, formatRelative, toMillis } from '#console/format.ts';
import type { Instant } from '#console/format.ts';

export interface TimeProps {
  readonly at: Instant | null | undefined;
  /** `relative` under a day (default), `exact` always the date. */
  readonly mode?: 'relative' | 'exact';
}

/** A moment; the exact second and zone on hover. `—` when there is none. */
export function Time({ at, mode = 'relative' }: TimeProps) {
  const reader = useReader();
  const now = useNow();
  if (at === null || at === undefined || Number.isNaN(toMillis(at))) return <span className="muted">—</span>;
  return (
    <time dateTime={new Date(toMillis(at)).toISOString()} title={formatExact(at, reader)}>
      {mode === 'relative'
        ? formatRelative(at, Math.max(now, toMillis(at)), reader)
        : formatDateTime(at, now, reader)}
    </time>
  );
}
