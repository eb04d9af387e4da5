import type { Text } from '#engines/text.ts';
import { Problem } from '#platform/problems.ts';

/** One thing looked at. `fault`: something is broken or unsafe; `warning`: it works, a person should know. */
export interface Check {
  readonly id: string;
  readonly level: 'ok' | 'warning' | 'fault';
  readonly text: Text;
}

export const ok = (id: string, text: Text): Check => ({ id, level: 'ok', text });
export const warning = (id: string, text: Text): Check => ({ id, level: 'warning', text });
export const fault = (id: string, text: Text): Check => ({ id, level: 'fault', text });

/** Runs one check; a problem it meets is its result, so that the others still run. */
export async function attempt(id: string, check: () => Promise<readonly Check[]>): Promise<readonly Check[]> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof Problem) return [fault(id, error.text)];
    const reason = error instanceof Error ? error.message : String(error);
    return [
      fault(id, {
        fr: `Cette vérification n’a pas abouti : ${reason}`,
        en: `This check did not come to an end: ${reason}`,
      }),
    ];
  }
}
