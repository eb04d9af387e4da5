import type { z } from 'zod';

/** `?a=1&a=2&b=x` as `{ a: ['1', '2'], b: 'x' }`. */
export function readSearch(search: string): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(search)) {
    const before = values[name];
    if (before === undefined) values[name] = value;
    else values[name] = Array.isArray(before) ? [...before, value] : [before, value];
  }
  return values;
}

/** Parses by the schema; names whose value is refused are dropped one by one, so that an old link still opens. */
export function parseUrlQuery<S extends z.ZodObject>(schema: S, search: string): z.core.output<S> {
  const raw: Record<string, unknown> = readSearch(search);
  const known = new Set(Object.keys(schema.shape));
  for (const name of Object.keys(raw)) if (!known.has(name)) delete raw[name];
  for (let round = 0; round <= known.size; round += 1) {
    const parsed = schema.safeParse(raw);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) mend(raw, issue);
  }
  return schema.safeParse({}).data as z.core.output<S>;
}

function mend(raw: Record<string, unknown>, issue: z.core.$ZodIssue): void {
  const name = String(issue.path[0] ?? '');
  const value = raw[name];
  // A single value where a list is expected is the list of that one.
  if (issue.code === 'invalid_type' && issue.expected === 'array' && typeof value === 'string')
    raw[name] = [value];
  else delete raw[name];
}

/** The search text after a change; empty values disappear, and the names stay in a stable order. */
export function writeUrlQuery(search: string, change: Readonly<Record<string, unknown>>): string {
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(change)) {
    params.delete(name);
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (one !== undefined && one !== null && one !== '' && one !== false)
        params.append(name, one === true ? '1' : typeof one === 'string' ? one : JSON.stringify(one));
    }
  }
  params.sort();
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
