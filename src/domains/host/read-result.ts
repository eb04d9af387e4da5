import type { InputProblem } from '#engines/result.ts';
import type { Text } from '#engines/text.ts';

/**
 * What one reading of the host gave. A reading that failed has no value at all, so that nobody mistakes it for an empty
 * host; one that partly failed has its value and says what is missing.
 */
export type ReadResult<T> =
  | { readonly ok: true; readonly value: T; readonly problems: readonly InputProblem[] }
  | { readonly ok: false; readonly problem: InputProblem };

export function readOk<T>(value: T, problems: readonly InputProblem[] = []): ReadResult<T> {
  return { ok: true, value, problems };
}

export function readFailed(code: string, message: Text, path?: string): { ok: false; problem: InputProblem } {
  return { ok: false, problem: { code, message, ...(path !== undefined && { path }) } };
}
