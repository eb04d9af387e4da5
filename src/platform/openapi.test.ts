import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { testApp } from '#test/app.ts';
import { getOpenApi } from './api.ts';
import { contract } from './contract.ts';
import { generateOpenApi } from './generate-openapi.ts';
import { openApiDocument } from './openapi.ts';
import { platformRoutes } from './platform-routes.ts';

const contracts = platformRoutes.map((route) => route.contract);

/** Every reference of a document with where it points. */
function references(document: unknown): string[] {
  const found: string[] = [];
  JSON.stringify(document, (key, value: unknown) => {
    if (key === '$ref' && typeof value === 'string') found.push(value);
    return value;
  });
  return found;
}

function pointsTo(document: unknown, reference: string): unknown {
  return reference
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
}

test('describes each contract once, in both languages, with nothing dangling', () => {
  const document = JSON.parse(generateOpenApi(contracts)) as {
    openapi: string;
    paths: Record<string, Record<string, Record<string, unknown>>>;
  };
  assert.match(document.openapi, /^3\.1/);
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  assert.equal(operations.length, contracts.length + 2);
  assert.equal(new Set(operations.map((one) => one['operationId'])).size, operations.length);
  for (const one of operations) {
    assert.ok(one['summary'] && one['x-summary-fr'], String(one['operationId']));
    assert.ok((one['responses'] as object) && '200' in (one['responses'] as object));
  }
  for (const reference of references(document)) assert.ok(pointsTo(document, reference), reference);
});

test('the same contracts give the same bytes, whatever their order', () => {
  assert.equal(generateOpenApi(contracts), generateOpenApi(contracts.toReversed()));
});

test('a schema that holds itself becomes a shared one', () => {
  const node = z.object({
    name: z.string(),
    get inner() {
      return z.array(node);
    },
  });
  const recursive = contract('x.read', {
    method: 'GET',
    path: '/api/x/{id}',
    right: 'read',
    summary: { fr: 'x', en: 'x' },
    params: z.object({ id: z.uuid() }),
    reply: node,
  });
  const document = openApiDocument([recursive], '1');
  const found = references(document);
  assert.ok(found.some((reference) => reference.startsWith('#/components/schemas/x.read.reply')));
  for (const reference of found) assert.ok(pointsTo(document, reference), reference);
});

test('the reference is served under the strict policy, with no inline script and no other address', async (t) => {
  const { server, as, anonymous } = await testApp(t);
  const page = await server.inject('/api/docs');
  assert.equal(page.statusCode, 200);
  assert.match(String(page.headers['content-security-policy']), /script-src 'self'/);
  assert.doesNotMatch(page.body, /<script(?![^>]*src=)|style=|onclick|https?:/);
  for (const [, path] of page.body.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)) {
    const file = await server.inject(path ?? '');
    assert.equal(file.statusCode, 200, String(path));
    assert.doesNotMatch(file.body, /innerHTML|eval\(|https?:\/\//);
  }
  const viewer = await as('viewer');
  const document = await viewer.call(getOpenApi);
  assert.equal(document.status, 200);
  assert.equal((await anonymous(getOpenApi)).status, 401);
});

test('the page of the reference weighs little', () => {
  const bytes = ['html', 'css', 'js']
    .map((kind) => readFileSync(join(import.meta.dirname, 'reference', `reference.${kind}`)).length)
    .reduce((sum, one) => sum + one, 0);
  assert.ok(bytes < 20_000, `${bytes} bytes`);
});
