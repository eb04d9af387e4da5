import { expect, test } from '@playwright/test';
import { lookAt } from './look.ts';
import { callApi } from './session.ts';
import { readState, sessionFile } from './state.ts';

test.use({ storageState: sessionFile });
// The second test plays on what the first one loaded.
test.describe.configure({ mode: 'serial' });

interface Weather {
  readonly services: readonly { code: string | null; state: { availability: number; unknown: boolean } }[];
  readonly demonstration: boolean;
}

test('the demonstration loads: the home shows 30 public services and says that they are invented', async ({
  page,
}) => {
  await page.goto(`${readState().url}/begin`);
  await lookAt(page, 'begin');
  await page.getByRole('button', { name: 'Charger la démonstration' }).first().click();
  await expect(page.getByText(/Démonstration/i).first()).toBeVisible();
  await expect
    .poll(
      async () =>
        (await callApi<Weather>(page, 'GET', '/api/weather')).services.filter((one) =>
          /^SP\d\d$/.test(one.code ?? ''),
        ).length,
      { timeout: 30_000 },
    )
    .toBe(30);
  await page.goto(readState().url);
  await expect(page.locator('.frame-band')).toBeVisible();
  await lookAt(page, 'weather-calm');
});

test('a cut link shows its cause once, and the services it hurts', async ({ page }) => {
  await page.goto(readState().url);
  await callApi(page, 'POST', '/api/demo/player', { kind: 'play', scenarioId: 'kone-link', speed: 1 });
  await callApi(page, 'POST', '/api/demo/player', { kind: 'pause' });
  await callApi(page, 'POST', '/api/demo/player', { kind: 'step' });
  // Without a reload: the change comes by the event stream.
  await expect(page.getByText(/Lien Nouméa–Koné/).first()).toBeVisible({ timeout: 10_000 });
  await expect(page.getByText('Immatriculation des véhicules').first()).toBeVisible();
  await expect(page.getByText('Dégradé').first()).toBeVisible();
  await lookAt(page, 'weather-hurt');
  await page.goto(`${readState().url}/?wall=1`);
  await expect(page.getByText(/Lien Nouméa–Koné/).first()).toBeVisible();
  await expect(page.locator('.frame-band')).toContainText('Démonstration');
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await expect(page.locator('.wall-counts .badge').last()).toBeInViewport({ ratio: 1 });
  }
  await lookAt(page, 'wall');
  const { items } = await callApi<{ items: { title: { fr: string }; services: unknown[] }[] }>(
    page,
    'GET',
    '/api/findings',
  );
  const link = items.filter((item) => item.title.fr.includes('Nouméa–Koné'));
  expect(link).toHaveLength(1);
  expect(link[0]?.services.length).toBeGreaterThanOrEqual(3);
});
