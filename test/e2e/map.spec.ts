import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { listenToErrors, lookAt } from './look.ts';
import { callApi } from './session.ts';
import { readState, sessionFile } from './state.ts';

test.use({ storageState: sessionFile });
// Each test goes on from what the one before it did to the map.
test.describe.configure({ mode: 'serial' });

async function assetId(page: Page, name: string): Promise<string> {
  const { items } = await callApi<{ items: { id: string; name: string }[] }>(
    page,
    'GET',
    `/api/assets?limit=1000&q=${encodeURIComponent(name)}`,
  );
  const found = items.find((item) => item.name === name);
  expect(found, `${name} is on the map`).toBeDefined();
  return found?.id ?? '';
}

async function play(page: Page, steps: number): Promise<void> {
  await callApi(page, 'POST', '/api/demo/player', { kind: 'play', scenarioId: 'kone-link', speed: 1 });
  await callApi(page, 'POST', '/api/demo/player', { kind: 'pause' });
  for (let step = 0; step < steps; step += 1) {
    await callApi(page, 'POST', '/api/demo/player', { kind: 'step' });
  }
}

const link = 'Lien Nouméa–Koné (fibre)';

test('the three views keep the same asset selected', async ({ page }) => {
  const errors = listenToErrors(page);
  await page.goto(readState().url);
  await callApi(page, 'PATCH', '/api/session', { language: 'fr' });
  await play(page, 2);
  await page.goto(`${readState().url}/map?select=${await assetId(page, link)}`);
  const title = page.getByRole('heading', { name: link });
  await expect(title).toBeVisible();
  await expect(page.getByText('Services qui en dépendent')).toBeVisible();
  for (const [view, path] of [
    ['Réseau', 'topology'],
    ['Géographie', 'geography'],
    ['Dépendances', 'select'],
  ] as const) {
    await page.locator('label').filter({ hasText: view }).click();
    await expect(page).toHaveURL(new RegExp(path));
    await expect(title).toBeVisible();
    await page.getByRole('button', { name: 'Fermer' }).click();
    await lookAt(page, `map-${path}`);
    await page.goBack();
  }
  expect(errors).toEqual([]);
});

test('a search draws what surrounds an asset; a simulation names what falls and touches nothing', async ({
  page,
}) => {
  await page.goto(`${readState().url}/map`);
  await page.getByRole('combobox', { name: 'Trouver un actif' }).fill('Annuaire des agents');
  await page.getByRole('option').filter({ hasText: 'Annuaire des agents' }).first().click();
  await expect(page).toHaveURL(/focus=/);
  await page.getByRole('button', { name: 'Simuler sa perte' }).click();
  await expect(page.getByText(/\d+ services publics touchés/)).toBeVisible();
  await lookAt(page, 'map-what-if');
  const { state } = await callApi<{ state: { availability: number } }>(
    page,
    'GET',
    `/api/assets/${await assetId(page, 'Annuaire des agents (Active Directory)')}`,
  );
  expect(state.availability).toBe(0);
});

test('the map of the past is that of the past', async ({ page }) => {
  await page.goto(`${readState().url}/map?at=2020-01-01T00:00:00Z`);
  await expect(page.getByRole('heading', { name: 'La carte était vide à cette date' })).toBeVisible();
  await page.getByRole('button', { name: 'Revenir au présent' }).first().click();
  await expect(page).not.toHaveURL(/at=/);
});

