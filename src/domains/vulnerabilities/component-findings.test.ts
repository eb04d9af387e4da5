import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { RuleCondition } from '#engines/advisory/advisory.ts';
import { componentKey } from '#engines/matching/component-key.ts';
import { weightOf } from '#engines/matching/rule-index.ts';
import type { Scheme } from '#engines/version/schemes.ts';
import { keyBytes } from '#engines/version/sort-key.ts';
import { listFindings, readFinding } from '#map/api-findings.ts';
import { impactOf } from '#map/live-impact.ts';
import { mapRoutes } from '#map/map-routes.ts';
import { runRule } from '#map/run-rule.ts';
import type { DB } from '#platform/database-types.ts';
import { testApp } from '#test/app.ts';
import { mapFixture } from '#test/map-fixture.ts';
import { addAdvisory, addVulnerability, install } from '#test/vulnerability-factories.ts';
import { refreshComponents } from './names.ts';
import { vulnerabilityRules } from './rules.ts';
import { refreshStanding } from './standing.ts';
import { writePolicyRow } from './store-policy.ts';

const fortios = {
  ecosystem: 'system',
  vendor: 'Fortinet',
  name: 'FortiOS',
  version: '7.4.3',
  cpe: 'cpe:2.3:o:fortinet:fortios:7.4.3:*:*:*:*:*:*:*',
};
const day = 86_400_000;
const networkTotal = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
const localPartial = 'CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N';

interface GivenRule {
  readonly name?: string;
  readonly namespace?: string;
  readonly scheme?: Scheme;
  readonly low?: string;
  readonly high?: string;
  /** Where the fault ends; `high` unless told. */
  readonly fixedIn?: string | null;
  readonly condition?: RuleCondition;
  readonly target?: string;
}

async function addRule(
  db: Kysely<DB>,
  advisoryId: number,
  vulnerabilityId: number,
  given: GivenRule,
): Promise<void> {
  const {
    name = 'fortinet:fortios',
    namespace = 'product',
    scheme = 'fortios',
    low,
    high,
    condition = null,
  } = given;
  const key = (version: string) => Buffer.from(keyBytes(componentKey(scheme, version) ?? ''));
  const weight = weightOf({ status: 'affected', trust: 20, condition } as Parameters<typeof weightOf>[0]);
  await sql`
    with named as (
      insert into vulnerabilities.name (namespace, name, scheme) values (${namespace}, ${name}, ${scheme})
      on conflict (name, namespace, scheme) do update set scheme = excluded.scheme returning id
    )
    insert into vulnerabilities.rule (name_id, advisory_id, vulnerability_id, status, trust, weight, low, high, fixed_in,
      condition, target, pointer)
    select named.id, ${advisoryId}, ${vulnerabilityId}, 1, 20, ${weight}, ${low === undefined ? null : key(low)}, ${high === undefined ? null : key(high)},
      ${given.fixedIn === undefined ? (high ?? null) : given.fixedIn}, ${condition === null ? null : JSON.stringify(condition)}::jsonb,
      ${given.target ?? null}, '/containers/cna/affected/0' from named
  `.execute(db);
}

async function start(t: { after(fn: () => Promise<void>): void }) {
  const vigie = await testApp(t, { routes: mapRoutes });
  const map = await mapFixture(vigie.app, t);
  const { db } = vigie.app;
  const rule = vulnerabilityRules[0];
  assert.ok(rule !== undefined);
  const viewer = await vigie.as('viewer');
  const add = async (
    name: string,
    more: Parameters<typeof addVulnerability>[2],
    rules: readonly GivenRule[],
  ) => {
    const id = await addVulnerability(db, name, more);
    const advisory = await addAdvisory(db, id, { feed: 'cve', kind: 'cve', key: name });
    for (const one of rules) await addRule(db, advisory, id, one);
    return id;
  };
  /** Matches, standing, rule and impact follow what was written; the open findings, most urgent first. */
  const settle = async (now = new Date()) => {
    await map.settle();
    await db.transaction().execute(async (db) => void (await refreshComponents(db, now)));
    await refreshStanding(db, impactOf(vigie.app), now);
    await runRule(db, rule, now);
    await map.settle();
    const { items } = (await viewer.call(listFindings, { query: { rule: rule.id } })).body;
    return await Promise.all(
      items.map(async ({ id }) => {
        const { body } = await viewer.call(readFinding, { params: { id } });
        return { ...body, evidence: body.evidence as Evidence };
      }),
    );
  };
  const put = (key: string, software: Parameters<typeof install>[3]) =>
    install(db, map.sourceId, map.id(key), software);
  return { ...vigie, db, map, add, settle, put };
}

