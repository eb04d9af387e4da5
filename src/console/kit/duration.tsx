import { useNow, useReader } from '#console/clock.ts';
import { formatDuration, formatExact, toMillis } from '#console/format.ts';
import type { Instant } from '#console/format.ts';

/** An amount of time in two units at most. */
export function Duration({ seconds }: { seconds: number }) {
  const { language } = useReader();
  return <span className="num">{formatDuration(seconds, language)}</span>;
}

/** How long since (`12 min`), growing while shown; the exact start on hover. */
export function Since({ at }: { at: Instant }) {
  const reader = useReader();
  const now = useNow();
  return (
    <time dateTime={new Date(toMillis(at)).toISOString()} title={formatExact(at, reader)}>
      {formatDuration((now - toMillis(at)) / 1000, reader.language)}
    </time>
  );
}

/** How long remains before (`3 h 48`); negative time reads as overrun. */
export function TimeLeft({ until }: { until: Instant }) {
  const reader = useReader();
  const now = useNow();
  const seconds = (toMillis(until) - now) / 1000;
  const words = formatDuration(Math.abs(seconds), reader.language);
  const late = seconds <= 0;
  const text =
    reader.language === 'fr'
      ? late
        ? `dépassé de ${words}`
        : `reste ${words}`
      : late
        ? `over by ${words}`
        : `${words} left`;
  return (
    <time
      className={late ? 'ink-down' : ''}
      dateTime={new Date(toMillis(until)).toISOString()}
      title={formatExact(until, reader)}
    >
      {text}
    </time>
  );
}
