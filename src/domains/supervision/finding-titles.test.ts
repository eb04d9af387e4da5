import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingTitle } from './finding-titles.ts';

const detail = {
  fr: '127.0.0.1:80 : connexion refusée en 1,1 ms.',
  en: '127.0.0.1:80: connection refused in 1.1 ms.',
};

test('a title says the cause, ends without a full stop and names the asset once', () => {
  const seen = { name: 'Lien Nouméa–Koné', type: 'wan_link', kind: 'icmp', code: 'icmp.lost', detail };
  assert.deepEqual(findingTitle(seen), { fr: 'Lien Nouméa–Koné : coupé', en: 'Lien Nouméa–Koné: cut' });
  assert.equal(findingTitle({ ...seen, type: 'server' }).fr, 'Lien Nouméa–Koné ne répond plus');
  assert.equal(
    findingTitle({ ...seen, kind: 'tcp', code: 'tcp.refused' }).en,
    'Lien Nouméa–Koné refuses the connection',
  );
  assert.equal(
    findingTitle({ ...seen, code: 'sensor.on-battery', detail: { fr: 'sur batterie.', en: 'on battery.' } })
      .fr,
    'Lien Nouméa–Koné : sur batterie',
  );
  assert.equal(
    findingTitle({ ...seen, name: '127.0.0.1', code: 'other' }).fr,
    '127.0.0.1:80 : connexion refusée en 1,1 ms',
  );
});
