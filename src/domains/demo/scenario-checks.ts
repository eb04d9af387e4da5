import type { JsonValue } from '#engines/json-value.ts';
import type { Text } from '#engines/text.ts';
import type { CheckAction, CheckKind, CheckState, ExposureAction, Level } from './scenario-types.ts';

/** One result of a check, written as one line of a script. */
export function checked(
  asset: string,
  check: CheckKind,
  state: CheckState,
  code: string,
  detail: Text,
  evidence: Readonly<Record<string, JsonValue>>,
): CheckAction {
  return { kind: 'check', asset, check, state, code, detail, evidence };
}

/** Integrity and confidentiality of an asset as an analyst or a feed says them. */
export function exposed(
  asset: string,
  [integrity, confidentiality]: readonly [Level, Level],
  code: string,
  detail: Text,
  evidence: Readonly<Record<string, JsonValue>>,
): ExposureAction {
  return { kind: 'exposure', asset, integrity, confidentiality, code, detail, evidence };
}
