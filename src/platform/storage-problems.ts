import { Problem } from './problems.ts';

export function folderInUse(directory: string, processId: number | null): Problem {
  const fr = processId === null ? '' : ` (processus ${processId})`;
  const en = processId === null ? '' : ` (process ${processId})`;
  return new Problem('folder-in-use', 503, {
    fr: `Une autre Vigie utilise déjà le dossier ${directory}${fr}. Arrêtez-la, ou donnez un autre dossier avec VIGIE_DATA.`,
    en: `Another Vigie already uses the folder ${directory}${en}. Stop it, or give another folder with VIGIE_DATA.`,
  });
}

export function engineAbsent(platform: string): Problem {
  return new Problem('postgres-engine-absent', 503, {
    fr: `Le PostgreSQL embarqué n’existe pas pour ${platform}, ou n’est pas installé. Relancez « npm ci », ou donnez votre serveur avec VIGIE_POSTGRES_URL.`,
    en: `The embedded PostgreSQL does not exist for ${platform}, or is not installed. Run “npm ci” again, or give your own server with VIGIE_POSTGRES_URL.`,
  });
}

export function engineNotRepairable(directory: string, reason: string): Problem {
  return new Problem('postgres-engine-incomplete', 503, {
    fr: `Des liens de bibliothèques manquent dans ${directory} et n’ont pas pu être créés (${reason}). Relancez « npm ci » avec un compte qui peut y écrire.`,
    en: `Library links are missing in ${directory} and could not be created (${reason}). Run “npm ci” again with an account that may write there.`,
  });
}

export function postgresUnstartable(directory: string, lines: readonly string[]): Problem {
  const said = lines.length === 0 ? '' : ` : ${lines.join(' / ')}`;
  return new Problem('postgres-not-started', 503, {
    fr: `Le PostgreSQL embarqué du dossier ${directory} n’a pas démarré${said}. Rien n’a été modifié ; corrigez la cause indiquée, ou restaurez une sauvegarde.`,
    en: `The embedded PostgreSQL of the folder ${directory} did not start${said.replace(' :', ':')}. Nothing was changed; mend the cause given, or restore a backup.`,
  });
}

export function postgresNeedsUser(): Problem {
  return new Problem('postgres-needs-user', 503, {
    fr: 'PostgreSQL refuse de tourner en root et aucun compte « vigie », « postgres » ou « nobody » n’existe ici. Créez-en un (useradd --system vigie), ou lancez Vigie avec un compte ordinaire.',
    en: 'PostgreSQL refuses to run as root and no account “vigie”, “postgres” or “nobody” exists here. Create one (useradd --system vigie), or run Vigie with an ordinary account.',
  });
}

export function folderUnreachable(directory: string, owner: string): Problem {
  return new Problem('folder-unreachable', 503, {
    fr: `Le compte ${owner} sous lequel tourne PostgreSQL ne peut pas atteindre ${directory}, et « setpriv » (paquet util-linux) est absent. Installez util-linux, ou placez Vigie et ses données dans un dossier lisible, comme /opt/vigie et /var/lib/vigie.`,
    en: `The account ${owner} that runs PostgreSQL cannot reach ${directory}, and “setpriv” (package util-linux) is absent. Install util-linux, or put Vigie and its data in a readable folder, such as /opt/vigie and /var/lib/vigie.`,
  });
}

export function folderForeign(directory: string, owner: number): Problem {
  return new Problem('folder-foreign', 503, {
    fr: `Le dossier ${directory} appartient à un autre compte (numéro ${owner}). Lancez Vigie avec ce compte ou en root, ou donnez un autre dossier avec VIGIE_DATA.`,
    en: `The folder ${directory} belongs to another account (number ${owner}). Run Vigie with that account or as root, or give another folder with VIGIE_DATA.`,
  });
}

export function migrationMisnamed(name: string): Problem {
  return new Problem('migration-misnamed', 500, {
    fr: `La migration ${name} porte un nom inattendu ou un numéro déjà pris. Nommez-la NNNN-domaine-objet.sql avec un numéro libre.`,
    en: `The migration ${name} has an unexpected name or a number already taken. Name it NNNN-owner-what.sql with a free number.`,
  });
}

