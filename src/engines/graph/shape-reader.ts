import { isJsonObject } from '#engines/json-value.ts';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import type { ProblemList } from './problem-list.ts';
import type { Level } from './types.ts';

/** Reads the expected shape at each place of a document; what is otherwise is named and read as empty. */
export interface ShapeReader {
  refuse(path: string, fr: string, en: string): void;
  object(value: JsonValue, path: string): JsonObject | null;
  list(value: JsonValue, path: string): readonly JsonValue[];
  text(value: JsonValue, path: string): string;
  /** Different texts that are not empty. */
  names(value: JsonValue, path: string): string[];
  /** A whole number from `low` to `high`, or null when there is none. */
  wholeNumber(value: JsonValue | undefined, path: string, low: number, high: number): number | null;
  levels(value: JsonValue, path: string): (readonly [node: string, level: Level])[];
}

export function createShapeReader(problems: ProblemList): ShapeReader {
  const refuse = (path: string, fr: string, en: string): void =>
    problems.add('impact-unexpected-shape', path, `Il faut ici ${fr}.`, `This must be ${en}.`);
  const object = (value: JsonValue, path: string): JsonObject | null => {
    if (isJsonObject(value)) return value;
    refuse(path, 'un objet', 'an object');
    return null;
  };
  const list = (value: JsonValue, path: string): readonly JsonValue[] => {
    if (Array.isArray(value)) return value as readonly JsonValue[];
    refuse(path, 'une liste', 'a list');
    return [];
  };
  const text = (value: JsonValue, path: string): string => {
    if (typeof value === 'string' && value !== '') return value;
    refuse(path, 'un texte non vide', 'a text that is not empty');
    return '';
  };
  return {
    refuse,
    object,
    list,
    text,
    names: (value, path) => {
      const names = new Set<string>();
      list(value, path).forEach((item, i) => {
        const name = text(item, `${path}[${i}]`);
        if (names.has(name)) refuse(`${path}[${i}]`, 'un nom donné une seule fois', 'a name given only once');
        names.add(name);
      });
      return [...names];
    },
    wholeNumber: (value, path, low, high) => {
      if (value === undefined || value === null) return null;
      if (typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high) return value;
      refuse(path, `un entier de ${low} à ${high}`, `a whole number from ${low} to ${high}`);
      return null;
    },
    levels: (value, path) =>
      Object.entries(object(value, path) ?? {}).flatMap(([node, level]) => {
        if (level === 0 || level === 1 || level === 2 || level === 3) return [[node, level] as const];
        refuse(`${path}[${JSON.stringify(node)}]`, '0, 1, 2 ou 3', '0, 1, 2 or 3');
        return [];
      }),
  };
}