interface Evidence {
  readonly target?: string;
  readonly exploited: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly decision: Readonly<Record<string, unknown>> & {
    readonly path: readonly { readonly fr: string }[];
  };
  readonly vulnerabilities: readonly Readonly<Record<string, unknown>>[];
}

const kev = { addedOn: '2024-02-09', ransomware: false };

test('one finding for one software and one remedy, on every asset that has it', async (t) => {
  const { add, settle, put } = await start(t);
  for (const key of ['srv-1', 'srv-2', 'rtr-n']) await put(key, [fortios]);
  await add('CVE-2024-21762', { kev, cvss: [{ vector: networkTotal }], cvssScore: 9.8, epss: 0.92 }, [
    { low: '7.4.0', high: '7.4.4' },
  ]);
  await add('CVE-2024-0002', { cvss: [{ vector: localPartial }], cvssScore: 2.1 }, [
    { low: '7.4.0', high: '7.4.8' },
  ]);
  await add('CVE-2024-0003', {}, [{ low: '7.4.0', fixedIn: null }]);
  await add('CVE-2019-9999', {}, [{ low: '6.0.0', high: '6.4.0' }]);
  const findings = await settle();
  assert.deepEqual(
    findings.map((finding) => [finding.title.fr, finding.assetCount]),
    [
      ['FortiOS 7.4.3 : passer à 7.4.8 (2 CVE, dont 1 exploitée)', 3],
      ['FortiOS 7.4.3 : pas de correctif connu, réduire le risque (1 CVE)', 3],
    ],
  );
  const [first, second] = findings;
  assert.deepEqual([first?.integrity, first?.confidentiality, first?.availability], [1, 1, 0]);
  assert.deepEqual([second?.integrity, second?.confidentiality], [0, 0]);
  assert.deepEqual(first?.evidence.counts, { vulnerabilities: 2, exploited: 1, assets: 3, services: 1 });
  assert.deepEqual(
    first?.evidence.vulnerabilities.map((one) => [
      one['name'],
      one['feed'],
      one['advisory'],
      one['pointer'],
      one['fixedIn'],
    ]),
    [
      ['CVE-2024-21762', 'cve', 'CVE-2024-21762', '/containers/cna/affected/0', '7.4.4'],
      ['CVE-2024-0002', 'cve', 'CVE-2024-0002', '/containers/cna/affected/0', '7.4.8'],
    ],
  );
  assert.equal(first?.evidence.exploited, true);
  assert.match(first?.priorityReason?.fr ?? '', /^Exploitation : active · Exposition : maîtrisée · /);
  assert.match(first?.remedy.fr ?? '', /à la version 7\.4\.8 .*\nUne vulnérabilité connue touche encore/);
});

test('what stands on an asset and how exposed it is move the deadline', async (t) => {
  const { db, map, add, settle, put } = await start(t);
  await put('srv-1', [fortios]);
  await add('CVE-2024-21762', { kev, cvss: [{ vector: networkTotal }] }, [{ low: '7.4.0', high: '7.4.4' }]);
  const now = new Date();
  const [calm] = await settle(now);
  // Active, automatable, in a network taken as controlled, beneath a service of need 4.
  assert.deepEqual(
    [calm?.deadline, calm?.severity, calm?.dueAt],
    ['days14', 3, new Date(now.getTime() + 14 * day).toISOString()],
  );
  await sql`update map.asset set attributes = attributes || '{"exposure":"open"}' where id = ${map.id('srv-1')}::uuid`.execute(
    db,
  );
  const later = new Date(now.getTime() + day);
  const [exposed] = await settle(later);
  assert.equal(exposed?.id, calm?.id);
  assert.deepEqual(
    [exposed?.deadline, exposed?.severity, exposed?.dueAt],
    ['immediate', 4, new Date(now.getTime() + 3 * day).toISOString()],
  );
  assert.deepEqual(
    exposed?.evidence.decision.path.map((step) => step.fr),
    ['Exploitation : active', 'Exposition : ouverte', 'Automatisable : oui', 'Impact humain : très élevé'],
  );
  assert.deepEqual(exposed?.evidence.decision['mission'], {
    fr: 'porte Immatriculation (besoin 4 sur 4)',
    en: 'carries Immatriculation (need 4 of 4)',
  });
  await sql`update map.asset set attributes = attributes || '{"exposure":"small"}' where id = ${map.id('srv-1')}::uuid`.execute(
    db,
  );
  assert.equal((await settle(later))[0]?.deadline, 'days14');
});

