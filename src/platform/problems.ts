import type { InputProblem } from '#engines/result.ts';
import type { Text } from '#engines/text.ts';

/** A field of a request that was refused, by its path (`body.name`), as RFC 9457 §3.2 allows to extend a problem. */
export interface FieldProblem {
  readonly field: string;
  readonly message: Text;
}

/** The one error of the house: a stable code, an HTTP status, and a sentence in both languages saying the mend. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly text: Text;
  readonly fields: readonly FieldProblem[];
  readonly input: readonly InputProblem[];
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: string,
    status: number,
    text: Text,
    more: {
      fields?: readonly FieldProblem[];
      input?: readonly InputProblem[];
      retryAfterSeconds?: number;
      cause?: unknown;
    } = {},
  ) {
    super(text.en, { cause: more.cause });
    this.name = 'Problem';
    this.code = code;
    this.status = status;
    this.text = text;
    this.fields = more.fields ?? [];
    this.input = more.input ?? [];
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

export function notSignedIn(): Problem {
  return new Problem('not-signed-in', 401, {
    fr: 'Vous n’êtes pas connecté, ou votre session a expiré. Connectez-vous.',
    en: 'You are not signed in, or your session has expired. Sign in.',
  });
}

export function forbidden(right: string): Problem {
  return new Problem('forbidden', 403, {
    fr: `Votre rôle ne donne pas le droit « ${right} ». Demandez-le à un administrateur.`,
    en: `Your role does not give the right "${right}". Ask an administrator for it.`,
  });
}

export function outOfScope(): Problem {
  return new Problem('out-of-scope', 403, {
    fr: 'Cet objet est hors du périmètre de votre rôle.',
    en: 'This object is outside the scope of your role.',
  });
}

/** `what` names the kind of thing and the identifier that was asked for. */
export function notFound(what: Text): Problem {
  return new Problem('not-found', 404, {
    fr: `${what.fr} : introuvable. Il a peut-être été supprimé.`,
    en: `${what.en}: not found. It may have been deleted.`,
  });
}

export function badRequest(fields: readonly FieldProblem[]): Problem {
  const names = fields.map((field) => field.field).join(', ');
  return new Problem(
    'bad-request',
    400,
    { fr: `Demande refusée : corrigez ${names}.`, en: `Request refused: correct ${names}.` },
    { fields },
  );
}

export function refusedInput(text: Text, input: readonly InputProblem[]): Problem {
  return new Problem('refused-input', 422, text, { input });
}

export function conflict(text: Text): Problem {
  return new Problem('conflict', 409, text);
}

export function tooMany(retryAfterSeconds: number): Problem {
  return new Problem(
    'too-many-requests',
    429,
    {
      fr: `Trop de demandes. Réessayez dans ${retryAfterSeconds} s.`,
      en: `Too many requests. Try again in ${retryAfterSeconds} s.`,
    },
    { retryAfterSeconds },
  );
}

export function tooLarge(limitBytes: number): Problem {
  const mebibytes = Math.max(1, Math.round(limitBytes / 1_048_576));
  return new Problem('too-large', 413, {
    fr: `Envoi trop volumineux : la limite est de ${mebibytes} Mio. Découpez le fichier.`,
    en: `Body too large: the limit is ${mebibytes} MiB. Split the file.`,
  });
}

export function unavailable(text: Text, cause?: unknown): Problem {
  return new Problem('unavailable', 503, text, { cause });
}

export function internalError(reference: string): Problem {
  return new Problem('internal-error', 500, {
    fr: `Vigie a rencontré une erreur (référence ${reference}). Rien n’a été modifié ; le journal du serveur en dit plus.`,
    en: `Vigie met an error (reference ${reference}). Nothing was changed; the server log says more.`,
  });
}
