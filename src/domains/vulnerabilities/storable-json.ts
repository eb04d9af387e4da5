import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import { isJsonObject } from '#engines/json-value.ts';

/** Escapes of what PostgreSQL keeps in no text: NUL, and halves of surrogate pairs. */
const suspicious = /\\u(?:0000|d[89a-f])/i;

/** Parses JSON so that every text in it can be stored; the raw record keeps what was replaced. @throws SyntaxError */
export function parseStorable(text: string): JsonValue {
  const value = JSON.parse(text) as JsonValue;
  return suspicious.test(text) ? cleaned(value) : value;
}

function cleaned(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\u{FFFD}');
  if (Array.isArray(value)) return value.map(cleaned);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value as JsonObject).map(
    ([name, one]) => [cleaned(name) as string, cleaned(one)] as const,
  );
  return Object.fromEntries(entries);
}

/** JSON that `jsonb` takes: readers cut long texts, perhaps in the middle of a pair. */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (!suspicious.test(text)) return text;
  return JSON.stringify(value, (_name, one: unknown) =>
    typeof one === 'string' ? one.toWellFormed().replaceAll('\0', '\u{FFFD}') : one,
  );
}
