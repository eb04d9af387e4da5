import { parseArgs } from 'node:util';
import type { RangeOptions } from './cli-discover-range.ts';

const options = {
  range: { type: 'string' },
  community: { type: 'string', multiple: true },
  version: { type: 'string', default: '2c' },
  port: { type: 'string', default: '161' },
  timeout: { type: 'string', default: '1000' },
  json: { type: 'boolean' },
} as const;

/** The options of `vigie discover --range …`; null when the arguments are not of that form. */
export function rangeArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): RangeOptions | null {
  try {
    const { values } = parseArgs({ args: [...args], options });
    const port = Number(values.port);
    const timeoutMs = Number(values.timeout);
    const isVersion = values.version === '1' || values.version === '2c';
    const isPort = Number.isInteger(port) && port > 0 && port < 65_536;
    if (values.range === undefined || !isVersion || !isPort || !(timeoutMs >= 50 && timeoutMs <= 60_000))
      return null;
    const own = env['VIGIE_SNMP_COMMUNITY'];
    const communities = values.community ?? (own === undefined || own === '' ? [] : [own]);
    return {
      range: values.range,
      communities,
      version: values.version === '1' ? 'v1' : 'v2c',
      port,
      timeoutMs,
    };
  } catch {
    // An unknown option: the usage is told.
    return null;
  }
}
