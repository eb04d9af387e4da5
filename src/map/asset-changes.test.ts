import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assetChanges } from './asset-changes.ts';

const bare = {
  name: 'srv',
  type: 'server',
  code: null,
  organisation_id: null,
  site_id: null,
  criticality: null,
  attributes: {},
  orphaned_at: null,
  retired_at: null,
};
const at = (seconds: number) => new Date(Date.UTC(2025, 10, 24, 0, 0, seconds));

test('entering the map is one line although the row is filled in just after', () => {
  const filled = { ...bare, code: 'SRV', attributes: { os: 'Debian' } };
  const changes = assetChanges(
    [
      { at: at(0), state: bare },
      { at: at(2), state: filled },
    ],
    () => undefined,
  );
  assert.deepEqual(
    changes.map((change) => change.sentence.fr),
    ['Entré sur la carte (Serveur)'],
  );
});

test('each change is told by name, old and new', () => {
  const states = [
    { ...bare, code: 'SRV' },
    { ...bare, code: 'SRV', name: 'srv-1', organisation_id: 'a', attributes: { os: 'Debian', rack: 'A1' } },
    {
      ...bare,
      code: 'SRV',
      name: 'srv-1',
      organisation_id: 'b',
      attributes: { rack: 'A1' },
      orphaned_at: 'x',
    },
    {
      ...bare,
      code: 'SRV',
      name: 'srv-1',
      organisation_id: 'b',
      attributes: { rack: 'A1' },
      orphaned_at: null,
      retired_at: 'y',
    },
  ];
  const names = new Map([['a', 'Direction A']]);
  const revisions = states.map((state, index) => ({ at: at(index), state }));
  const told = assetChanges(revisions, (id) => names.get(id)).map((change) => change.sentence);
  assert.deepEqual(told.map((sentence) => sentence.fr).slice(1), [
    'Nom : srv → srv-1 ; Organisation : — → Direction A ; Attributs modifiés : os, rack',
    'Organisation : Direction A → b ; Attributs modifiés : os ; Plus aucune source ne le voit',
    'Vu de nouveau par une source ; Retiré de la carte',
  ]);
  assert.equal(told[3]?.en, 'Seen again by a source; Retired from the map');
});

test('a revision that says nothing a person reads is no line', () => {
  const same = { ...bare, code: 'SRV', owner_account_id: 'x' };
  assert.equal(
    assetChanges(
      [
        { at: at(0), state: { ...bare, code: 'SRV' } },
        { at: at(9), state: same },
      ],
      () => undefined,
    ).length,
    1,
  );
});
