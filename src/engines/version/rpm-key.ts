import { numberKey, textKey } from './sort-key.ts';
import type { SortKey } from './sort-key.ts';

const tilde = '\u0001';
const end = '\u0002';
const caret = '\u0003';
const letters = '\u0004';
const digits = '\u0005';

/** `[epoch:]version[-release]`; no epoch is epoch 0, no release comes before any. */
export function rpmKey(version: string): SortKey {
  const { epoch, rest } = splitEpoch(version);
  const dash = rest.lastIndexOf('-');
  if (dash < 0) return `${numberKey(epoch ?? '')}${rpmSegmentsKey(rest)}\u0000`;
  return `${numberKey(epoch ?? '')}${rpmSegmentsKey(rest.slice(0, dash))}\u0001${rpmSegmentsKey(rest.slice(dash + 1))}`;
}

/** One version or release text, rpm-version(7): runs of digits and of letters; what stands between only separates. */
export function rpmSegmentsKey(text: string): SortKey {
  let key = '';
  for (const [segment] of text.matchAll(/\d+|[A-Za-z]+|[~^]/g)) {
    if (segment === '~') key += tilde;
    else if (segment === '^') key += caret;
    else if (/^\d/.test(segment)) key += digits + numberKey(segment);
    else key += letters + textKey(segment);
  }
  return key + end;
}

export function splitEpoch(version: string): { epoch: string | null; rest: string } {
  const match = /^\s*(\d+):/.exec(version);
  return match === null
    ? { epoch: null, rest: version }
    : { epoch: match[1] ?? '', rest: version.slice(match[0].length) };
}
