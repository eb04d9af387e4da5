import { expect, test } from '@playwright/test';
import { callApi } from './session.ts';
import { readState, sessionFile } from './state.ts';

test.use({ storageState: sessionFile });

test('one click takes the whole demonstration away', async ({ page }) => {
  await page.goto(`${readState().url}/demo`);
  await page
    .getByRole('button', { name: /Retirer/ })
    .first()
    .click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Retirer/ })
    .click();
  await expect
    .poll(async () => (await callApi<{ loaded: boolean; assets: number }>(page, 'GET', '/api/demo')).assets, {
      timeout: 30_000,
    })
    .toBe(0);
});
