import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { testApp } from '#test/app.ts';
import { addFeed, listFeeds, readFeedPage } from './api-feeds.ts';
import { feedRoutes } from './routes-feeds.ts';

test('the query of an address, where a mirror may take its token, is for who may change it', async (t) => {
  const { app, as } = await testApp(t, {
    routes: feedRoutes,
    config: { allowedTargets: ['127.0.0.0/8'] },
  });
  const admin = await as('administrator');
  const origin = 'http://127.0.0.1:9/kev.json?token=mot-secret';
  const made = await admin.call(addFeed, {
    body: {
      id: 'kev',
      kind: 'kev',
      title: { fr: 'KEV', en: 'KEV' },
      origin,
      enabled: false,
      everySeconds: 86_400,
      staleAfterSeconds: 259_200,
      secretId: null,
    },
  });
  assert.equal(made.status, 200);
  const params = { id: 'kev' };
  const { call } = await as('viewer');
  const shown = [await call(readFeedPage, { params }), await call(listFeeds)];
  assert.match(JSON.stringify(shown[0]?.body), /kev\.json/);
  assert.doesNotMatch(JSON.stringify(shown.map((reply) => reply.body)), /mot-secret/);
  assert.equal((await admin.call(readFeedPage, { params })).body.origin, origin);
  const { rows } = await sql<{ detail: unknown }>`select detail from platform.audit_entry`.execute(app.db);
  assert.doesNotMatch(JSON.stringify(rows), /mot-secret/);
});
