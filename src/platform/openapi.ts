import { z } from 'zod';
import type { Contract, Schema } from './contract.ts';
import { rightTexts } from './rights.ts';

type JsonSchema = Record<string, unknown>;

/** The interface as an OpenAPI 3.1 document: the same contracts give the same bytes, in the order of their paths. */
export function openApiDocument(contracts: readonly Contract[], version: string): Record<string, unknown> {
  const shared: Record<string, JsonSchema> = {};
  const paths: Record<string, Record<string, unknown>> = {};
  for (const contract of contracts.toSorted(byPath)) {
    const path = (paths[contract.path] ??= {});
    path[contract.method.toLowerCase()] = operation(contract, shared);
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Vigie',
      version,
      description:
        'Operations and cybersecurity console. Sign in with a session (cookie, and the header `X-Vigie-Csrf` on writes), or with an API token (`Authorization: Bearer vgt_…`) whose rights are a part of its owner’s. Errors are problems of RFC 9457 with a stable `code` and their text in French and English. Instants are ISO 8601 in UTC.',
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }],
    tags: [...new Set(contracts.map(tagOf))].toSorted().map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'vigie_session' },
      },
      responses: { Problem: { description: 'Problem', content: problemContent } },
      schemas: { Problem: problemSchema, ...sortKeys(shared) },
    },
  };
}

const problemContent = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
};
const text = {
  type: 'object',
  properties: { fr: { type: 'string' }, en: { type: 'string' } },
  required: ['fr', 'en'],
};
const problemSchema = {
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'In the language of Accept-Language' },
    code: { type: 'string', description: 'Stable name of the problem' },
    text,
    fields: {
      type: 'array',
      items: { type: 'object', properties: { field: { type: 'string' }, message: text } },
    },
    input: { type: 'array', items: { type: 'object' } },
    inputTotal: { type: 'integer' },
  },
  required: ['type', 'title', 'status', 'detail', 'code', 'text'],
};

function byPath(one: Contract, other: Contract): number {
  const key = (contract: Contract) => `${contract.path} ${contract.method}`;
  return key(one) < key(other) ? -1 : 1;
}

function tagOf(contract: Contract): string {
  return contract.path.split('/')[2]?.replace(/\.json$/, '') ?? '';
}

function operation(contract: Contract, shared: Record<string, JsonSchema>): Record<string, unknown> {
  const schemaOf = (part: string, schema: Schema, io: 'input' | 'output') =>
    jsonSchema(schema, io, `${contract.id}.${part}`, shared);
  const parameters = [
    ...parametersOf('path', contract.params && schemaOf('params', contract.params, 'input')),
    ...parametersOf('query', contract.query && schemaOf('query', contract.query, 'input')),
  ];
  return {
    operationId: contract.id,
    tags: [tagOf(contract)],
    summary: contract.summary.en,
    'x-summary-fr': contract.summary.fr,
    description: `Right: \`${contract.right}\` (${rightTexts[contract.right].en}).`,
    'x-right': contract.right,
    ...(contract.right === 'public' ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(contract.body
      ? {
          requestBody: {
            required: true,
            content: bodyContent(contract, schemaOf('body', contract.body, 'input')),
          },
        }
      : {}),
    responses: {
      200: {
        description: 'Done',
        content: replyContent(contract, schemaOf('reply', contract.reply, 'output')),
      },
      ...Object.fromEntries(refusals(contract).map((status) => [status, problemReference])),
    },
  };
}

const problemReference = { $ref: '#/components/responses/Problem' };

function refusals(contract: Contract): string[] {
  const input = contract.params ?? contract.query ?? contract.body;
  return [
    ...(input ? ['400'] : []),
    ...(contract.right === 'public' ? [] : ['401', '403']),
    ...(contract.params ? ['404'] : []),
    'default',
  ];
}

function json(schema: JsonSchema) {
  return { 'application/json': { schema } };
}

function bodyContent(contract: Contract, schema: JsonSchema) {
  return contract.streamed === true ? { 'application/octet-stream': { schema } } : json(schema);
}

function replyContent(contract: Contract, schema: JsonSchema) {
  if (contract.file !== undefined)
    return Object.fromEntries(
      contract.file.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
    );
  return contract.path === '/api/events' ? { 'text/event-stream': { schema } } : json(schema);
}

function parametersOf(place: 'path' | 'query', schema: JsonSchema | undefined): Record<string, unknown>[] {
  const properties = (schema?.['properties'] ?? {}) as Record<string, JsonSchema>;
  const required = (schema?.['required'] ?? []) as string[];
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

/** A zod schema as JSON Schema; parts that refer to themselves move to the shared components. */
export function jsonSchema(
  schema: Schema,
  io: 'input' | 'output',
  name: string,
  shared: Record<string, JsonSchema>,
): JsonSchema {
  const { $schema: _, ...whole } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    // A format says it: the pattern behind it is for a machine that knows none, and would be a third of the document.
    override: ({ jsonSchema: made }) => {
      if (made.format !== undefined) delete made.pattern;
    },
  }) as JsonSchema;
  const { $defs, ...root } = whole;
  const moved = (reference: string) =>
    reference === '#' ? `#/components/schemas/${name}` : `#/components/schemas/${name}.${reference.slice(8)}`;
  for (const [key, value] of Object.entries(($defs ?? {}) as Record<string, JsonSchema>))
    shared[`${name}.${key}`] = withReferences(value, moved) as JsonSchema;
  const result = withReferences(root, moved) as JsonSchema;
  if (!JSON.stringify(root).includes('"$ref":"#"')) return result;
  shared[name] = result;
  return { $ref: `#/components/schemas/${name}` };
}

function withReferences(value: unknown, moved: (reference: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, moved));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string' ? moved(inner) : withReferences(inner, moved),
    ]),
  );
}

function sortKeys(record: Record<string, JsonSchema>): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(record).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
