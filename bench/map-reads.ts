/**
 * How long each screen of the map takes to answer: 10,000 assets, 30,000 links, 100 services, 5,000 findings.
 * `node bench/map-reads.ts`
 */
import { performance } from 'node:perf_hooks';
import { routes } from '#domains/services/routes.ts';
import {
  listServices,
  readService,
  readServiceAvailability,
  readServiceTimeline,
  readWeather,
} from '#domains/services/api.ts';
import { rules } from '#domains/services/rules.ts';
import { listAssets, readAsset, readAssetHistory, searchAll } from '#map/api-assets.ts';
import { listFindings, readFinding } from '#map/api-findings.ts';
import { readGeography, readGraph, whatIf } from '#map/api-graph.ts';
import { listSources } from '#map/api-sources.ts';
import { ImpactWorker } from '#map/impact-worker.ts';
import { mapRoutes } from '#map/map-routes.ts';
import type { Contract } from '#platform/contract.ts';
import { type TestCall, testApp } from '#test/app.ts';
import { seedMap, seedStates } from './seed-map.ts';

const rounds = 15;
const closers: (() => Promise<void>)[] = [];
const { app, as, server } = await testApp(
  { after: (close) => closers.push(close) },
  { routes: [...mapRoutes, ...routes], config: { validateReplies: false } },
);
const { db } = app;
const size = { assets: 10_000, services: 100, findings: 5000 };
await seedMap(db, size);
const worker = new ImpactWorker(app, () => true);
const started = performance.now();
await worker.start();
console.log(`impact worker, first pass: ${(performance.now() - started).toFixed(0)} ms`);
await seedStates(db);
const person = await as('operator');

async function idOf(query: string): Promise<string> {
  const { rows } = await app.pool.query<{ id: string }>(query);
  return rows[0]?.id ?? '';
}
const service = await idOf("select id from map.asset where type = 'service' order by code limit 1");
const asset = await idOf("select id from map.asset where type = 'vm' order by code limit 1");
const site = await idOf("select id from map.asset where type = 'site' order by code limit 1");
const finding = await idOf(
  'select id from map.finding where closed_at is null order by severity desc limit 1',
);
const past = new Date(Date.now() - 1000).toISOString();

const screens: readonly (readonly [string, Contract, NonNullable<Parameters<TestCall>[1]>?])[] = [
  ['weather of the services (home)', readWeather],
  ['list of services and coverage', listServices],
  ['a service', readService, { params: { id: service } }],
  ['its timeline', readServiceTimeline, { params: { id: service } }],
  ['its availability by month', readServiceAvailability, { params: { id: service } }],
  ['assets, first 200', listAssets],
  ['assets by state, page 20', listAssets, { query: { sort: 'state', offset: 4000 } }],
  ['assets, search in names and identities', listAssets, { query: { q: 'équipement a1' } }],
  ['an asset', readAsset, { params: { id: asset } }],
  ['a site with 400 assets', readAsset, { params: { id: site } }],
  ['history of an asset', readAssetHistory, { params: { id: asset } }],
  ['search everywhere', searchAll, { query: { q: 'b12' } }],
  ['findings, first 200', listFindings],
  ['findings, search', listFindings, { query: { q: 'ne va pas', severity: 3 } }],
  ['a finding', readFinding, { params: { id: finding } }],
  ['map around a service, depth 2', readGraph, { query: { focus: service, depth: 2 } }],
  ['map, whole (5,000 of 10,000 nodes)', readGraph],
  ['map, topology', readGraph, { query: { view: 'topology' } }],
  ['map as it was', readGraph, { query: { at: past } }],
  ['geography', readGeography],
  ['what if a site is lost', whatIf, { body: { lost: [site] } }],
  ['sources', listSources],
];

function line(name: string, times: readonly number[], bytes: number): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1).padStart(8);
  console.log(
    `${name.padEnd(44)} median ${at(0.5)} ms   worst ${at(1)} ms   ${(bytes / 1024).toFixed(0).padStart(6)} KiB`,
  );
}

for (const [name, contract, input] of screens) {
  const times: number[] = [];
  let bytes = 0;
  for (let round = 0; round < rounds + 2; round += 1) {
    const begun = performance.now();
    const reply = await person.call(contract, input);
    const took = performance.now() - begun;
    if (reply.status !== 200) throw new Error(`${name}: ${reply.status} ${JSON.stringify(reply.problem)}`);
    if (round >= 2) times.push(took);
    bytes = JSON.stringify(reply.body).length;
  }
  line(name, times, bytes);
}
for (const rule of rules) {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const begun = performance.now();
    await rule.find(db, new Date());
    times.push(performance.now() - begun);
  }
  line(`rule ${rule.id}`, times, 0);
}
await worker.stop();
await server.close();
for (const close of closers.toReversed()) await close().catch(() => {});
process.exit(0);
