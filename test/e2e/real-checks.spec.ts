import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { lookAt } from './look.ts';
import type { RealServers } from './real-servers.ts';
import { startRealServers } from './real-servers.ts';
import { callApi } from './session.ts';
import { readState, sessionFile } from './state.ts';

const intervalSeconds = 2;
/** One cycle and two seconds, plus what the browser takes to show it. */
const promisedMilliseconds = intervalSeconds * 1000 + 2000;

let servers: RealServers;
test.beforeAll(async () => {
  servers = await startRealServers();
});
test.afterAll(async () => {
  await servers.close();
});
test.use({ storageState: sessionFile });

/** Leaves the map as it was, for the tests that follow. */
async function tidy(page: Page): Promise<void> {
  const checks = await callApi<{ items: { id: string; asset: { id: string } }[] }>(
    page,
    'GET',
    '/api/checks',
  );
  for (const { id } of checks.items) await callApi(page, 'DELETE', `/api/checks/${id}`);
  const { services } = await callApi<{ services: { id: string }[] }>(page, 'GET', '/api/weather');
  const assets = new Set([...checks.items.map(({ asset }) => asset.id), ...services.map(({ id }) => id)]);
  for (const id of assets) await callApi(page, 'DELETE', `/api/assets/${id}`, { reason: 'fin de l’essai' });
}

interface Made {
  readonly service: string;
  readonly web: string;
}

/** A public service, what it stands on, and a real check of each kind. */
async function prepare(page: Page): Promise<Made> {
  const make = async (type: string, name: string) =>
    (await callApi<{ id: string }>(page, 'POST', '/api/assets', { type, name })).id;
  const profile = {
    needs: { availability: 4, integrity: 3, confidentiality: 3, proof: 2 },
    dmiaMinutes: 240,
    pdmaMinutes: 60,
    openingHours: { always: true },
    usersServed: 1200,
    audience: null,
    dataClass: null,
    permittedZones: [],
  };
  const { id: service } = await callApi<{ id: string }>(page, 'POST', '/api/services', {
    name: 'Immatriculation d’essai',
    profile,
  });
  const [web, directory, base] = [
    await make('server', 'srv-essai-web'),
    await make('dns', 'Noms d’essai'),
    await make('database', 'Base d’essai'),
  ];
  for (const toId of [web, directory, base])
    await callApi(page, 'POST', '/api/links', { fromId: service, toId, type: 'depends_on' });
  const check = async (assetId: string, name: string, target: object) =>
    await callApi(page, 'POST', '/api/checks', {
      assetId,
      name,
      target,
      intervalSeconds,
      timeoutMs: 1500,
      retries: 0,
    });
  await check(web, 'page', {
    kind: 'http',
    url: `http://127.0.0.1:${servers.http}/`,
    bodyContains: 'Immatriculation',
  });
  await check(web, 'certificat', {
    kind: 'tls',
    host: '127.0.0.1',
    port: servers.tls,
    serverName: 'localhost',
    caPem: servers.authority,
  });
  await check(web, 'présence', { kind: 'icmp', host: '127.0.0.1' });
  await check(base, 'port', { kind: 'tcp', host: '127.0.0.1', port: servers.tcp });
  if (servers.dns === null) process.stdout.write('no DNS check: dnsmasq is not installed\n');
  else
    await check(directory, 'nom', {
      kind: 'dns',
      name: 'demarches.example',
      type: 'A',
      resolver: { address: '127.0.0.1', port: servers.dns },
      expected: ['192.0.2.53'],
    });
  return { service, web };
}

test('a public service turns when its real server stops, with the cause, and returns by itself', async ({
  page,
}) => {
  await page.goto(readState().url);
  const { service } = await prepare(page);
  await page.goto(`${readState().url}/services/${service}`);
  const header = page.getByRole('main').or(page.locator('header.page-header')).first();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Immatriculation d’essai');
  await expect(page.getByText('Normal').first()).toBeVisible({ timeout: 15_000 });
  await expect(header).toBeVisible();

  await servers.stopHttp();
  const stopped = Date.now();
  await expect(page.getByText('Interrompu').first()).toBeVisible({ timeout: 15_000 });
  const fell = Date.now() - stopped;
  await expect(page.getByText(/srv-essai-web/).first()).toBeVisible();
  await lookAt(page, 'service-down');

  await page.goto(readState().url);
  await expect(page.getByText('Immatriculation d’essai').first()).toBeVisible();
  await expect(page.getByText(/srv-essai-web/).first()).toBeVisible();
  await lookAt(page, 'weather-real');

  await page.goto(`${readState().url}/services/${service}`);
  await expect(page.getByText('Interrompu').first()).toBeVisible();
  await servers.startHttp();
  const started = Date.now();
  await expect(page.getByText('Normal').first()).toBeVisible({ timeout: 15_000 });
  const returned = Date.now() - started;
  test.info().annotations.push({
    type: 'timing',
    description: `down shown after ${fell} ms, up after ${returned} ms, checks every ${intervalSeconds} s`,
  });
  process.stdout.write(
    `down shown after ${fell} ms, up after ${returned} ms (checks every ${intervalSeconds} s)\n`,
  );
  expect(fell).toBeLessThanOrEqual(promisedMilliseconds);
  expect(returned).toBeLessThanOrEqual(promisedMilliseconds);
});

test('a certificate about to expire is a finding that hurts nobody', async ({ page }) => {
  await page.goto(`${readState().url}/findings`);
  await expect(page.getByText(/certificat/i).first()).toBeVisible({ timeout: 15_000 });
  const { items } = await callApi<{ items: { ruleId: string; services: unknown[]; severity: number }[] }>(
    page,
    'GET',
    '/api/findings',
  );
  const expiring = items.filter((item) => item.ruleId === 'supervision.certificate-expiring');
  expect(expiring).toHaveLength(1);
  expect(expiring[0]?.services).toEqual([]);
  expect(expiring[0]?.severity).toBe(3);
  await tidy(page);
});
