import type { Language, Text } from '#engines/text.ts';
import { formatNumber } from '#console/format.ts';
import { useLanguage, useT } from '#console/i18n.ts';
import { StateBadge, StateShape } from '#console/kit/state-badge.tsx';
import type { State } from '#console/kit/state.ts';
import type { Check } from './api.ts';
import type { Target } from './targets.ts';

type Observed = NonNullable<Check['observed']>;

export const checkStates: Readonly<Record<Observed['state'], State>> = {
  up: 'ok',
  degraded: 'degraded',
  down: 'down',
  unknown: 'unknown',
};

export const kindTexts: Readonly<Record<Target['kind'], Text>> = {
  icmp: { fr: 'Ping', en: 'Ping' },
  tcp: { fr: 'Port', en: 'Port' },
  http: { fr: 'Page web', en: 'Web page' },
  tls: { fr: 'Certificat', en: 'Certificate' },
  dns: { fr: 'DNS', en: 'DNS' },
};

/** What nothing says yet is unknown, never normal. */
export function stateOfCheck(check: Check): State {
  return check.observed === null || !check.enabled ? 'unknown' : checkStates[check.observed.state];
}

/** The last result in one sentence, or why there is none. */
export function useCheckSentence(): (check: Check) => string {
  const t = useT();
  return (check) => {
    if (!check.enabled) {
      return t({ fr: 'Désactivée : rien n’est sondé.', en: 'Disabled: nothing is checked.' });
    }
    if (check.observed === null) return t({ fr: 'Pas encore de relevé.', en: 'No result yet.' });
    return t(check.observed.detail);
  };
}

/** Its state in words; a disabled check says so instead. */
export function CheckBadge({ check, variant = 'plain' }: { check: Check; variant?: 'plain' | 'large' }) {
  const t = useT();
  if (check.enabled) return <StateBadge state={stateOfCheck(check)} variant={variant} />;
  return (
    <span className={`badge muted ${variant}`}>
      <StateShape state="unknown" size={variant === 'large' ? 18 : 14} />
      {t({ fr: 'Désactivée', en: 'Disabled' })}
    </span>
  );
}

/** `0,23 ms`, `7,4 ms`, `412 ms`, `12 s`: as precise as a person reads. */
export function formatLatency(ms: number, language: Language): string {
  if (ms >= 10_000) return `${formatNumber(ms / 1000, language, 1)}\u00A0s`;
  return `${formatNumber(ms, language, ms < 1 ? 2 : ms < 10 ? 1 : 0)}\u00A0ms`;
}

export function Latency({ ms }: { ms: number | null }) {
  const language = useLanguage();
  return ms === null ? (
    <span className="muted">—</span>
  ) : (
    <span className="num">{formatLatency(ms, language)}</span>
  );
}
