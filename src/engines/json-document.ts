import { createScanner, type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import type { JsonValue } from './json-value.ts';
import type { InputProblem, Place, Result } from './result.ts';
import { createTextPlaces, type TextPlaces } from './text-places.ts';
import type { Text } from './text.ts';

export interface JsonDocument {
  readonly root: JsonValue;
  /** Line and column of a container of this document, or of what it holds under a key or an index. */
  place(container: object, key?: string | number): Place;
}

const maxJsonDepth = 64;

const maxListed = 20;
/** Containers deeper than this are named by the place of the row that holds them. */
const maxPlacedDepth = 8;

/** Tokens of the scanner: its own names are const enums, which isolated modules cannot read. */
const syntax = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  unknown: 16,
  end: 17,
} as const satisfies Record<string, number>;
const opening: ReadonlySet<number> = new Set([syntax.openBrace, syntax.openBracket]);
const closing: ReadonlySet<number> = new Set([syntax.closeBrace, syntax.closeBracket]);

type MutableContainer = Record<string, JsonValue> | JsonValue[];

/**
 * Strict JSON (RFC 8259) whose every fault has a line and a column. Null when the document is at fault:
 * wrong syntax, more than 64 levels, a name given twice, the name `__proto__`, a number without bound.
 * An integer that a double cannot hold is kept as text.
 */
export function parseJson(source: string): Result<JsonDocument | null> {
  const text = source.startsWith('\uFEFF') ? ` ${source.slice(1)}` : source;
  const places = createTextPlaces(text);
  const early = findEarlyFault(text, places);
  if (early) return { value: null, problems: [early] };
  const build = buildValue(text, places);
  if (build.problems.length > 0 || build.root === undefined) return { value: null, problems: build.problems };
  const inside = new Map<object, Map<string | number, number>>();
  const place = (container: object, key?: string | number): Place => {
    const offset = build.offsets.get(container);
    if (offset === undefined || key === undefined) return places(offset ?? 0);
    let offsets = inside.get(container);
    if (!offsets) inside.set(container, (offsets = offsetsInside(text, offset)));
    return places(offsets.get(key) ?? offset);
  };
  return { value: { root: build.root, place }, problems: [] };
}

/** The parser recurses: depth and broken tokens are looked for first, with the same scanner. */
function findEarlyFault(text: string, places: TextPlaces): InputProblem | null {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token: number = scanner.scan(); token !== syntax.end; token = scanner.scan()) {
    if (token === syntax.unknown || Number(scanner.getTokenError()) !== 0) {
      return { code: 'json.syntax', ...places(scanner.getTokenOffset()), message: brokenToken };
    }
    if (opening.has(token)) {
      if (++depth > maxJsonDepth) {
        return { code: 'json.too-deep', ...places(scanner.getTokenOffset()), message: tooDeep };
      }
    } else if (closing.has(token)) depth--;
  }
  return null;
}

interface Build {
  root: JsonValue | undefined;
  readonly offsets: Map<object, number>;
  readonly problems: InputProblem[];
}

function buildValue(text: string, places: TextPlaces): Build {
  const build: Build = { root: undefined, offsets: new Map(), problems: [] };
  const stack: { readonly container: MutableContainer; name: string }[] = [];
  let syntaxFault = false;
  const refuse = (code: string, offset: number, message: Text): void => {
    if (build.problems.length < maxListed) build.problems.push({ code, ...places(offset), message });
  };
  const put = (value: JsonValue): void => {
    const top = stack.at(-1);
    if (!top) build.root ??= value;
    else if (Array.isArray(top.container)) top.container.push(value);
    else if (top.name !== '__proto__') top.container[top.name] = value;
  };
  const open = (container: MutableContainer, offset: number): void => {
    put(container);
    stack.push({ container, name: '' });
    if (stack.length <= maxPlacedDepth) build.offsets.set(container, offset);
  };
  const close = (): void => void stack.pop();
  const visitor = {
    onObjectBegin: (offset: number): void => open({}, offset),
    onArrayBegin: (offset: number): void => open([], offset),
    onObjectEnd: close,
    onArrayEnd: close,
    onObjectProperty: (name: string, offset: number): void => {
      const top = stack.at(-1);
      if (!top) return;
      if (name === '__proto__') refuse('json.reserved-name', offset, reservedName);
      else if (Object.hasOwn(top.container, name)) refuse('json.name-twice', offset, nameTwice(name));
      top.name = name;
    },
    onLiteralValue: (value: JsonValue, offset: number, length: number): void => {
      if (value === Infinity || value === -Infinity) refuse('json.number', offset, numberTooLarge);
      const exact = typeof value !== 'number' || !Number.isInteger(value) || Number.isSafeInteger(value);
      const written = exact ? '' : text.slice(offset, offset + length);
      put(/^-?\d+$/.test(written) ? written : value);
    },
    onError: (error: ParseErrorCode, offset: number): void => {
      // What follows a first fault of syntax is mostly its echo.
      if (!syntaxFault) refuse('json.syntax', offset, syntaxTexts[printParseErrorCode(error)] ?? brokenToken);
      syntaxFault = true;
    },
  };
  visit(text, visitor, { disallowComments: true });
  return build;
}

