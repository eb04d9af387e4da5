import './state-badge.css';
import type { ReactNode } from 'react';
import { useT } from '#console/i18n.ts';
import { deadlineTexts, exposureTexts, stateCountTexts, stateTexts } from './state.ts';
import type { Channel, Deadline, Exposure, State } from './state.ts';

export const stateShapes: Readonly<Record<State, ReactNode>> = {
  ok: <circle cx="8" cy="8" r="6" fill="currentColor" />,
  reduced: (
    <>
      <circle cx="8" cy="8" r="5.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M8 2.75a5.25 5.25 0 0 0 0 10.5z" fill="currentColor" />
    </>
  ),
  degraded: <path d="M8 1.8 15 14H1z" fill="currentColor" strokeLinejoin="round" />,
  down: <rect x="2.5" y="2.5" width="11" height="11" rx="1" fill="currentColor" />,
  unknown: (
    <circle
      cx="8"
      cy="8"
      r="5.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeDasharray="1.9 2.42"
    />
  ),
  planned: <path d="M8 1.7 14.3 8 8 14.3 1.7 8z" fill="none" stroke="currentColor" strokeWidth="1.7" />,
};

/** The shape alone, for where the word stands beside it. Decorative unless `label` is given. */
export function StateShape({ state, size = 14, label }: { state: State; size?: number; label?: string }) {
  return (
    <svg
      className={`shape ${state}`}
      viewBox="0 0 16 16"
      width={size}
      height={size}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {stateShapes[state]}
    </svg>
  );
}

export interface StateBadgeProps {
  readonly state: State;
  /** Flags that travel beside a state and never replace it. */
  readonly unknown?: boolean;
  readonly planned?: boolean;
  readonly variant?: 'plain' | 'tinted' | 'large';
}

/** Shape, word and colour of a state. */
export function StateBadge({ state, unknown = false, planned = false, variant = 'plain' }: StateBadgeProps) {
  const t = useT();
  const tinted = variant === 'tinted' ? `tinted tint-${state}` : variant;
  return (
    <span className={`badge ink-${state} ${tinted}`}>
      <StateShape state={state} size={variant === 'large' ? 18 : variant === 'tinted' ? 12 : 14} />
      {t(stateTexts[state])}
      {planned && state !== 'planned' && <Flag state="planned" text={t({ fr: 'planifié', en: 'planned' })} />}
      {unknown && state !== 'unknown' && (
        <Flag state="unknown" text={t({ fr: 'en partie inconnu', en: 'partly unknown' })} />
      )}
    </span>
  );
}

function Flag({ state, text }: { state: State; text: string }) {
  return (
    <span className="flag">
      <StateShape state={state} size={12} />
      {text}
    </span>
  );
}

/** « 2 dégradés » with its shape. */
export function StateCount({ state, count }: { state: State; count: number }) {
  const t = useT();
  return (
    <span className={`badge ink-${state}`}>
      <StateShape state={state} />
      <span className="num">{t(stateCountTexts[state], { count })}</span>
    </span>
  );
}

const shieldPath = 'M8 1.2 13.8 3.3v4.2c0 3.6-2.4 6-5.8 7.3-3.4-1.3-5.8-3.7-5.8-7.3V3.3z';

/** A shield: outline when exposed, half when suspected, full when confirmed. */
export function SecurityShape({ level, size = 14 }: { level: Exposure; size?: number }) {
  return (
    <svg
      className={`shape ${level === 'exposed' ? 'degraded' : 'down'}`}
      viewBox="0 0 16 16"
      width={size}
      height={size}
      aria-hidden
    >
      <path
        d={shieldPath}
        fill={level === 'confirmed' ? 'currentColor' : 'none'}
        stroke="currentColor"
        strokeWidth="1.5"
      />
      {level === 'suspected' && <path d="M8 1.2 2.2 3.3v4.2c0 3.6 2.4 6 5.8 7.3z" fill="currentColor" />}
    </svg>
  );
}

export interface SecurityBadgeProps {
  readonly level: Exposure;
  readonly channel: Channel;
  readonly variant?: 'plain' | 'tinted';
}

export function SecurityBadge({ level, channel, variant = 'plain' }: SecurityBadgeProps) {
  const t = useT();
  const ink = level === 'exposed' ? 'degraded' : 'down';
  return (
    <span className={`badge ink-${ink} ${variant === 'tinted' ? `tinted tint-${ink}` : ''}`}>
      <SecurityShape level={level} size={variant === 'tinted' ? 12 : 14} />
      {t(exposureTexts[channel][level])}
    </span>
  );
}

const deadlineInks: Readonly<Record<Deadline, string>> = {
  immediate: 'badge tinted ink-down tint-down',
  days3: 'badge tinted ink-degraded tint-degraded',
  days14: 'badge',
  planned: 'badge muted',
};

/** How soon, in words; or that the time is over. */
export function DeadlineBadge({ deadline, overdue = false }: { deadline: Deadline; overdue?: boolean }) {
  const t = useT();
  if (overdue) {
    return (
      <span className={deadlineInks.immediate} title={t(deadlineTexts[deadline])}>
        {t({ fr: 'En retard', en: 'Overdue' })}
      </span>
    );
  }
  return <span className={deadlineInks[deadline]}>{t(deadlineTexts[deadline])}</span>;
}
