import { Problem } from '#platform/problems.ts';

export function keyFileMissing(path: string): Problem {
  return new Problem('key-file-missing', 500, {
    fr: `Le fichier de clé ${path} est absent, alors que la base contient des secrets chiffrés. Remettez le fichier depuis sa sauvegarde : sans lui, ces secrets sont perdus. Vigie n’en crée pas d’autre à sa place.`,
    en: `The key file ${path} is absent while the database holds encrypted secrets. Put the file back from its backup: without it these secrets are lost. Vigie does not make another in its place.`,
  });
}

export function keyFileDamaged(path: string): Problem {
  return new Problem('key-file-damaged', 500, {
    fr: `Le fichier de clé ${path} n’est pas lisible : chaque ligne doit être « identifiant clé ». Remettez-le depuis sa sauvegarde.`,
    en: `The key file ${path} cannot be understood: each line must be “identifier key”. Put it back from its backup.`,
  });
}

export function keyFileOpen(path: string, mode: string): Problem {
  return new Problem('key-file-mode', 500, {
    fr: `Le fichier de clé ${path} est ouvert à d’autres comptes (mode ${mode}). Faites « chmod 600 ${path} », puis relancez ; si d’autres ont pu le lire, remplacez la clé avec « vigie secrets rotate ».`,
    en: `The key file ${path} is open to other accounts (mode ${mode}). Run “chmod 600 ${path}”, then start again; if others may have read it, replace the key with “vigie secrets rotate”.`,
  });
}

export function keyFileForeign(path: string, owner: number): Problem {
  return new Problem('key-file-owner', 500, {
    fr: `Le fichier de clé ${path} appartient à un autre compte (numéro ${owner}). Rendez-le au compte de Vigie avec « chown ».`,
    en: `The key file ${path} belongs to another account (number ${owner}). Give it to the account of Vigie with “chown”.`,
  });
}

export function keyFileUnreadable(path: string, reason: string): Problem {
  return new Problem('key-file-unreadable', 500, {
    fr: `Le fichier de clé ${path} n’a pas pu être lu ou créé (${reason}). Vérifiez son dossier et ses droits, ou donnez un autre chemin avec VIGIE_KEY_FILE.`,
    en: `The key file ${path} could not be read or created (${reason}). Check its folder and its rights, or give another path with VIGIE_KEY_FILE.`,
  });
}

export function keyUnknown(keyId: string): Problem {
  return new Problem('key-unknown', 500, {
    fr: `Un secret a été chiffré avec la clé ${keyId}, absente du fichier de clé. Remettez le fichier complet depuis sa sauvegarde, ou confiez de nouveau ce secret à Vigie.`,
    en: `A secret was encrypted with the key ${keyId}, absent from the key file. Put the whole file back from its backup, or entrust this secret to Vigie again.`,
  });
}

export function secretDamaged(): Problem {
  return new Problem('secret-damaged', 500, {
    fr: 'Un secret ne se déchiffre pas : il a été modifié ou déplacé dans la base. Confiez-le de nouveau à Vigie.',
    en: 'A secret does not decrypt: it was changed or moved inside the database. Entrust it to Vigie again.',
  });
}
