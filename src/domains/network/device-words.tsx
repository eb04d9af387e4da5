import { useT } from '#console/i18n.ts';
import { StateShape } from '#console/kit/state-badge.tsx';
import type { State } from '#console/kit/state.ts';
import type { DeviceHead, Port } from './api.ts';

/** A device that no longer answers is not known any more, whatever it said last. */
export function answerState(device: Pick<DeviceHead, 'silentSince'>): State {
  return device.silentSince === null ? 'ok' : 'unknown';
}

/** What a port does, in one word with its shape. */
export function PortState({ port }: { port: Port }) {
  const t = useT();
  const { state, word } = portWords(port);
  return (
    <span className="port-state">
      <StateShape state={state} size={12} /> {t(word)}
    </span>
  );
}

export function portWords({ adminStatus, operStatus }: Port) {
  if (adminStatus === 'down')
    return {
      state: 'planned',
      word: { fr: 'coupé par l’administrateur', en: 'shut by the administrator' },
    } as const;
  if (operStatus === 'up') return { state: 'ok', word: { fr: 'actif', en: 'up' } } as const;
  if (operStatus === null) return { state: 'unknown', word: { fr: 'non dit', en: 'not told' } } as const;
  return { state: 'unknown', word: { fr: 'sans lien', en: 'no link' } } as const;
}

/** `0012ab34cd56` as people read it. */
export function macText(mac: string | null): string | null {
  return mac === null || mac.length !== 12 ? mac : (mac.match(/../g) ?? []).join(':');
}
