import type { ComponentType } from 'react';
import { useT } from '#console/i18n.ts';
import { StateShape } from '#console/kit/state-badge.tsx';
import { createStore, useStore } from '#console/store.ts';

export interface Demonstration {
  readonly loaded: boolean;
  /** What the demonstration puts in its band: its player. */
  readonly Tools?: ComponentType;
}

/** Set by the demonstration's own code once it knows. */
export const demonstration = createStore<Demonstration>({ loaded: false });

/** On every screen while the demonstration estate is loaded. */
export function DemoBanner() {
  const t = useT();
  const { loaded, Tools } = useStore(demonstration);
  if (!loaded) return null;
  return (
    <div className="frame-band tint-planned" role="note">
      <StateShape state="planned" />
      <strong>{t({ fr: 'Démonstration', en: 'Demonstration' })}</strong>
      <span>{t({ fr: 'Parc et événements inventés.', en: 'Invented estate and events.' })}</span>
      {Tools !== undefined && <Tools />}
    </div>
  );
}
