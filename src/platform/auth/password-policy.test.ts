import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passwordProblem } from './password-policy.ts';

const about = ['rose.cagnard', 'Rose Cagnard'];

test('refuses what is short, long, known, patterned, or about the person', async () => {
  const refused: Readonly<Record<string, RegExp>> = {
    court: /trop court : 5 caractères/,
    '12345678901': /trop court/,
    ['banian lagon pirogue '.repeat(10)]: /trop long/,
    azertyuiop123: /se devine/,
    password1234: /se devine/,
    Administrateur1: /se devine/,
    'Noumea2024!!': /se devine/,
    '**Nouméa-1853**': /se devine/,
    motdepasse2025: /se devine/,
    aaaaaaaaaaaaaaaa: /se devine/,
    '123456789012345': /se devine/,
    'xX-rose.cagnard-Xx': /votre identifiant/,
    'ROSE CAGNARD 1987 !': /votre identifiant/,
  };
  for (const [password, reason] of Object.entries(refused)) {
    const problem = await passwordProblem(password, about);
    assert.match(problem?.fr ?? 'accepted', reason, password);
    assert.ok(problem?.en);
  }
});

test('takes passphrases and random passwords', async () => {
  for (const password of ['banian lagon pirogue vent', 'tricot rayé sous la pluie', 'Kx9#mP2$vL8@nQ'])
    assert.equal(await passwordProblem(password, about), null, password);
});

test('counts letters, not the bytes or halves that hold them', async () => {
  assert.match((await passwordProblem('🐢🌊🌴⛵🐠🦈', []))?.fr ?? '', /trop court : 6/);
});
