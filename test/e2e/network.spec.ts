import { expect, test } from '@playwright/test';
import { startAgent } from '#test/simulators/snmp/agent.ts';
import type { SimulatedAgent } from '#test/simulators/snmp/agent.ts';
import { smallSwitch } from '#test/simulators/snmp/small-switch.ts';
import { lookAt } from './look.ts';
import { callApi } from './session.ts';
import { readState, sessionFile } from './state.ts';

const core = { name: 'sw-essai-coeur', serial: 'SGE2E0001', mac: 17 };
const edge = { name: 'sw-essai-kone', serial: 'SGE2E0002', mac: 18 };
const agents: SimulatedAgent[] = [];

test.beforeAll(async () => {
  const community = 'essai';
  const view = smallSwitch({ ...core, neighbour: { ...edge, port: '1' } });
  const first = await startAgent(view, { address: '127.80.0.2', community });
  const other = smallSwitch({ ...edge, neighbour: { ...core, port: '1' } });
  agents.push(first, await startAgent(other, { address: '127.80.0.3', port: first.port, community }));
});
test.afterAll(async () => {
  for (const agent of agents) await agent.close();
});
test.use({ storageState: sessionFile });

test('an administrator gives a range: its devices, ports and cables are shown within seconds', async ({
  page,
}) => {
  await page.goto(readState().url);
  await callApi(page, 'POST', '/api/secrets', { name: 'Lecture d’essai', kind: 'snmp', value: 'essai' });
  await page.goto(`${readState().url}/network/ranges?new=1`);
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Nom', { exact: true }).fill('Cœur d’essai');
  await dialog.getByLabel('Adresses', { exact: true }).fill('127.80.0.1-127.80.0.4');
  await dialog.getByRole('combobox', { name: /Communautés/ }).click();
  await page.getByRole('option', { name: 'Lecture d’essai' }).click();
  await page.keyboard.press('Escape');
  await dialog.getByLabel('Port', { exact: true }).fill(String(agents[0]?.port));
  await lookAt(page, 'network-range');
  await dialog.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('2 sur 4 répondent')).toBeVisible({ timeout: 20_000 });
  await page.goto(`${readState().url}/network`);
  await page.getByText('sw-essai-coeur').first().click();
  await expect(page.getByText('WB.16.10.0009').first()).toBeVisible();
  await page.getByRole('tab', { name: /Voisins/ }).click();
  await expect(page.getByText('sw-essai-kone').first()).toBeVisible();
  await expect(page.getByText('adresse de châssis')).toBeVisible();
});
