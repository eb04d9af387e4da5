import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { testApp } from '#test/app.ts';
import { signOut } from './auth/api.ts';
import { disable } from './auth/accounts.ts';
import type { EventStreamOptions } from './event-stream.ts';
import { registerEventStream } from './event-stream.ts';
import { announce, channel } from './events.ts';
import { listen } from './listen.ts';

async function withStream(t: TestContext, options: EventStreamOptions = {}) {
  const made = await testApp(t);
  const { app, server, database } = made;
  const listener = await listen(database.url, [channel], (_, payload) => app.events.receive(payload));
  t.after(() => listener.close());
  registerEventStream(server, app, { gatherMilliseconds: 50, ...options });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  const open = async (headers: Readonly<Record<string, string>>) => {
    const reply = await fetch(`http://127.0.0.1:${port}/api/events`, { headers });
    return { reply, reader: readStream(reply) };
  };
  return { ...made, open };
}

function readStream(reply: Response) {
  const events: { topic: string; id: string | null }[] = [];
  let text = '';
  const ended = (async () => {
    if (reply.body === null) return;
    for await (const chunk of reply.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (const [, data] of chunk.matchAll(/^data: (.*)$/gm)) events.push(JSON.parse(data ?? ''));
    }
  })().catch(() => undefined);
  return { events, ended, text: () => text };
}

async function until(done: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 200 && !done(); attempt += 1) await setTimeout(10);
  assert.ok(done());
}

test('what a transaction announces arrives once a topic, when it commits', async (t) => {
  const { app, as, open } = await withStream(t);
  const viewer = await as('viewer');
  await setTimeout(100);
  const { reply, reader } = await open(viewer.headers);
  assert.equal(reply.status, 200);
  assert.equal(reply.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  assert.match(String(reply.headers.get('content-security-policy')), /default-src 'none'/);
  await app.db.transaction().execute(async (db) => {
    await announce(db, 'finding', 'f1');
    await announce(db, 'asset', 'a1');
    await announce(db, 'asset', 'a2');
    await setTimeout(150);
    assert.deepEqual(reader.events, [], 'nothing before the commit');
  });
  await until(() => reader.events.length >= 2);
  await setTimeout(100);
  assert.deepEqual(
    reader.events.toSorted((one, other) => (one.topic < other.topic ? -1 : 1)),
    [
      { topic: 'asset', id: null },
      { topic: 'finding', id: 'f1' },
    ],
  );
});

test('refuses who may not read, and too many streams of one account', async (t) => {
  const { as, open } = await withStream(t, { mostPerAccount: 2 });
  assert.equal((await open({})).reply.status, 401);
  assert.equal((await open((await as([])).headers)).reply.status, 403);
  const viewer = await as('viewer');
  await open(viewer.headers);
  await open(viewer.headers);
  assert.equal((await open(viewer.headers)).reply.status, 429);
  assert.equal((await open((await as('viewer')).headers)).reply.status, 200);
});

test('a stream ends with its session: signed out, or its account disabled', async (t) => {
  const { app, as, open } = await withStream(t);
  const [leaving, disabled, staying] = [await as('viewer'), await as('viewer'), await as('viewer')];
  const streams = [await open(leaving.headers), await open(disabled.headers), await open(staying.headers)];
  let openStreams = 3;
  for (const { reader } of streams) void reader.ended.then(() => (openStreams -= 1));
  await leaving.call(signOut);
  await until(() => openStreams === 2);
  await disable(app.db, disabled.id);
  await announce(app.db, 'account', disabled.id);
  await until(() => openStreams === 1);
});

test('a heartbeat keeps the line open and ends what expired meanwhile', async (t) => {
  const { app, as, open } = await withStream(t, { heartbeatSeconds: 0.1 });
  const viewer = await as('viewer');
  const { reader } = await open(viewer.headers);
  await until(() => reader.text().includes(': \n\n'));
  await app.db
    .updateTable('platform.session')
    .set({ expires_at: new Date(Date.now() - 1) })
    .execute();
  await reader.ended;
});

test('the server closes with a stream open', async (t) => {
  const { server, as, open } = await withStream(t);
  const { reader } = await open((await as('viewer')).headers);
  const begun = Date.now();
  await server.close();
  await reader.ended;
  assert.ok(Date.now() - begun < 2000);
});