test('the directive 26-04 asks other questions, and the policy gives the days', async (t) => {
  const { db, map, add, settle, put } = await start(t);
  await put('srv-1', [fortios]);
  await add('CVE-2024-21762', { kev, cvss: [{ vector: networkTotal }] }, [{ low: '7.4.0', high: '7.4.4' }]);
  const policy = { immediateDays: 2, outOfCycleDays: 10, scheduledDays: 30, likelyEpss: 0.1 };
  await writePolicyRow(db, { ...policy, kind: 'bod-26-04' });
  const [finding] = await settle();
  assert.equal(finding?.deadline, 'immediate');
  assert.deepEqual(finding?.evidence.decision['outcome'], {
    fr: '3 jours et recherche de compromission',
    en: '3 days & forensic investigation',
  });
  assert.match(finding?.remedy.fr ?? '', /traces de compromission/);
  await sql`update vulnerabilities.vulnerability set kev = null`.execute(db);
  assert.deepEqual(
    (await settle()).map((one) => [one.deadline, one.integrity]),
    [['planned', 0]],
  );
  await sql`update map.asset set attributes = attributes || '{"exposure":"open"}' where id = ${map.id('srv-1')}::uuid`.execute(
    db,
  );
  // Not in KEV, exposed, automatable, total: three days.
  assert.equal((await settle())[0]?.deadline, 'immediate');
  await writePolicyRow(db, { ...policy, kind: 'ssvc', outOfCycleDays: 3 });
  await sql`update vulnerabilities.vulnerability set kev = ${JSON.stringify(kev)}::jsonb`.execute(db);
  await sql`update map.asset set attributes = attributes || '{"exposure":"small"}' where id = ${map.id('srv-1')}::uuid`.execute(
    db,
  );
  assert.equal((await settle())[0]?.deadline, 'days3');
});

test('decisions take vulnerabilities off, where and as long as they hold', async (t) => {
  const { db, map, add, settle, put } = await start(t);
  await put('srv-1', [fortios]);
  await put('db-b', [fortios]);
  const id = await add('CVE-2024-21762', { kev, cvss: [{ vector: networkTotal }] }, [
    { low: '7.4.0', high: '7.4.4' },
  ]);
  const decide = async (values: object) => {
    await db.deleteFrom('vulnerabilities.decision').execute();
    await db
      .insertInto('vulnerabilities.decision')
      .values({
        vulnerability_id: id,
        statement: 'Essai',
        created_by_name: 'Essai',
        status: 'not_affected',
        justification: 'component_not_present',
        ...values,
      })
      .execute();
  };
  const bearers = async (now?: Date) =>
    (await settle(now)).map((finding) => finding.assets.map((asset) => asset.name).join(' '));
  assert.deepEqual(await bearers(), ['Base des titres srv-1']);
  await decide({});
  assert.deepEqual(await bearers(), []);
  await decide({ asset_id: map.id('srv-1') });
  assert.deepEqual(await bearers(), ['Base des titres']);
  await decide({ service_id: map.id('svc-b') });
  assert.deepEqual(await bearers(), ['srv-1']);
  const { rows } = await sql<{ id: string }>`select id from map.component`.execute(db);
  await decide({ component_id: rows[0]?.id });
  assert.deepEqual(await bearers(), []);
  await decide({ status: 'under_investigation', justification: null });
  assert.deepEqual(await bearers(), ['Base des titres srv-1']);
  const now = new Date();
  await decide({ status: 'accepted', justification: null, expires_at: new Date(now.getTime() + day) });
  assert.deepEqual(await bearers(now), []);
  assert.deepEqual(await bearers(new Date(now.getTime() + 2 * day)), ['Base des titres srv-1']);
});

test('what must stand beside it is held against each asset: seen here, to confirm there', async (t) => {
  const { add, settle, put } = await start(t);
  const plugin = { ecosystem: 'product', vendor: 'Acme', name: 'Agent', version: '2.0' };
  const windows = {
    ecosystem: 'system',
    vendor: 'Microsoft',
    name: 'Windows Server 2019',
    version: '10.0.17763.1',
    cpe: 'cpe:2.3:o:microsoft:windows_server_2019:10.0.17763.1:*:*:*:*:*:*:*',
  };
  await put('srv-1', [plugin, windows]);
  await put('srv-2', [plugin]);
  const condition: RuleCondition = { groups: [[{ name: 'microsoft:windows', low: null, high: null }]] };
  await add('CVE-2024-0007', { kev }, [{ name: 'acme:agent', scheme: 'generic', high: '2.1', condition }]);
  const findings = await settle();
  assert.deepEqual(
    findings.map((finding) => [
      finding.title.fr,
      finding.assets.map((asset) => asset.name),
      finding.severity,
      finding.integrity,
    ]),
    [
      ['Agent 2.0 : passer à 2.1 (1 CVE exploitée)', ['srv-1'], 3, 1],
      ['Agent 2.0 : 1 CVE exploitée à confirmer', ['srv-2'], 1, 0],
    ],
  );
  assert.match(findings[1]?.priorityReason?.fr ?? '', /^à confirmer/);
});

