import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cause } from './api-shared.ts';
import { oneSentence, sinceWhen, withName } from './cause-sentences.ts';
import { isSymptom, orderCauses } from './order-causes.ts';
import { okState } from './sql-asset.ts';

function cause(path: string, level = 3, channel: Cause['channel'] = 'availability'): Cause {
  const refs = path
    .split(' ')
    .map((name) => ({ id: name, name, type: 'server', code: null, state: okState }));
  const asset = refs[0] ?? { id: '', name: '', type: '', code: null };
  return {
    channel,
    asset,
    level,
    since: null,
    sentence: { fr: asset.name, en: asset.name },
    findingIds: [],
    path: refs,
  };
}

const none: ReadonlySet<string> = new Set();
const names = (causes: readonly Cause[]) => causes.map(({ asset }) => asset.name);

test('the database that stopped is told before the page that fails because of it', () => {
  const page = cause('page service');
  const database = cause('database page service');
  assert.deepEqual(names(orderCauses([page, database], none)), ['database', 'page']);
  assert.deepEqual(oneSentence(orderCauses([page, database], none)).fr, 'database');
});

test('a page that is worse than what lies beneath it is a cause of its own', () => {
  const causes = [cause('storage page service', 2), cause('page service', 3)];
  assert.deepEqual(names(orderCauses(causes, none)), ['page', 'storage']);
  assert.equal(oneSentence(orderCauses(causes, none)).fr, 'page, et une autre cause');
});

test('two of a ring are two causes, and channels do not explain each other', () => {
  const ring = [cause('a b service'), cause('b a service')];
  assert.ok(ring.every((one) => !isSymptom(one, ring)));
  const channels = [cause('host page service', 3, 'confidentiality'), cause('page service', 1)];
  assert.ok(channels.every((one) => !isSymptom(one, channels)));
});

test('what was announced goes after what was not, unless that is slight', () => {
  const announced = new Set(['planned']);
  assert.deepEqual(names(orderCauses([cause('planned s'), cause('broken s', 2)], announced)), [
    'broken',
    'planned',
  ]);
  assert.deepEqual(names(orderCauses([cause('slight s', 1), cause('planned s')], announced)), [
    'planned',
    'slight',
  ]);
});

test('several causes in one sentence', () => {
  assert.deepEqual(oneSentence([]), { fr: '', en: '' });
  const three = [cause('a s'), cause('b s'), cause('b s', 1, 'integrity'), cause('c s')];
  assert.deepEqual(oneSentence(three), { fr: 'a, et 2 autres causes', en: 'a, and 2 other causes' });
});

test('a sentence names its asset once and says since when once', () => {
  const now = new Date('2025-11-24T08:12:00Z');
  const since = new Date('2025-11-24T08:00:00Z');
  assert.deepEqual(sinceWhen({ fr: 'Lien coupé.', en: 'Link cut.' }, since, now), {
    fr: 'Lien coupé depuis 12\u00A0min',
    en: 'Link cut for 12\u00A0min',
  });
  const dated = { fr: 'Certificat expiré il y a 3 h', en: 'Certificate expired 3 h ago' };
  assert.deepEqual(sinceWhen(dated, since, now), dated);
  assert.equal(withName('Koné', { fr: 'routeur de koné muet', en: 'silent' }).en, 'silent');
  assert.equal(withName('Koné', { fr: 'muet', en: 'silent' }).fr, 'Koné : muet');
});
