import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { listenToErrors, lookAt } from './look.ts';
import { callApi } from './session.ts';
import { readState, sessionFile } from './state.ts';

test.use({ storageState: sessionFile });

/** Every page of the console that a signed-in person may open; a new one is walked without being named here. */
const paths = [
  ...readFileSync(join(import.meta.dirname, '..', '..', 'src', 'console', 'pages.ts'), 'utf8').matchAll(
    /path: '([^']+)'/g,
  ),
]
  .map((match) => match[1] ?? '')
  .filter((path) => !['/setup', '/sign-in', '/password', '/set-password'].includes(path));

/** An object that has something to show, for the pages of one object. */
async function objectOf(page: Page, kind: string): Promise<string> {
  const first = async (path: string) =>
    (await callApi<{ items: { id: string }[] }>(page, 'GET', path)).items[0]?.id ?? '';
  switch (kind) {
    case 'services': {
      const { services } = await callApi<{ services: { id: string; code: string | null }[] }>(
        page,
        'GET',
        '/api/weather',
      );
      return services.find((one) => one.code === 'SP14')?.id ?? '';
    }
    case 'checks': {
      const known = await first('/api/checks');
      if (known !== '') return known;
      const target = { kind: 'icmp', host: '127.0.0.1' };
      const body = { assetId: await first('/api/hosts'), name: 'présence', target, intervalSeconds: 1 };
      const { id } = await callApi<{ id: string }>(page, 'POST', '/api/checks', body);
      return id;
    }
    case 'network':
      return await first('/api/network/devices');
    case 'software':
      return String(await first('/api/components'));
    case 'vulnerabilities/cve': {
      const { items } = await callApi<{ items: { name: string }[] }>(page, 'GET', '/api/vulnerabilities');
      // Without any feed there is still a page: it says that nobody knows.
      return items[0]?.name ?? 'CVE-2024-3400';
    }
    case 'assets':
      return await first('/api/assets?hurt=1');
    default:
      return await first(`/api/${kind}`);
  }
}

for (const path of paths) {
  test(`page ${path}`, async ({ page }) => {
    const errors = listenToErrors(page);
    await page.goto(readState().url);
    const [, kind, part = ''] = /^\/([\w/-]+)\/(\$\w+)$/.exec(path) ?? [];
    const address = kind === undefined ? path : path.replace(part, await objectOf(page, kind));
    if (kind !== undefined) expect(address, 'there is an object to show').not.toMatch(/\/$/);
    await page.goto(`${readState().url}${address}`);
    await expect(page.getByRole('heading', { level: 1 })).not.toBeEmpty();
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    // Marked on every screen, for as long as it is loaded.
    if (path !== '/_kit') await expect(page.locator('.frame-band').first()).toBeVisible();
    await lookAt(page, `page${path.replaceAll(/[/$]+/g, '-')}`);
    expect(errors).toEqual([]);
  });
}

test('the same pages in English hold no French', async ({ page }) => {
  await page.goto(readState().url);
  await callApi(page, 'PATCH', '/api/session', { language: 'en' });
  const french =
    /\b(Météo|À traiter|Carte|Constats|Sondes|Réglages|Journal|Aucun|Charger|Ajouter|Interrompu|Dégradé|Fragilisé)\b/;
  for (const path of paths.filter((one) => !one.includes('$') && one !== '/_kit')) {
    await page.goto(`${readState().url}${path}`);
    await expect(page.getByRole('heading', { level: 1 })).not.toBeEmpty();
    // Names of the estate stay in the language they were given.
    const words = await page.locator('nav, header, h1, h2, th, button').allInnerTexts();
    expect(
      words.filter((word) => french.test(word)),
      path,
    ).toEqual([]);
  }
  await callApi(page, 'PATCH', '/api/session', { language: 'fr' });
});
