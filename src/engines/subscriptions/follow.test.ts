import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Subject, SubscriptionKind } from './follow.ts';
import { createFollower } from './follow.ts';
import { nameKey, plainWords } from './plain-words.ts';

const subject = (more: Partial<Subject> = {}): Subject => ({
  title: '',
  description: '',
  systems: [],
  names: [],
  ...more,
});

function foundIn(
  kind: SubscriptionKind,
  value: string,
  more: Partial<Subject>,
  aliases = new Map<string, string[]>(),
) {
  const [hit] = createFollower([{ id: 's', kind, value }], aliases)(subject(more));
  return hit === undefined ? null : `${hit.by} ${hit.text}`;
}

describe('a word', () => {
  test('is found whole, whatever its case and accents, in title, systems and description', () => {
    assert.equal(foundIn('word', 'séCurite', { title: 'Mise à jour de SÉCURITÉ' }), 'title securite');
    assert.equal(
      foundIn('word', 'fortigate', { systems: ['FortiOS', 'FortiGate 60F'] }),
      'systems fortigate',
    );
    assert.equal(foundIn('word', 'Node.js', { description: 'A flaw in node.js.' }), 'description node js');
    assert.equal(foundIn('word', 'citrix', { description: 'the Citrixology tool' }), null);
    assert.equal(foundIn('word', 'zero day', { description: 'a zero-day flaw' }), 'description zero day');
    assert.equal(foundIn('word', 'zero day', { systems: ['zero', 'one', 'day'] }), null);
  });

  test('is not looked for in names of products', () => {
    assert.equal(foundIn('word', 'fortios', { names: ['fortinet:fortios'] }), null);
  });
});

describe('a vendor', () => {
  test('answers by its name, however it is written', () => {
    for (const value of [
      'Palo Alto Networks',
      'paloaltonetworks',
      'Palo Alto Networks, Inc.',
      'PALO_ALTO_NETWORKS',
    ])
      assert.equal(
        foundIn('vendor', value, { names: ['paloaltonetworks:pan-os'] }),
        'name paloaltonetworks:pan-os',
        value,
      );
    assert.equal(foundIn('vendor', 'cisco', { names: ['cisco_systems:ios'] }), null);
    assert.equal(foundIn('vendor', 'Docker', { names: ['docker_inc.:desktop'] }), 'name docker_inc.:desktop');
  });

  test('answers under the aliases of the product', () => {
    const aliases = new Map([['broadcom:esxi', ['vmware:esxi']]]);
    assert.equal(foundIn('vendor', 'VMware', { names: ['broadcom:esxi'] }, aliases), 'name vmware:esxi');
  });

  test('named in passing by an advisory on another product is no hit', () => {
    const more = { names: ['google:chrome'], description: 'Chrome on Microsoft Windows' };
    assert.equal(foundIn('vendor', 'Microsoft', more), null);
  });
});

describe('a product', () => {
  test('is asked for alone, with its vendor, or as people say it', () => {
    const names = ['fortinet:fortios'];
    for (const value of ['FortiOS', 'fortinet:fortios', 'Fortinet FortiOS', 'Fortinet, Inc. : FortiOS'])
      assert.equal(foundIn('product', value, { names }), 'name fortinet:fortios', value);
    assert.equal(foundIn('product', 'other:fortios', { names }), null);
    assert.equal(foundIn('product', 'fortiproxy', { names }), null);
  });

  test('is found among packages by the last part of their name', () => {
    assert.equal(
      foundIn('product', 'jackson-databind', { names: ['com.fasterxml.jackson.core:jackson-databind'] }),
      'name com.fasterxml.jackson.core:jackson-databind',
    );
    assert.equal(
      foundIn('product', 'crypto', { names: ['golang.org/x/crypto'] }),
      'name golang.org/x/crypto',
    );
    assert.equal(foundIn('product', 'openssl', { names: ['openssl'] }), 'name openssl');
  });

  test('at publication, without a name that can be compared, is found by its words (as log4j was not)', () => {
    const description =
      'Apache Log4j2 2.0-beta9 through 2.15.0 JNDI features do not protect against attackers.';
    assert.equal(foundIn('product', 'log4j2', { description }), 'description log4j2');
    assert.equal(foundIn('product', 'log4j2', { description, names: ['n/a:n/a'] }), 'description log4j2');
    assert.equal(foundIn('vendor', 'Apache Foundation', { description }), 'description apache');
    assert.equal(foundIn('product', 'apache:log4j2', { systems: ['Log4j2 2.x'] }), 'systems log4j2');
  });
});

test('what holds no letter or digit follows nothing', () => {
  assert.equal(foundIn('word', '+++', { title: '+++ a' }), null);
  assert.deepEqual(createFollower([], new Map())(subject({ title: 'a' })), []);
});

test('hostile texts cost no more than their length', () => {
  const follower = createFollower(
    Array.from({ length: 500 }, (_, at) => ({
      id: `${at}`,
      kind: 'word' as const,
      value: `mot${at} ${'a '.repeat(80)}`,
    })),
    new Map(),
  );
  const started = performance.now();
  follower(
    subject({
      description: 'a '.repeat(400_000),
      names: Array.from({ length: 9000 }, () => ':'.repeat(400)),
    }),
  );
  assert.ok(performance.now() - started < 2000);
  assert.equal(plainWords('É\u0301 \uD800x'), 'e x');
  assert.equal(nameKey('Inc.'), 'inc');
});
