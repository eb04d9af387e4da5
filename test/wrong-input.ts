import type { Contract } from '#platform/contract.ts';
import { jsonSchema } from '#platform/openapi.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** One request that must be refused, and the fields its refusal must name. */
export interface WrongRequest {
  readonly url: string;
  readonly payload?: string;
  readonly fields: readonly string[];
}

const anyId = '00000000-0000-7000-8000-000000000000';

/** Wrong requests of an operation, made from its own schemas: unreadable, of the wrong type, or with nothing in it. */
export function wrongParts(contract: Contract): WrongRequest[] {
  return [...wrongBodies(contract), ...wrongParams(contract), ...wrongQueries(contract)];
}

function urlOf(contract: Contract): string {
  return contract.path.replaceAll(/\{\w+\}/g, anyId);
}

function wrongBodies(contract: Contract): WrongRequest[] {
  if (contract.body === undefined) return [];
  const schema = objectSchema(jsonSchema(contract.body, 'input', 'body', {}));
  const url = urlOf(contract);
  const wrong: WrongRequest[] = [
    { url, payload: '{"unfinished', fields: ['body'] },
    { url, payload: '"text"', fields: ['body'] },
  ];
  if (schema === null) return wrong;
  const required = (schema['required'] ?? []) as string[];
  if (required.length > 0) wrong.push({ url, payload: '{}', fields: required.map((name) => `body.${name}`) });
  const bad = Object.entries(propertiesOf(schema)).flatMap(([name, property]) => {
    const value = valueOfAnotherType(property);
    return value === undefined ? [] : [[name, value] as const];
  });
  if (bad.length > 0)
    wrong.push({
      url,
      payload: JSON.stringify(Object.fromEntries(bad)),
      fields: bad.map(([name]) => `body.${name}`),
    });
  return wrong;
}

function wrongParams(contract: Contract): WrongRequest[] {
  if (contract.params === undefined) return [];
  const schema = jsonSchema(contract.params, 'input', 'params', {});
  return Object.entries(propertiesOf(schema)).flatMap(([name, property]) =>
    isFreeText(property)
      ? []
      : [
          {
            url: urlOf({
              ...contract,
              path: contract.path.replace(`{${name}}`, '~wrong~') as `/api/${string}`,
            }),
            fields: [`params.${name}`],
            ...(contract.body === undefined ? {} : { payload: '{}' }),
          },
        ],
  );
}

function wrongQueries(contract: Contract): WrongRequest[] {
  if (contract.query === undefined) return [];
  const schema = jsonSchema(contract.query, 'input', 'query', {});
  return Object.entries(propertiesOf(schema)).flatMap(([name, property]) =>
    isFreeText(property)
      ? []
      : [{ url: `${urlOf(contract)}?${name}=${encodeURIComponent('~wrong~')}`, fields: [`query.${name}`] }],
  );
}

/** The schema when it is that of one kind of object; null when it is a choice of several. */
function objectSchema(schema: JsonSchema): JsonSchema | null {
  return schema['type'] === 'object' && schema['properties'] !== undefined ? schema : null;
}

function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return (schema['properties'] ?? {}) as Record<string, JsonSchema>;
}

function choices(schema: JsonSchema): readonly JsonSchema[] {
  return (schema['anyOf'] ?? schema['oneOf'] ?? schema['allOf'] ?? []) as JsonSchema[];
}

/** What `~wrong~` may be an answer to. */
function isFreeText(schema: JsonSchema): boolean {
  if (choices(schema).length > 0) return choices(schema).some(isFreeText);
  if (schema['enum'] !== undefined || schema['const'] !== undefined) return false;
  if (schema['type'] === 'array') return isFreeText((schema['items'] ?? {}) as JsonSchema);
  if (schema['type'] === undefined) return true;
  return schema['type'] === 'string' && schema['format'] === undefined && schema['pattern'] === undefined;
}

/** A value that the schema cannot take for its type alone; undefined when it takes anything. */
function valueOfAnotherType(schema: JsonSchema): unknown {
  const types = typesOf(schema);
  if (types === null) return undefined;
  const values: [string, unknown][] = [
    ['object', { wrong: true }],
    ['string', 'wrong'],
    ['boolean', true],
    ['array', ['wrong']],
  ];
  return values.find(([type]) => !types.has(type))?.[1];
}

/** Types the schema takes; null for any. */
function typesOf(schema: JsonSchema): ReadonlySet<string> | null {
  const types = new Set<string>();
  for (const choice of choices(schema)) {
    const inner = typesOf(choice);
    if (inner === null) return null;
    for (const type of inner) types.add(type);
  }
  const values = (schema['enum'] ?? ('const' in schema ? [schema['const']] : [])) as unknown[];
  for (const value of values) types.add(value === null ? 'null' : typeof value);
  for (const type of [schema['type'] ?? []].flat() as string[]) types.add(type);
  return types.size === 0 ? null : types;
}
