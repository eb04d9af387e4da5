import type { Text } from '#engines/text.ts';
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

/** `0,7 ms`, `412 ms`, `1,8 s`: as precise as a person reads. */
export function formatLatency(ms: number, language: 'fr' | 'en'): string {
  const text =
    ms > 0 && ms < 10
      ? `${ms.toFixed(1)} ms`
      : ms < 10_000
        ? `${Math.round(ms)} ms`
        : `${(ms / 1000).toFixed(1)} s`;
  const spaced = text.replace(' ', '\u00A0');
  return language === 'fr' ? spaced.replace('.', ',') : spaced;
}

export function Latency({ ms }: { ms: number | null }) {
  const language = useLanguage();
  return ms === null ? (
    <span className="muted">—</span>
  ) : (
    <span className="num">{formatLatency(ms, language)}</span>
  );
}
