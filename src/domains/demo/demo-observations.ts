/** Rhythm that the demonstration's observations promise; `keepFresh` holds them to it. */
export const observationSeconds = 60;

/** Key under which the demonstration's checks report; the same asset and kind replace what was seen before. */
export function checkKey(asset: string, kind: string): string {
  return `demo:${asset}:${kind}`;
}
