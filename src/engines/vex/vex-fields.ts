import { isJsonObject, jsonField } from '#engines/json-value.ts';
import type { JsonObject, JsonValue } from '#engines/json-value.ts';
import type { InputProblem } from '#engines/result.ts';
import type { Text } from '#engines/text.ts';
import { mostProducts, mostStatements } from './vex-statement.ts';
import type { VexName } from './vex-statement.ts';

const mostText = 4000;
const mostName = 300;
const mostIdentifier = 4096;

/** A text of an object, trimmed and cut; empty when it is absent or no text. */
export function textOf(object: JsonObject, name: string, most = mostText): string {
  const value = jsonField(object, name);
  return typeof value === 'string' ? value.trim().slice(0, most) : '';
}

export function objectOf(object: JsonObject, name: string): JsonObject {
  const value = jsonField(object, name);
  return isJsonObject(value) ? value : {};
}

/** Objects of a list; what is none of them is left out. */
export function objectsOf(object: JsonObject, name: string): readonly JsonObject[] {
  return listOf(object, name).filter(isJsonObject);
}

export function listOf(object: JsonObject, name: string): readonly JsonValue[] {
  const value = jsonField(object, name);
  return Array.isArray(value) ? value : [];
}

/** Texts of a list, none of them longer than an identifier may be. */
export function textsOf(object: JsonObject, name: string): readonly string[] {
  return listOf(object, name).filter(
    (value): value is string => typeof value === 'string' && value !== '' && value.length <= mostIdentifier,
  );
}

/** An instant of ISO 8601, normalised; null when it is none. */
export function instantOf(object: JsonObject, name: string): string | null {
  const text = textOf(object, name, 60);
  if (!/^\d{4}-\d\d-\d\d([T ]|$)/.test(text)) return null;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? null : new Date(milliseconds).toISOString();
}

export function vexName(given: Partial<VexName>): VexName {
  const { name = '', version = '', purl = '', cpe = '' } = given;
  return {
    name: name.slice(0, mostName),
    version: version.slice(0, mostName),
    purl: purl.length > mostIdentifier ? '' : purl,
    cpe: cpe.length > mostIdentifier ? '' : cpe,
  };
}

/** True for what can be looked for: something names it. */
export function isNamed({ name, purl, cpe }: VexName): boolean {
  return name !== '' || purl !== '' || cpe !== '';
}

/** The same product said twice is one. */
export function keyOf({ name, version, purl, cpe }: VexName): string {
  return JSON.stringify([name, version, purl, cpe]);
}

/** Said where a document holds more than is read of one. */
export const tooMuch: Text = {
  fr: `Plus de ${mostStatements} déclarations ou de ${mostProducts} produits : la suite n’est pas lue. Découpez le document.`,
  en: `More than ${mostStatements} statements or ${mostProducts} products: the rest is not read. Split the document.`,
};

const mostListed = 50;

/** Collects problems, the first ones in full and the rest as a count. */
export function createProblems(): {
  readonly add: (code: string, path: string, message: Text) => void;
  readonly all: () => readonly InputProblem[];
} {
  const problems: InputProblem[] = [];
  let more = 0;
  return {
    add: (code, path, message) => {
      if (problems.length < mostListed) problems.push({ code, path, message });
      else more += 1;
    },
    all: () =>
      more === 0
        ? problems
        : [
            ...problems,
            {
              code: 'vex.more',
              message: {
                fr: `Et ${more} autres remarques du même ordre.`,
                en: `And ${more} more remarks of that kind.`,
              },
            },
          ],
  };
}

export type Problems = ReturnType<typeof createProblems>;