/** Offsets of the values directly inside the container that starts here. */
function offsetsInside(text: string, start: number): Map<string | number, number> {
  const offsets = new Map<string | number, number>();
  const scanner = createScanner(text, true);
  scanner.setPosition(start);
  const isObject = Number(scanner.scan()) === syntax.openBrace;
  let depth = 1;
  let name: string | number = isObject ? '' : 0;
  let expectsName = isObject;
  for (let token: number = scanner.scan(); token !== syntax.end && depth > 0; token = scanner.scan()) {
    const closes = closing.has(token);
    if (depth === 1 && token === syntax.comma) {
      if (typeof name === 'number') name++;
      else expectsName = true;
    } else if (depth === 1 && expectsName) {
      name = scanner.getTokenValue();
      expectsName = false;
    } else if (depth === 1 && token !== syntax.colon && !closes) {
      offsets.set(name, scanner.getTokenOffset());
    }
    depth += opening.has(token) ? 1 : closes ? -1 : 0;
  }
  return offsets;
}

const brokenToken: Text = {
  fr: 'Ce caractère ou ce mot n’est pas du JSON (guillemet non fermé, commentaire, valeur sans guillemets ?). Exportez le document de nouveau.',
  en: 'This character or word is not JSON (unclosed quote, comment, value without quotes?). Export the document again.',
};
const tooDeep: Text = {
  fr: `Le document dépasse ${maxJsonDepth} niveaux d’imbrication. Exportez une forme moins imbriquée.`,
  en: `The document is nested more than ${maxJsonDepth} levels deep. Export a flatter form.`,
};
const reservedName: Text = {
  fr: 'Le nom « __proto__ » n’est pas accepté. Renommez ce champ.',
  en: 'The name “__proto__” is not accepted. Rename this field.',
};
const numberTooLarge: Text = {
  fr: 'Ce nombre est trop grand pour être lu. Écrivez-le entre guillemets ou corrigez-le.',
  en: 'This number is too large to be read. Put it in quotes or correct it.',
};
const truncated: Text = {
  fr: 'Le document s’arrête ou se ferme trop tôt : il a sans doute été coupé. Exportez-le de nouveau.',
  en: 'The document ends or closes too early: it was probably cut. Export it again.',
};
const commaExpected: Text = {
  fr: 'Il manque une virgule avant cet élément.',
  en: 'A comma is missing before this element.',
};
const nameExpected: Text = {
  fr: 'Un nom de champ entre guillemets est attendu ici.',
  en: 'A field name in quotes is expected here.',
};
const valueExpected: Text = {
  fr: 'Une valeur est attendue ici (virgule en trop, ou document vide ?).',
  en: 'A value is expected here (extra comma, or empty document?).',
};
const syntaxTexts: Readonly<Record<string, Text>> = {
  CommaExpected: commaExpected,
  PropertyNameExpected: nameExpected,
  ValueExpected: valueExpected,
  ColonExpected: {
    fr: 'Deux-points attendus entre le nom et la valeur.',
    en: 'A colon is expected between the name and the value.',
  },
  CloseBraceExpected: truncated,
  CloseBracketExpected: truncated,
  EndOfFileExpected: {
    fr: 'Le document est fini, mais quelque chose le suit. Gardez un seul document par fichier.',
    en: 'The document is over but something follows it. Keep one document per file.',
  },
};

function nameTwice(name: string): Text {
  const shown = name.slice(0, 80);
  return {
    fr: `Le nom « ${shown} » est donné deux fois dans le même objet : on ne sait pas laquelle des valeurs est vraie. Gardez-en une.`,
    en: `The name “${shown}” is given twice in the same object: which value is true is unknown. Keep one.`,
  };
}
