import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveTopics, readEvent, receive } from './live.ts';

test('what is not an event with a topic is dropped', () => {
  for (const data of ['', 'null', '[]', '{', '{"id":"x"}', '{"topic":3}'])
    assert.equal(readEvent(data), null);
  assert.deepEqual(readEvent('{"topic":"finding","id":null}'), { topic: 'finding', id: null });
});

test('a burst of events is one refresh with its topics', async () => {
  const heard: string[][] = [];
  const stop = liveTopics((topics) => heard.push([...topics].toSorted()));
  for (let count = 0; count < 100; count += 1) receive({ topic: count % 2 === 0 ? 'finding' : 'state' });
  await new Promise((resolve) => setTimeout(resolve, 400));
  stop();
  assert.deepEqual(heard, [['finding', 'state']]);
});
