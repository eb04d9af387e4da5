import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csrfToken, readProblem, urlOf } from './client.ts';

test('parameters are escaped into the path and lists repeat in the query', () => {
  const url = urlOf(
    { path: '/api/assets/{id}' },
    { params: { id: 'a/b?' }, query: { q: 'é', state: ['x', 'y'], no: undefined, nil: null } },
  );
  assert.equal(url, '/api/assets/a%2Fb%3F?q=%C3%A9&state=x&state=y');
  assert.equal(urlOf({ path: '/api/weather' }, {}), '/api/weather');
});

test('the token of the readable cookie is found among the others', () => {
  assert.equal(csrfToken('a=1; vigie_csrf=t%3Dk; b=2'), 't=k');
  assert.equal(csrfToken('xvigie_csrf=no'), '');
});

test('a problem keeps its code, its two languages and its fields', () => {
  const problem = readProblem(400, {
    code: 'bad-request',
    text: { fr: 'Corrigez.', en: 'Correct.' },
    fields: [{ field: 'body.name', message: { fr: 'Trop long.', en: 'Too long.' } }, { field: 3 }],
  });
  assert.equal(problem.code, 'bad-request');
  assert.equal(problem.text.fr, 'Corrigez.');
  assert.deepEqual(
    problem.fields.map((field) => field.field),
    ['body.name'],
  );
});

test('any answer at all becomes a sentence', () => {
  for (const document of [null, 'text', 12, [], { text: 3 }, { fields: 'x', detail: '' }]) {
    const problem = readProblem(502, document);
    assert.equal(problem.status, 502);
    assert.ok(problem.text.fr.length > 10 && problem.text.en.length > 10);
  }
  assert.equal(readProblem(418, { detail: 'Théière.' }).text.fr, 'Théière.');
});
