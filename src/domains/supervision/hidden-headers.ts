import type { Target } from './targets.ts';

/** Stands for the value of a header that is stored: it may hold a password, and is never read back. */
export const hiddenValue = '***';

/** A target as it may be shown. */
export function withHiddenHeaders(target: Target): Target {
  if (target.kind !== 'http') return target;
  return {
    ...target,
    headers: Object.fromEntries(Object.keys(target.headers).map((name) => [name, hiddenValue])),
  };
}

/** A target as a person sends it back: a value left hidden is the one that is stored. */
export function withStoredHeaders(target: Target, stored: Target): Target {
  if (target.kind !== 'http') return target;
  const known = stored.kind === 'http' ? stored.headers : {};
  const headers = Object.entries(target.headers).map(([name, value]) => [
    name,
    value === hiddenValue ? (known[name] ?? '') : value,
  ]);
  return { ...target, headers: Object.fromEntries(headers) as Record<string, string> };
}
