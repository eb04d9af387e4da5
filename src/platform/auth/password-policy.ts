import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import type { Text } from '#engines/text.ts';
import { badRequest } from '#platform/problems.ts';

const shortestLetters = 12;
const longestLetters = 200;
/** zxcvbn's scale: 3 resists an offline attack on a slow hash. */
const leastScore = 3;
/** Enough to judge, and bounds the time that a hostile password can take. */
const judgedLetters = 100;

/** The dictionary that comes with zxcvbn is English: what an administration here would type first. */
const localWords = (
  'vigie administrateur administration gouvernement direction service bienvenue bonjour bonsoir soleil motdepasse ' +
  'secret informatique ordinateur serveur reseau telephone securite mairie province nouvelle caledonie ' +
  'nouvellecaledonie noumea kone bourail lifou mare ouvea dumbea paita montdor poindimie hienghene cagou kanak caillou ' +
  'lagon tjibaou dinum rssi lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril juin juillet ' +
  'aout septembre octobre novembre decembre printemps automne hiver doudou chouchou loulou amour famille maison ' +
  'football olympique marseille azerty changezmoi changeme temporaire provisoire'
).split(' ');

/** Why the password cannot be taken, in a sentence that says what to do; null when it can. */
export async function passwordProblem(password: string, about: readonly string[]): Promise<Text | null> {
  const letters = Array.from(password.normalize('NFC'));
  if (letters.length < shortestLetters) return tooShort(letters.length);
  if (letters.length > longestLetters) return tooLong;
  const folded = password.toLowerCase();
  const words = about.map((one) => one.toLowerCase()).filter((one) => one.length >= 3);
  if (words.some((word) => folded.includes(word))) return holdsName;
  if (localWords.includes(onlyLetters(folded))) return guessable;
  const judge = await zxcvbn();
  const { score } = judge.check(letters.slice(0, judgedLetters).join(''), [...words]);
  return score < leastScore ? guessable : null;
}

/** @throws Problem `bad-request` that names the field, for a handler that takes a new password */
export async function requireGoodPassword(
  field: 'password' | 'newPassword',
  password: string,
  about: readonly string[],
): Promise<void> {
  const message = await passwordProblem(password, about);
  if (message !== null) throw badRequest([{ field: `body.${field}`, message }]);
}

/** `nouméa-2024!!` → `noumea`: a known word dressed up with a year and a mark is the first thing that is tried. */
function onlyLetters(text: string): string {
  return text.normalize('NFD').replaceAll(/[^a-z]/g, '');
}

let loaded: Promise<ZxcvbnFactory> | undefined;

/** Read when the first password is chosen: 10 MB that most processes never need. */
function zxcvbn(): Promise<ZxcvbnFactory> {
  loaded ??= (async () => {
    const [core, common] = await Promise.all([
      import('@zxcvbn-ts/core'),
      import('@zxcvbn-ts/language-common'),
    ]);
    return new core.ZxcvbnFactory({
      dictionary: { ...common.dictionary, local: localWords },
      graphs: common.adjacencyGraphs,
    });
  })();
  return loaded;
}

function tooShort(count: number): Text {
  return {
    fr: `Mot de passe trop court : ${count} caractères, il en faut au moins ${shortestLetters}. Quatre mots sans rapport font un bon mot de passe.`,
    en: `Password too short: ${count} characters, at least ${shortestLetters} are needed. Four unrelated words make a good password.`,
  };
}

const tooLong: Text = {
  fr: `Mot de passe trop long : ${longestLetters} caractères au plus.`,
  en: `Password too long: ${longestLetters} characters at most.`,
};

const holdsName: Text = {
  fr: 'Le mot de passe contient votre identifiant ou votre nom, que chacun connaît. Choisissez des mots sans rapport avec vous.',
  en: 'The password holds your login or your name, which everyone knows. Choose words that have nothing to do with you.',
};

const guessable: Text = {
  fr: 'Ce mot de passe se devine : il figure parmi les mots de passe courants ou volés, ou suit un motif simple (suite de touches, répétition, date). Quatre mots sans rapport font un bon mot de passe.',
  en: 'This password can be guessed: it is among common or stolen passwords, or follows a simple pattern (row of keys, repetition, date). Four unrelated words make a good password.',
};
