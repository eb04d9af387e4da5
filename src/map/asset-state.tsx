import { SecurityBadge, SecurityShape, StateBadge, StateShape } from '#console/kit/state-badge.tsx';
import { useT } from '#console/i18n.ts';
import { exposureOf, exposureTexts, stateOf, stateTexts } from '#console/kit/state.ts';
import type { Channel, Exposure } from '#console/kit/state.ts';
import type { State } from './api-shared.ts';

interface AssetStateProps {
  readonly state: State;
  readonly variant?: 'plain' | 'tinted' | 'large';
}

/** A whole state: availability with its flags, then what is exposed or compromised. */
export function AssetState({ state, variant = 'plain' }: AssetStateProps) {
  const integrity = exposureOf(state.integrity);
  const confidentiality = exposureOf(state.confidentiality);
  const small = variant === 'large' ? 'tinted' : variant;
  return (
    <span className="row wrap" style={{ gap: '4px 10px' }}>
      <StateBadge state={stateOf(state)} unknown={state.unknown} planned={state.planned} variant={variant} />
      {integrity !== null && <SecurityBadge level={integrity} channel="integrity" variant={small} />}
      {confidentiality !== null && (
        <SecurityBadge level={confidentiality} channel="confidentiality" variant={small} />
      )}
    </span>
  );
}

/** What is exposed or compromised; confidentiality is named when both are as bad. */
export function exposureOfState(
  state: Pick<State, 'integrity' | 'confidentiality'>,
): { readonly level: Exposure; readonly channel: Channel } | undefined {
  const level = exposureOf(Math.max(state.integrity, state.confidentiality));
  if (level === null) return undefined;
  return { level, channel: state.confidentiality >= state.integrity ? 'confidentiality' : 'integrity' };
}

/** One shape for a state: what availability suffers, else the shield of what is exposed; said in words to who sees none. */
export function AssetMark({ state, size = 12 }: { state: State; size?: number }) {
  const t = useT();
  const shown = stateOf(state);
  const exposure = exposureOfState(state);
  if (exposure === undefined || (shown !== 'ok' && shown !== 'planned')) {
    return <StateShape state={shown} size={size} label={t(stateTexts[shown])} />;
  }
  return (
    <span
      role="img"
      aria-label={t(exposureTexts[exposure.channel][exposure.level])}
      style={{ display: 'flex' }}
    >
      <SecurityShape level={exposure.level} size={size} />
    </span>
  );
}

interface EffectMarkProps {
  readonly effect: Pick<State, 'availability' | 'integrity' | 'confidentiality' | 'unknown'>;
  readonly size?: number;
}

/** One shape for what a finding or an action is about: what it breaks, else what it exposes, else what it blinds. */
export function EffectMark({ effect, size = 14 }: EffectMarkProps) {
  if (effect.availability > 0) {
    return <StateShape state={stateOf({ availability: effect.availability })} size={size} />;
  }
  const exposure = exposureOf(Math.max(effect.integrity, effect.confidentiality));
  if (exposure !== null) return <SecurityShape level={exposure} size={size} />;
  if (effect.unknown) return <StateShape state="unknown" size={size} />;
  return <NoEffect size={size} />;
}

/** Worth knowing, hurts nothing by itself. */
function NoEffect({ size }: { size: number }) {
  return (
    <svg className="shape" viewBox="0 0 16 16" width={size} height={size} aria-hidden>
      <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M8 7.2v3.6M8 5.1v.2" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
    </svg>
  );
}
