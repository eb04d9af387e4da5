import type { FieldProblem } from '#platform/problems.ts';
import { Problem } from '#platform/problems.ts';

/** The same words for an unknown login, a wrong password and a disabled account. */
export function badCredentials(): Problem {
  return new Problem('bad-credentials', 401, {
    fr: 'Identifiant ou mot de passe refusé. Vérifiez les deux ; après plusieurs essais, un délai s’applique.',
    en: 'Login or password refused. Check both; after several attempts a delay applies.',
  });
}

export function tooManyAttempts(seconds: number): Problem {
  const fr = seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
  return new Problem(
    'too-many-attempts',
    429,
    {
      fr: `Trop d’essais. Attendez ${fr} avant de réessayer, ou demandez à un administrateur de lever le blocage.`,
      en: `Too many attempts. Wait ${fr} before trying again, or ask an administrator to lift the block.`,
    },
    { retryAfterSeconds: seconds },
  );
}

export function badCsrf(): Problem {
  return new Problem('csrf', 403, {
    fr: 'Cette demande ne porte pas la preuve qu’elle vient de Vigie ; rien n’a été fait. Rechargez la page et recommencez.',
    en: 'This request does not carry the proof that it comes from Vigie; nothing was done. Reload the page and try again.',
  });
}

export function secondFactorNeeded(stage: 'needed' | 'enrol'): Problem {
  return stage === 'needed'
    ? new Problem('second-factor-needed', 403, {
        fr: 'Donnez d’abord le code de votre application d’authentification.',
        en: 'Give the code of your authenticator first.',
      })
    : new Problem('second-factor-enrol', 403, {
        fr: 'Configurez d’abord une application d’authentification : Vigie l’exige de chaque compte.',
        en: 'Set up an authenticator first: Vigie requires one of each account.',
      });
}

export function badCode(): Problem {
  const field: FieldProblem = {
    field: 'body.code',
    message: {
      fr: 'Code refusé : il a déjà servi, a expiré, ou l’heure du téléphone n’est pas juste. Attendez le suivant.',
      en: 'Code refused: it was used already, has expired, or the clock of the phone is wrong. Wait for the next one.',
    },
  };
  return new Problem('bad-code', 403, field.message, { fields: [field] });
}

export function badPassword(field: 'currentPassword' | 'password'): Problem {
  const problem: FieldProblem = {
    field: `body.${field}`,
    message: { fr: 'Ce n’est pas votre mot de passe actuel.', en: 'This is not your current password.' },
  };
  return new Problem('bad-password', 403, problem.message, { fields: [problem] });
}

export function peopleOnly(): Problem {
  return new Problem('people-only', 403, {
    fr: 'Un jeton d’API ne peut pas faire cela : connectez-vous avec votre compte.',
    en: 'An API token cannot do this: sign in with your account.',
  });
}

export function linkRefused(): Problem {
  return new Problem('link-refused', 403, {
    fr: 'Ce lien a déjà servi, a expiré, ou a été remplacé. Demandez-en un autre à un administrateur.',
    en: 'This link was used already, has expired, or was replaced. Ask an administrator for another.',
  });
}

export function setupRefused(): Problem {
  return new Problem('setup-refused', 403, {
    fr: 'Ce lien de premier démarrage ne vaut plus : un compte existe déjà, ou Vigie a redémarré et en a affiché un autre.',
    en: 'This first-start link is no longer valid: an account exists already, or Vigie restarted and printed another.',
  });
}

export function lastAdministrator(): Problem {
  return new Problem('last-administrator', 409, {
    fr: 'C’est le dernier administrateur en service : nommez-en un autre d’abord, sinon plus personne ne pourrait gérer les comptes.',
    en: 'This is the last administrator in service: name another first, else nobody could manage accounts any more.',
  });
}
