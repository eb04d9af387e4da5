import { createStore } from '#console/store.ts';
import type { State } from '#console/kit/state.ts';

export interface PaletteResult {
  readonly id: string;
  readonly label: string;
  /** What it is and where: « Équipement · Koné ». */
  readonly note: string;
  readonly href: string;
  readonly state?: State;
}

export const paletteOpen = createStore(false);

/** Finds objects of the map by words; set once by the application. */
export const paletteSearch = createStore<
  ((words: string, signal: AbortSignal) => Promise<readonly PaletteResult[]>) | null
>(null);
