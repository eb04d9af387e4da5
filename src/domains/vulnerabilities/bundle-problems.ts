import type { Text } from '#engines/text.ts';
import { Problem } from '#platform/problems.ts';

export function notABundle(): Problem {
  return new Problem('bundle-not-one', 422, {
    fr: 'Ce fichier n’est pas un lot de flux de Vigie. Exportez-en un avec « vigie feeds export FICHIER ».',
    en: 'This file is not a bundle of feeds of Vigie. Export one with "vigie feeds export FILE".',
  });
}

/** `part` names what differs: a feed, the manifest, the signature. */
export function bundleAltered(part: Text): Problem {
  return new Problem('bundle-altered', 422, {
    fr: `Lot refusé en entier : ${part.fr} n’est plus tel qu’il a été signé. Rien n’a été importé. Recopiez le fichier depuis son origine, ou exportez-le de nouveau.`,
    en: `Bundle refused as a whole: ${part.en} is no longer as it was signed. Nothing was imported. Copy the file again from where it came, or export it again.`,
  });
}

export function bundleUntrusted(key: string, fingerprint: string): Problem {
  return new Problem('bundle-untrusted', 422, {
    fr: `Lot refusé : il est signé par la clé ${key} (empreinte ${fingerprint}), que personne n’a acceptée ici. Vérifiez cette empreinte auprès de qui l’a exporté, puis acceptez la clé : « vigie feeds trust ${key} NOM », ou page Flux > Clés des lots.`,
    en: `Bundle refused: it is signed by the key ${key} (fingerprint ${fingerprint}), which nobody accepted here. Check that fingerprint with whoever exported it, then accept the key: "vigie feeds trust ${key} NAME", or page Feeds > Bundle keys.`,
  });
}

export function badKey(): Problem {
  return new Problem('bundle-bad-key', 422, {
    fr: 'Ce n’est pas une clé publique de lot. Elle s’écrit « vigie-feeds:… », comme l’affiche « vigie feeds export ».',
    en: 'This is not the public key of a bundle. It is written "vigie-feeds:…", as "vigie feeds export" shows it.',
  });
}

export function nothingToExport(): Problem {
  return new Problem('bundle-empty', 422, {
    fr: 'Aucun flux n’est chargé : il n’y a rien à exporter. Activez des flux ou importez-en, puis recommencez.',
    en: 'No feed is loaded: there is nothing to export. Enable or import feeds, then try again.',
  });
}
