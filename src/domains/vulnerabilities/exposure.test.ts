import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExposureFacts } from './exposure.ts';
import { exposureOf, isPublicAddress } from './exposure.ts';
import { missionOf } from './mission.ts';

const server: ExposureFacts = {
  type: 'server',
  saidExposure: null,
  saidZone: null,
  saidBy: null,
  addresses: [],
  openZone: null,
};
const saidBy = { fr: 'Inventaire', en: 'Inventory' };

const cases: readonly [string, Partial<ExposureFacts>, string, RegExp][] = [
  ['nothing known', {}, 'controlled', /hypothèse/],
  ['said open', { saidExposure: 'Ouverte', saidBy }, 'open', /Inventaire/],
  ['said small against its address', { saidExposure: 'small', addresses: ['8.8.8.8'] }, 'small', /déclarée/],
  ['a word nobody knows is no answer', { saidExposure: 'bleue' }, 'controlled', /hypothèse/],
  ['zone DMZ', { saidZone: 'DMZ publique', saidBy }, 'open', /DMZ publique.*Inventaire/],
  ['zone of servers, against its type', { saidZone: 'Serveurs', type: 'firewall' }, 'controlled', /Serveurs/],
  ['an isolated zone', { saidZone: 'Réseau isolé' }, 'small', /isolé/],
  ['a public address', { addresses: ['10.0.0.1', '202.22.224.7'] }, 'open', /adresse IP publique/],
  ['private addresses', { addresses: ['10.0.0.1', 'fd00::1', '203.0.113.9'] }, 'controlled', /hypothèse/],
  ['flows from the Internet', { openZone: 'Internet' }, 'open', /« Internet »/],
  ['a firewall', { type: 'firewall' }, 'open', /première ligne/],
  ['a gateway', { type: 'vpn_gateway' }, 'open', /première ligne/],
  ['workstations', { type: 'workstation_pool' }, 'small', /poste/],
];

for (const [what, facts, exposure, reason] of cases) {
  test(`exposure: ${what}`, () => {
    const answer = exposureOf({ ...server, ...facts });
    assert.equal(answer.exposure, exposure);
    assert.match(answer.reason.fr, reason);
  });
}

test('addresses of the public Internet', () => {
  const hidden = [
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.1.1',
    '172.16.0.1',
    '172.31.9.9',
    '192.168.1.1',
  ];
  hidden.push(
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.7',
    '224.0.0.1',
    '255.255.255.255',
    '0.0.0.0',
    'fe80::1',
  );
  hidden.push('fd12::1', '2001:db8::1', '::1', 'nonsense', '');
  for (const address of hidden) assert.equal(isPublicAddress(address), false, address);
  for (const address of [
    '1.1.1.1',
    '100.128.0.1',
    '172.32.0.1',
    '192.0.3.1',
    '198.20.0.1',
    '2606:4700::1111',
  ]) {
    assert.equal(isPublicAddress(address), true, address);
  }
});

test('mission: the highest need decides and the neediest are named', () => {
  const service = (name: string, need: number) => ({ id: name, name, need });
  assert.equal(missionOf([]).mission, 'degraded');
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((need) => missionOf([service('A', need)]).mission),
    ['degraded', 'degraded', 'support_crippled', 'mef_failure', 'mission_failure'],
  );
  const many = missionOf([
    service('A', 1),
    service('B', 4),
    service('C', 2),
    service('D', 3),
    service('E', 0),
  ]);
  assert.equal(many.mission, 'mission_failure');
  assert.equal(many.reason.fr, 'porte B, D, C et 2 autres (besoin 4 sur 4)');
  assert.equal(many.reason.en, 'carries B, D, C and 2 more (need 4 of 4)');
});