export function migrationMissing(name: string): Problem {
  return new Problem('migration-missing', 500, {
    fr: `La base a reçu la migration ${name}, que cette version de Vigie ne connaît pas. Démarrez la version de Vigie qui l’a appliquée, ou une plus récente.`,
    en: `The database received the migration ${name}, which this version of Vigie does not know. Start the version of Vigie that applied it, or a newer one.`,
  });
}

export function migrationChanged(name: string): Problem {
  return new Problem('migration-changed', 500, {
    fr: `La migration ${name} a été modifiée après avoir été appliquée. Rétablissez son contenu, et écrivez le changement dans une nouvelle migration.`,
    en: `The migration ${name} was changed after it was applied. Restore its content, and write the change in a new migration.`,
  });
}

export function migrationTooLate(name: string, last: string): Problem {
  return new Problem('migration-too-late', 500, {
    fr: `La migration ${name} précède ${last}, déjà appliquée. Donnez-lui un numéro plus grand.`,
    en: `The migration ${name} comes before ${last}, already applied. Give it a greater number.`,
  });
}

export function migrationFailed(name: string, line: number | null, cause: Error): Problem {
  const fr = line === null ? '' : ` (ligne ${line})`;
  const en = line === null ? '' : ` (line ${line})`;
  return new Problem(
    'migration-failed',
    500,
    {
      fr: `La migration ${name}${fr} a échoué : ${cause.message}. Rien n’en a été gardé ; corrigez la cause, puis redémarrez.`,
      en: `The migration ${name}${en} failed: ${cause.message}. Nothing of it was kept; mend the cause, then start again.`,
    },
    { cause },
  );
}

export function databaseUnreachable(place: string, cause: Error): Problem {
  return new Problem(
    'database-unreachable',
    503,
    {
      fr: `La base PostgreSQL ${place} ne répond pas : ${cause.message}. Vérifiez VIGIE_POSTGRES_URL et que le serveur est démarré.`,
      en: `The PostgreSQL database ${place} does not answer: ${cause.message}. Check VIGIE_POSTGRES_URL and that the server is started.`,
    },
    { cause },
  );
}

export function databaseTooOld(place: string, version: string): Problem {
  return new Problem('database-too-old', 503, {
    fr: `La base ${place} est un PostgreSQL ${version} ; Vigie demande PostgreSQL 18 ou plus récent.`,
    en: `The database ${place} is a PostgreSQL ${version}; Vigie needs PostgreSQL 18 or newer.`,
  });
}

export function historyEngineAbsent(platform: string): Problem {
  return new Problem('history-engine-absent', 503, {
    fr: `Le ClickHouse embarqué n’existe pas pour ${platform}, ou n’est pas installé. Donnez votre serveur avec VIGIE_CLICKHOUSE_URL.`,
    en: `The embedded ClickHouse does not exist for ${platform}, or is not installed. Give your own server with VIGIE_CLICKHOUSE_URL.`,
  });
}

export function historyUnavailable(cause: unknown): Problem {
  return new Problem(
    'history-unavailable',
    503,
    {
      fr: 'L’historique ne répond pas pour l’instant ; le reste de Vigie continue. Réessayez dans une minute.',
      en: 'The history does not answer at the moment; the rest of Vigie goes on. Try again in a minute.',
    },
    { cause },
  );
}

export function historyTooHeavy(cause: unknown): Problem {
  return new Problem(
    'history-too-heavy',
    503,
    {
      fr: 'Cette recherche dans l’historique demande trop de temps ou de mémoire. Réduisez la période ou précisez les filtres.',
      en: 'This search of the history takes too much time or memory. Shorten the period or narrow the filters.',
    },
    { cause },
  );
}

export function historyDropped(rows: number): Problem {
  return new Problem('history-dropped', 503, {
    fr: `${rows} relevés n’ont pas pu être gardés dans l’historique.`,
    en: `${rows} observations could not be kept in the history.`,
  });
}