test('one fault told platform by platform is found on the one that runs', async (t) => {
  const { add, settle, put } = await start(t);
  const agent = { ecosystem: 'product', vendor: 'Acme', name: 'Agent', version: '2.0' };
  const linux = { ecosystem: 'deb', distribution: 'debian-12', name: 'libc6', version: '2.36-9' };
  const mac = { ecosystem: 'system', vendor: 'Apple', name: 'macOS', version: '14.1' };
  await put('srv-1', [agent, linux]);
  await put('srv-2', [agent, mac]);
  const targets = ['windows', 'linux', 'android'];
  await add(
    'CVE-2024-0008',
    { kev },
    targets.map((target) => ({ name: 'acme:agent', scheme: 'generic' as const, high: '2.1', target })),
  );
  assert.deepEqual(
    (await settle()).map((finding) => [finding.integrity, finding.assets.map((asset) => asset.name)]),
    [[1, ['srv-1']]],
  );
});

test('the version to go to has none of the faults that a later one mends', async (t) => {
  const { add, settle, put } = await start(t);
  await put('srv-1', [fortios]);
  await add('CVE-2024-0001', {}, [{ low: '7.4.0', high: '7.4.5' }]);
  // Came in with the fix of the first: the version installed does not have it.
  await add('CVE-2024-0002', {}, [{ low: '7.4.5', high: '7.4.7' }]);
  await add('CVE-2024-0003', {}, [{ low: '7.4.6', high: '7.4.9' }]);
  assert.deepEqual(
    (await settle()).map((finding) => finding.title.fr),
    ['FortiOS 7.4.3 : passer à 7.4.9 (1 CVE)'],
  );
});

test('where advisories tell the end of the fault and no fix, a later version is asked for, in their words', async (t) => {
  const { db, add, settle, put } = await start(t);
  await put('srv-1', [fortios]);
  await add('CVE-2024-0001', {}, [{ low: '7.4.0', high: '7.4.4', fixedIn: null }]);
  const [finding] = await settle();
  assert.equal(finding?.title.fr, 'FortiOS 7.4.3 : passer à une version plus récente (1 CVE)');
  const facts = { remedies: ['Please upgrade to FortiOS version 7.4.4 or above'] };
  await sql`update vulnerabilities.advisory set facts = ${JSON.stringify(facts)}::jsonb`.execute(db);
  const [advised] = await settle();
  assert.match(
    advised?.remedy.fr ?? '',
    /Selon l’avis CVE-2024-0001 : « Please upgrade to FortiOS version 7.4.4 or above »$/,
  );
});

test('the lowest fix that is clean is enough', async (t) => {
  const { add, settle, put } = await start(t);
  await put('srv-1', [fortios]);
  // Mended on its own branch, and later on another.
  await add('CVE-2024-0001', {}, [
    { low: '7.4.0', high: '7.4.5' },
    { low: '7.6.0', high: '7.6.2' },
  ]);
  await add('CVE-2024-0002', {}, [{ low: '7.4.0', high: '7.4.6', fixedIn: '7.6.3' }]);
  await add('CVE-2024-0003', {}, [{ low: '7.4.0', high: '7.4.6' }]);
  assert.equal((await settle())[0]?.title.fr, 'FortiOS 7.4.3 : passer à 7.4.6 (3 CVE)');
});

test('the packages of one source are one software, and an upgrade closes the finding', async (t) => {
  const { add, settle, put } = await start(t);
  const debian = (version: string) =>
    ['openssl', 'libssl3'].map((name) => ({
      ecosystem: 'deb',
      distribution: 'debian-12',
      name,
      version,
      architecture: 'amd64',
      sourceName: 'openssl',
      sourceVersion: version,
    }));
  await put('srv-1', debian('3.0.11-1~deb12u2'));
  await add('CVE-2024-5535', {}, [
    { namespace: 'deb:debian-12', name: 'openssl', scheme: 'deb', high: '3.0.14-1~deb12u1' },
  ]);
  assert.deepEqual(
    (await settle()).map((finding) => [finding.title.fr, finding.assetCount]),
    [['openssl 3.0.11-1~deb12u2 : passer à 3.0.14-1~deb12u1 (1 CVE)', 1]],
  );
  await put('srv-1', debian('3.0.14-1~deb12u2'));
  assert.deepEqual(await settle(), []);
});
