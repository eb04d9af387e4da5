import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createImpact } from '#engines/graph/impact.ts';
import { normaliseIdentity } from '#engines/identity/normalise.ts';
import type { JsonValue } from '#engines/json-value.ts';
import { linksOf, modelOfBuckets, reconcileBuckets } from './estate-model.ts';
import { demoEstate, observerOf } from './estate.ts';
import type { BucketSet } from './estate-types.ts';

const estate = demoEstate();
const reconciled = reconcileBuckets(estate.buckets);
const impact = createImpact(modelOfBuckets(estate.buckets));
const typeOf = new Map(
  estate.buckets.flatMap(({ assets }) => assets.map((claim) => [claim.key, claim.type])),
);

function* textsOf(value: JsonValue): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (value !== null && typeof value === 'object')
    for (const part of Object.values(value)) yield* textsOf(part);
}

/** Everything reached from a node through what it stands on. */
function suppliersOf(key: string): Set<string> {
  const { nodes } = impact.value.suppliers(key, { depth: 30, limit: 2000 });
  return new Set(nodes.map(({ node }) => node));
}

test('thirty services, twenty-five sites, twenty directions, about four hundred things under them', () => {
  assert.equal(estate.services.length, 30);
  assert.equal(estate.sites.length, 25);
  assert.equal(estate.organisations.length, 20);
  const assets = [...new Set(reconciled.assetOf.values())];
  const beneath = assets.filter(
    (key) => !['service', 'site', 'organisation'].includes(typeOf.get(key) ?? ''),
  );
  assert.equal(assets.length - beneath.length, 75);
  assert.ok(beneath.length >= 380 && beneath.length <= 480, `${beneath.length}`);
});

test('two builds are the same', () => {
  assert.deepEqual(demoEstate(), estate);
});

test('each bucket stands by itself: every end, member and key is there', () => {
  for (const { bucket, assets, links, requirements } of estate.buckets) {
    const keys = new Set(assets.map((claim) => claim.key));
    assert.equal(keys.size, assets.length, bucket);
    const groups = new Map(requirements.map((requirement) => [requirement.key, requirement]));
    assert.equal(groups.size, requirements.length, bucket);
    for (const { from, to, type, requirement } of links) {
      assert.ok(keys.has(from) && keys.has(to) && from !== to, `${bucket}: ${from} ${type} ${to}`);
      if (requirement === undefined) continue;
      const of = groups.get(requirement)?.of;
      assert.ok(of === from || of === to, `${bucket}: ${requirement} is not of ${from} nor ${to}`);
    }
    for (const { key, of, kMin = 1, kFull = kMin } of requirements) {
      const members = links.filter((link) => link.requirement === key);
      assert.ok(keys.has(of) && members.length > 0, key);
      assert.ok(kMin >= 1 && kMin <= kFull && kFull <= members.length, key);
    }
  }
});

test('no link is said twice in a bucket', () => {
  for (const { bucket, links } of estate.buckets) {
    const names = links.map(
      ({ from, to, type, requirement }) => `${from} ${type} ${to} ${requirement ?? ''}`,
    );
    assert.equal(new Set(names).size, names.length, bucket);
  }
});

test('addresses are documentation addresses, names end in .example', () => {
  const ipv4 = /^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}$/;
  const forms: Readonly<Record<string, RegExp>> = {
    ip: /^(?:(192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}|2001:db8:[0-9a-f:]+)$/,
    mac: /^0(0:00:5e:00:53|2:00:5e:[0-9a-f]{2}:53):[0-9a-f]{2}$/,
    fqdn: /^[a-z0-9.-]+\.example$/,
    serial: /DEMO\d{4}$/,
  };
  for (const { assets } of estate.buckets) {
    for (const { key, name, identities, attributes } of assets) {
      for (const { kind, value } of identities) {
        const form = forms[kind];
        if (form !== undefined) assert.match(value, form, `${key} ${kind}`);
      }
      for (const text of [name, ...textsOf(attributes)]) {
        for (const [address] of text.matchAll(/\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g))
          assert.match(address, ipv4, key);
        for (const [host] of text.matchAll(/(?:[a-z0-9-]+\.)+[a-z]{2,}/g)) {
          assert.doesNotMatch(host, /\.(?:nc|fr|com|net|org|local|lan)$/, key);
        }
      }
    }
  }
});

test('identities are in the spelling of the house, and no two assets share one', () => {
  const bearers = new Map<string, Set<string>>();
  for (const { bucket, assets } of estate.buckets) {
    for (const { key, identities } of assets) {
      for (const identity of identities) {
        assert.deepEqual(
          normaliseIdentity(identity.kind, identity.value).value,
          identity,
          `${bucket} ${key}`,
        );
        const asset = reconciled.assetOf.get(`${bucket} ${key}`);
        if (asset === undefined) continue;
        const name = `${identity.kind} ${identity.value}`;
        bearers.set(name, (bearers.get(name) ?? new Set()).add(asset));
      }
    }
  }
  for (const [name, assets] of bearers) assert.equal(assets.size, 1, `${name}: ${[...assets].join(', ')}`);
});

