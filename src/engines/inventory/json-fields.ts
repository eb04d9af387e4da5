import type { JsonValue } from '#engines/json-value.ts';

export type JsonObject = Readonly<Record<string, JsonValue>>;

export function objectOf(value: JsonValue | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

/** The text of a field, trimmed; numbers as they are written; empty for anything else. */
export function textOf(object: JsonObject, key: string): string {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' ? String(value) : '';
}
