import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { lookAt } from './look.ts';
import { callApi } from './session.ts';
import { writeSmallFeeds } from './small-feeds.ts';
import { readState, sessionFile } from './state.ts';

test.use({ storageState: sessionFile });
// Each test goes on from what the one before it left.
test.describe.configure({ mode: 'serial' });

const exploited = 'CVE-2024-21762';
const feeds = writeSmallFeeds();
test.afterAll(() => rmSync(dirname(feeds.cve), { recursive: true }));

interface Listed {
  readonly items: readonly { readonly title: { fr: string }; readonly services: readonly unknown[] }[];
}

async function openFindings(page: Page): Promise<Listed['items']> {
  const { items } = await callApi<Listed>(page, 'GET', '/api/findings?q=FortiOS');
  return items;
}

test('files of feeds carried in show what is exploited on our estate, and the services that stand on it', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await page.goto(`${readState().url}/vulnerabilities/feeds`);
  for (const file of [feeds.epss, feeds.kev, feeds.cve]) {
    await page.getByRole('button', { name: 'Apporter un fichier' }).first().click();
    await page.locator('input[type=file]').setInputFiles(file);
    await expect(
      page
        .getByRole('dialog')
        .getByText(/sera lu|seront lus|est lu|lecture/i)
        .first(),
    ).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  // The catalogue alone asks to confirm; the record tells the version that mends it.
  const upgrade = async () => (await openFindings(page)).find((one) => /7\.2\.7/.test(one.title.fr));
  await expect.poll(async () => (await upgrade())?.title.fr, { timeout: 90_000 }).toMatch(/FortiOS 7\.2\.6/);
  const { services } = await callApi<{ services: unknown[] }>(
    page,
    'GET',
    `/api/vulnerabilities/cve/${exploited}`,
  );
  expect(services.length).toBeGreaterThan(0);
  await page.goto(`${readState().url}/vulnerabilities/cve/${exploited}`);
  await expect(page.getByText('FortiOS').first()).toBeVisible();
  await expect(page.getByText(/Pare-feu/).first()).toBeVisible();
  await lookAt(page, 'vulnerability-exposed');
});

test('the bulletin of the week is drafted from our exposure and printed', async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto(readState().url);
  const { currentWeek, pdf } = await callApi<{ currentWeek: string; pdf: boolean }>(
    page,
    'GET',
    '/api/vulnerabilities/bulletins',
  );
  await page.goto(`${readState().url}/vulnerabilities/bulletin?week=${currentWeek}`);
  await expect(page.getByText(exploited).first()).toBeVisible();
  await lookAt(page, 'bulletin');
  const address = `${readState().url}/api/vulnerabilities/bulletins/${currentWeek}/document`;
  const html = await page.request.get(`${address}?format=html`);
  expect(await html.text()).toContain(exploited);
  expect(pdf, 'this machine makes PDF').toBe(true);
  const document = await page.request.get(`${address}?format=pdf`);
  expect(document.headers()['content-type']).toMatch(/application\/pdf/);
  expect((await document.body()).subarray(0, 5).toString()).toBe('%PDF-');
});

test('a risk accepted until a date is signed, and leaves what is to be done', async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto(readState().url);
  // Accepting a risk belongs to the CISO: the administrator of this test is given that role too.
  const { items } = await callApi<{ items: { id: string; grants: { role: string }[] }[] }>(
    page,
    'GET',
    '/api/accounts',
  );
  const grants = [...(items[0]?.grants ?? []), { role: 'ciso', organisationId: null }];
  await callApi(page, 'PATCH', `/api/accounts/${items[0]?.id}`, { grants });
  for (const name of [exploited, 'CVE-2024-23113']) {
    await page.goto(`${readState().url}/vulnerabilities/cve/${name}`);
    await page.getByRole('button', { name: 'Décider', exact: true }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: /accept/i }).check();
    await dialog
      .getByLabel('Motif')
      .fill('Accès d’administration coupé d’Internet ; mise à jour le mois prochain.');
    await dialog.getByRole('button', { name: 'Signer la décision' }).click();
    await expect(page.getByText(/Décision enregistrée/).first()).toBeVisible();
  }
  await expect
    .poll(async () => (await openFindings(page)).filter((one) => one.title.fr.includes('7.2.7')).length, {
      timeout: 60_000,
    })
    .toBe(0);
});
