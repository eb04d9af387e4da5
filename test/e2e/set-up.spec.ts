import { expect, test } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { listenToErrors, lookAt } from './look.ts';
import { addToState, readState, sessionFile } from './state.ts';

const login = 'alice';
const password = 'cagou lagon niaouli 1874';

test('the set-up link creates the first administrator, with a second factor', async ({ page, context }) => {
  const errors = listenToErrors(page);
  await page.goto(readState().setupUrl);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bienvenue dans Vigie');
  await lookAt(page, 'set-up');
  await page.getByLabel('Nom affiché').fill('Alice Martin');
  await page.getByLabel('Identifiant').fill(login);
  await page.getByLabel('Mot de passe').fill('court');
  await page.getByRole('button', { name: 'Créer le compte' }).click();
  await expect(page.getByText(/12 caractères/).first()).toBeVisible();
  await page.getByLabel('Mot de passe').fill(password);
  await page.getByRole('button', { name: 'Créer le compte' }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Configurez votre second facteur');
  const secret = (await page.locator('code.secret').innerText()).replaceAll(/\s/g, '');
  await lookAt(page, 'second-factor');
  await page
    .getByLabel('Code affiché par l’application')
    .fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate());
  await page.getByRole('button', { name: 'Vérifier le code' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Gardez vos codes de secours');
  await lookAt(page, 'recovery-codes');
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: /Entrer|Continuer|Terminer/ }).click();
  await expect(page).toHaveURL(/\/$/);
  addToState({ login, password, totpSecret: secret });
  await context.storageState({ path: sessionFile });
  // The refused password is an answer that the browser also writes to its console.
  expect(errors.filter((text) => !/400 \(Bad Request\)/.test(text))).toEqual([]);
});

test('a used link is refused, and nobody enters without signing in', async ({ page }) => {
  const { setupUrl, url } = readState();
  await page.goto(setupUrl);
  await expect(page.getByText('Vigie est déjà configurée')).toBeVisible();
  await page.goto(`${url}/findings`);
  await expect(page).toHaveURL(/sign-in/);
  await lookAt(page, 'sign-in');
});

test('signing in asks for the password, then a code', async ({ page }) => {
  const { url, totpSecret = '' } = readState();
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('Identifiant').fill(login);
  await page.getByLabel('Mot de passe').fill('pas le bon du tout');
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await page.getByLabel('Mot de passe').fill(password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Second facteur');
  // The code of the set-up is used up: the next one is good a little ahead of its time.
  const code = new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate({
    timestamp: Date.now() + 30_000,
  });
  await page.getByRole('textbox').first().fill(code);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`${url}/?$`));
});
