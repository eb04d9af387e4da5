import './timeline.css';
import type { ReactNode } from 'react';
import { useReader } from '#console/clock.ts';
import { dayKey, formatDay, formatExact, formatTime, toMillis } from '#console/format.ts';
import type { Instant } from '#console/format.ts';
import { StateShape } from './state-badge.tsx';
import type { State } from './state.ts';

export interface TimelineItem {
  readonly id: string;
  readonly at: Instant;
  readonly text: ReactNode;
  /** A person or a source. */
  readonly who?: string;
  /** Shown as its shape; a plain dot without. */
  readonly state?: State;
  /** Instead of the shape of `state`: a shield. */
  readonly mark?: ReactNode;
}

/** States, findings, changes and decisions on one axis, the last first, grouped by day of the reader's zone. */
export function Timeline({ items, label }: { items: readonly TimelineItem[]; label: string }) {
  const reader = useReader();
  const sorted = items.toSorted((a, b) => toMillis(b.at) - toMillis(a.at));
  return (
    <ol className="timeline" aria-label={label}>
      {sorted.map((item, index) => {
        const before = sorted[index - 1];
        const day = dayKey(item.at, reader.timeZone);
        const newDay = before === undefined || dayKey(before.at, reader.timeZone) !== day;
        return (
          <li key={item.id}>
            {newDay && <div className="timeline-day">{formatDay(item.at, reader)}</div>}
            <div className="timeline-item">
              <time dateTime={new Date(toMillis(item.at)).toISOString()} title={formatExact(item.at, reader)}>
                {formatTime(item.at, reader)}
              </time>
              <span className="timeline-mark">
                {item.mark !== undefined ? (
                  item.mark
                ) : item.state === undefined ? (
                  <span className="dot" />
                ) : (
                  <StateShape state={item.state} size={12} />
                )}
              </span>
              <span className="timeline-text">
                {item.text}
                {item.who !== undefined && <span className="who"> · {item.who}</span>}
              </span>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
