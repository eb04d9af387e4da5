import { numberKey } from './sort-key.ts';
import type { SortKey } from './sort-key.ts';

const none = '\u0001';
const some = '\u0002';

/**
 * Junos: `21.2R3-S7.3-EVO`, `15.1X49-D170`, the CPE forms `12.3r12:s15` and `12.3r12-s15`. A branch alone (`21.2`)
 * comes before its releases; `-EVO` names the product and has no order.
 */
export function junosKey(version: string): SortKey {
  const match =
    /^\D*?(\d+)(?:\.(\d+))?(?:[-.:\s]*([a-z])(\d+))?((?:\.\d+)*)(?:[-:.\s]*([sd])(\d+))?((?:\.\d+)*)/.exec(
      version.toLowerCase(),
    );
  const [, year = '', quarter = '', letter, release = '', build = '', service, level = '', rest = ''] =
    match ?? [];
  let key = numberKey(year) + numberKey(quarter);
  key += letter === undefined ? none : some + letter + numberKey(release);
  key += service === undefined ? none : some + service + numberKey(level);
  for (const part of `${build}${rest}`.split('.').slice(1)) key += some + numberKey(part);
  return key + none;
}
