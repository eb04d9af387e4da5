import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  distributionOf,
  distributionOfPackages,
  distributionOfSystem,
  managerOf,
  readDistribution,
} from './distribution.ts';
import { readInventory } from './read-inventory.ts';

test('a release, however it is written', () => {
  const told: Readonly<Record<string, string>> = {
    'Debian GNU/Linux 12': 'debian-12',
    'debian-sid': 'debian-sid',
    Debian12: 'debian-12',
    'Ubuntu 22.04.3': 'ubuntu-22.04',
    'red hat enterprise linux 9.4': 'rhel-9',
    'Rocky Linux 8': 'rocky-8',
    'amazon linux 2023.3.20231218': 'amzn-2023',
    'suse-15.4': 'sles-15.4',
    'opensuse-leap-15.5': 'opensuse-leap-15.5',
    'wolfi-20230201': 'wolfi',
    debian: '',
    'debian testing': '',
    '': '',
    constructor: '',
  };
  for (const [text, release] of Object.entries(told)) assert.equal(readDistribution(text), release, text);
});

test('a release of os-release, of a system and of its packages', () => {
  assert.equal(distributionOf('wolfi', '20230201'), 'wolfi');
  assert.equal(distributionOf('debian', '', 'trixie'), 'debian-13');
  assert.equal(distributionOf('openeuler', '22.03'), 'openeuler-22.03');
  assert.equal(distributionOf('debian', ''), '');
  assert.equal(distributionOfSystem('Debian GNU/Linux', '12.4'), 'debian-12');
  assert.equal(distributionOfSystem('FortiOS', '7.4.3'), '');
  const release = { ecosystem: 'rpm', name: 'system-release', version: '2023.3.20231218-1.amzn2023' };
  assert.equal(distributionOfPackages([release]), 'amzn-2023');
  assert.deepEqual(['debian', 'debian-sid', 'wolfi', 'windows-10', 'constructor'].map(managerOf), [
    'deb',
    'deb',
    'apk',
    null,
    null,
  ]);
});

test('a distribution without its release is said not to be known', () => {
  const { value, problems } = readInventory('ii  bash  5.2.15-2  amd64\nii  curl  7.88.1-10  amd64\n', {
    distribution: 'debian',
  });
  assert.deepEqual(
    value.map((one) => one.distribution),
    ['', ''],
  );
  assert.ok(problems.some(({ code }) => code === 'inventory.distribution-unknown'));
  const table = readInventory('package;version;distribution\nbash;5.2.15-2;Debian\n').value;
  assert.deepEqual(
    table.map((one) => [one.ecosystem, one.distribution]),
    [['deb', '']],
  );
});