test('an asset is added, corrected, linked, hurt by what it stands on, and retired', async ({ page }) => {
  await page.goto(`${readState().url}/assets`);
  await page.getByRole('button', { name: 'Ajouter', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Nom').first().fill('Serveur d’essai');
  await dialog.getByRole('combobox', { name: 'Type' }).click();
  await page.getByRole('option', { name: 'Serveur', exact: true }).click();
  await dialog.getByRole('button', { name: 'Ajouter un attribut' }).click();
  await dialog.getByLabel('Nom de l’attribut').fill('version');
  await dialog.getByLabel('Valeur ·').fill('12');
  await lookAt(page, 'asset-form');
  await dialog.getByRole('button', { name: 'Ajouter', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Serveur d’essai' })).toBeVisible();
  await page.getByRole('tab', { name: /Attributs/ }).click();
  await expect(page.getByRole('row', { name: /Version.*12.*Saisie manuelle/ })).toBeVisible();

  await page.getByRole('button', { name: 'Corriger' }).click();
  await dialog.getByLabel('Nom').first().fill('');
  await dialog.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(dialog.locator('.mantine-InputWrapper-error').first()).toBeVisible();
  await dialog.getByLabel('Nom').first().fill('Serveur d’essai 2');
  await dialog.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('heading', { name: 'Serveur d’essai 2' })).toBeVisible();

  await page.getByRole('tab', { name: /Liens/ }).click();
  await page.getByRole('button', { name: 'Relier' }).click();
  await dialog.getByRole('combobox', { name: 'Actif' }).fill('Routeur de Kon');
  await page.getByRole('option').filter({ hasText: 'Routeur de Koné' }).click();
  await dialog.getByRole('button', { name: 'Relier', exact: true }).click();
  await page.getByRole('tab', { name: 'Vue d’ensemble' }).click();
  // Without a reload: the router is down, and so is what now stands on it.
  await expect(page.getByRole('heading', { name: 'Pourquoi' })).toBeVisible();
  await lookAt(page, 'asset-hurt');

  await page.getByRole('button', { name: 'Autres actions' }).click();
  await page.getByRole('menuitem', { name: 'Retirer de la carte' }).click();
  await dialog.getByLabel('Motif').fill('Fin de l’essai');
  await lookAt(page, 'asset-retire');
  await dialog.getByRole('button', { name: 'Retirer de la carte' }).click();
  await expect(page).toHaveURL(/\/assets$/);
  await expect(page.getByText('Serveur d’essai 2')).toHaveCount(0);
});

test('a file is tried, each line that is refused is named, then the good ones are imported', async ({
  page,
}) => {
  const content = 'nom;type;dépend de\nImporté A;serveur;\nImporté B;;\n"Importé C;serveur;\n';
  await page.goto(`${readState().url}/import`);
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'parc essai.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });
  await expect(page.getByLabel('Nom de la source')).toHaveValue('parc essai');
  await page.getByRole('button', { name: 'Essayer sans rien changer' }).click();
  await expect(page.getByText('ligne 3, colonne')).toBeVisible();
  await expect(page.getByText('ligne 4, colonne 1')).toBeVisible();
  await lookAt(page, 'import-report');
  await page.getByRole('button', { name: 'Importer la seule bonne ligne' }).click();
  await expect(page.getByRole('heading', { name: 'Importé', exact: true })).toBeVisible();
  await assetId(page, 'Importé A');
  await page.goto(`${readState().url}/sources`);
  await page.getByRole('row').filter({ hasText: 'parc essai' }).click();
  await expect(page.getByText('À la demande').first()).toBeVisible();
  await lookAt(page, 'source-panel');
});

test('a match that only a person can settle is settled', async ({ page }) => {
  await page.goto(`${readState().url}/questions`);
  await lookAt(page, 'questions');
  await page.getByRole('button', { name: 'C’est celui-ci' }).first().click();
  await expect(page.getByRole('heading', { name: 'Aucun rapprochement à trancher' })).toBeVisible();
});

/** About 2,000 assets of eight kinds at sixty sites, each standing on another. */
function largeEstate(): string {
  const rows = ['nom;type;code;site;depend de;connecte a'];
  for (let site = 0; site < 60; site += 1) {
    rows.push(
      `Site ${site};site;GS${site};;;`,
      `rtr-${site};routeur;GR${site};GS${site};;${site === 0 ? '' : 'GR0'}`,
    );
  }
  for (let one = 0; one < 360; one += 1) {
    rows.push(`sw-${one};commutateur;GW${one};GS${one % 60};GR${one % 60};GR${one % 60}`);
  }
  for (let one = 0; one < 400; one += 1) {
    rows.push(`ap-${one};borne wifi;GA${one};GS${one % 60};GW${one % 360};GW${one % 360}`);
  }
  for (let one = 0; one < 160; one += 1) rows.push(`srv-${one};serveur;GH${one};GS${one % 3};GW${one};`);
  for (let one = 0; one < 680; one += 1) rows.push(`vm-${one};vm;GV${one};GS${one % 3};GH${one % 160};`);
  for (let one = 0; one < 280; one += 1)
    rows.push(`Application ${one};application;GP${one};;GV${one}|GV${one + 300};`);
  return rows.join('\n');
}

test('2,000 more assets: the map folds, can be read and moves smoothly', async ({ page }) => {
  await page.goto(readState().url);
  await callApi(page, 'POST', '/api/imports', {
    format: 'csv',
    sourceName: 'Grand parc d’essai',
    content: largeEstate(),
    dryRun: false,
  });
  const start = Date.now();
  await page.goto(`${readState().url}/map`);
  await page.locator('.graph-canvas canvas').first().waitFor();
  const readyMilliseconds = Date.now() - start;
  await expect(page.getByText(/actifs réunis en \d+ formes/)).toBeVisible();
  await lookAt(page, 'map-large');
  const fps = await framesPerSecond(page);
  test
    .info()
    .annotations.push({ type: 'figures', description: `ready ${readyMilliseconds} ms, ${fps} frames/s` });
  process.stdout.write(
    `  map of 2,500 assets: ready in ${readyMilliseconds} ms, ${fps} frames/s while it moves\n`,
  );
  expect(readyMilliseconds).toBeLessThan(10_000);
  expect(fps).toBeGreaterThan(15);
});

/** As text: it runs in the page, whose types the tests do not know. */
const countFrames = `new Promise((resolve) => {
  let frames = 0;
  const start = performance.now();
  const count = () => {
    frames += 1;
    const passed = performance.now() - start;
    if (passed < 1500) requestAnimationFrame(count);
    else resolve(Math.round((frames * 1000) / passed));
  };
  requestAnimationFrame(count);
})`;

/** Frames shown while the drawing is dragged. */
async function framesPerSecond(page: Page): Promise<number> {
  const box = await page.locator('.graph-canvas').boundingBox();
  if (box === null) throw new Error('no drawing');
  const counted = page.evaluate<number>(countFrames);
  await page.mouse.move(box.x + box.width / 2, box.y + 20);
  await page.mouse.down();
  for (let step = 0; step < 90; step += 1) {
    await page.mouse.move(box.x + box.width / 2 + 150 * Math.sin(step / 6), box.y + 20 + step * 3);
  }
  await page.mouse.up();
  return await counted;
}