test('sources meet on the same assets, and exactly one match is left to a person', () => {
  assert.deepEqual(
    reconciled.questions.map(({ bucket, key, candidates }) => ({
      bucket,
      key,
      candidates: [...candidates].sort(),
    })),
    [{ bucket: 'demo:network', key: 'snmp/sw-kou-1', candidates: ['sw-kou-1', 'sw-kou-spare'] }],
  );
  for (const [claim, asset] of reconciled.assetOf) {
    const key = claim.slice(claim.indexOf(' ') + 1).replace(/^(?:snmp|node)\//, '');
    assert.equal(asset, key, `${claim} was taken for ${asset}`);
  }
});

test('where the network answers otherwise than the inventory, both say so', () => {
  const attributes = (bucket: string, key: string) => {
    const set = estate.buckets.find((candidate) => candidate.bucket === bucket);
    return set?.assets.find((claim) => claim.key === key)?.attributes ?? {};
  };
  const versions = (key: string) =>
    [attributes('demo:inventory', key), attributes('demo:network', `snmp/${key}`)].map(
      (facts) => facts['os_version'],
    );
  assert.deepEqual(versions('sw-kne-1'), ['10.12.1000', '10.13.1040']);
  assert.deepEqual(versions('sw-lif-1'), ['10.13.1040', '10.13.1040']);
  assert.notEqual(
    attributes('demo:inventory', 'sw-brl-1')['model'],
    attributes('demo:network', 'snmp/sw-brl-1')['model'],
  );
});

test('every service has a requirement, an owner, and stands on at least one site', () => {
  const owners = new Set(estate.organisations.map(({ code }) => code));
  for (const { key, code, organisation, label, dmiaMinutes, pdmaMinutes, usersServed } of estate.services) {
    assert.ok(owners.has(organisation), `${code} ${organisation}`);
    assert.match(label.fr, /inventés/);
    assert.match(label.en, /invented/);
    assert.ok(dmiaMinutes > 0 && pdmaMinutes > 0 && usersServed > 0, code);
    const beneath = suppliersOf(key);
    const sites = [...beneath].filter((supplier) => typeOf.get(supplier) === 'site');
    assert.ok(beneath.size > 5 && sites.length > 0, `${code} stands on ${beneath.size} assets`);
  }
});

test('every office site serves some public service', () => {
  const used = new Set(estate.services.flatMap(({ key }) => [...suppliersOf(key)]));
  for (const { key, code } of estate.sites) assert.ok(used.has(key), code);
});

test('nothing is hurt while nothing is wrong, and the model has no fault', () => {
  assert.deepEqual(impact.problems, []);
  for (const { key, code } of estate.services) assert.equal(impact.value.state(key).availability, 0, code);
});

test('the common causes hidden on purpose are single points of failure', () => {
  for (const { cause, hurts } of estate.hiddenCommonCauses) {
    assert.ok(impact.value.singlePointsOfFailure(hurts).includes(cause), `${cause} of ${hurts}`);
  }
});

test('name service and clusters lean on each other', () => {
  assert.ok(suppliersOf('dns').has('cl-dc1'));
  assert.ok(suppliersOf('cl-dc1').has('dns'));
});

test('what each probe watches is on the map, and by one probe only', () => {
  const watched = estate.sources.flatMap((source) => source.watches);
  assert.equal(new Set(watched).size, watched.length);
  for (const key of watched) assert.ok(estate.homes[key] !== undefined, key);
  assert.equal(observerOf(estate, 'rtr-kne-1'), 'demo:probe-kne');
  assert.equal(observerOf(estate, 'san-1'), 'demo:checks');
});

test('tax data lies where its class does not permit it, once, on purpose', () => {
  const links = linksOf(estate.buckets, reconciled);
  const attributesOf = new Map(
    estate.buckets.flatMap(({ bucket, assets }: BucketSet) =>
      assets
        .filter(({ key }) => estate.homes[key] === bucket)
        .map(({ key, attributes }) => [key, attributes]),
    ),
  );
  const misplaced = links.filter(({ type, from, to }) => {
    const zone = attributesOf.get(from)?.['zone'];
    const permitted = attributesOf.get(to)?.['permitted_zones'];
    return (
      type === 'stores' && typeof zone === 'string' && Array.isArray(permitted) && !permitted.includes(zone)
    );
  });
  assert.deepEqual(
    misplaced.map(({ to }) => to),
    ['ds-extrait-fiscal'],
  );
});
