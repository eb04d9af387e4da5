import type { Text } from '#engines/text.ts';

/** Why a file of a feed could not be read, or not to its end. */
export const feedFaults = {
  truncated: {
    fr: 'Le fichier compressé s’arrête avant sa fin : il a été coupé. Téléchargez-le de nouveau ; ce qui précède a été lu.',
    en: 'The compressed file ends before its end: it was cut. Download it again; what comes before was read.',
  },
  damaged: {
    fr: 'La compression du fichier est abîmée. Téléchargez-le de nouveau ; ce qui précède a été lu.',
    en: 'The compression of the file is damaged. Download it again; what comes before was read.',
  },
  absent: {
    fr: 'Ce fichier n’existe pas. Vérifiez le chemin.',
    en: 'There is no such file. Check the path.',
  },
  forbidden: {
    fr: 'Le droit de lire ce fichier manque. Donnez-le au compte qui fait tourner Vigie.',
    en: 'The right to read this file is missing. Give it to the account that runs Vigie.',
  },
  bomb: {
    fr: 'Le fichier se décompresse en une taille démesurée (bombe de décompression) : il est refusé. Vérifiez d’où il vient.',
    en: 'The file decompresses to an outsize length (decompression bomb): it is refused. Check where it comes from.',
  },
  notUtf8: {
    fr: 'Cette fiche n’est pas en UTF-8 : elle est laissée de côté. Redemandez-la à sa source.',
    en: 'This record is not UTF-8: it is left out. Ask its source for it again.',
  },
  nested: {
    fr: 'Cette archive en contient une autre. Sortez celle-ci, puis donnez-la.',
    en: 'This archive holds another one. Take that one out, then give it.',
  },
  badArchive: {
    fr: 'Cette archive zip est abîmée ou n’en est pas une. Téléchargez-la de nouveau.',
    en: 'This zip archive is damaged, or is none. Download it again.',
  },
  badEntry: {
    fr: 'Ce fichier de l’archive est abîmé, chiffré, ou compressé d’une manière inconnue : il est laissé de côté.',
    en: 'This file of the archive is damaged, encrypted, or compressed in an unknown way: it is left out.',
  },
  oldNvd: {
    fr: 'C’est l’ancien format 1.1 de la NVD, abandonné en 2023. Fournissez le format 2.0.',
    en: 'This is the former format 1.1 of NVD, given up in 2023. Provide format 2.0.',
  },
  tooLarge: (maxBytes: number): Text => ({
    fr: `Le contenu dépasse ${gibibytes(maxBytes)} Gio une fois décompressé : la suite n’est pas lue. Découpez-le.`,
    en: `The content is larger than ${gibibytes(maxBytes)} GiB once decompressed: the rest is not read. Split it.`,
  }),
  tooManyEntries: (most: number): Text => ({
    fr: `L’archive ou le dossier tient plus de ${most} fichiers : la suite n’est pas lue. Découpez-le.`,
    en: `The archive or folder holds more than ${most} files: the rest is not read. Split it.`,
  }),
  lineTooLong: (maxBytes: number): Text => ({
    fr: `Cette fiche dépasse ${Math.floor(maxBytes / 2 ** 20)} Mio : elle est laissée de côté.`,
    en: `This record is longer than ${Math.floor(maxBytes / 2 ** 20)} MiB: it is left out.`,
  }),
  unreadable: (why: string): Text => ({
    fr: `Le fichier ne peut pas être lu (${why.slice(0, 100)}). Vérifiez le support, ou téléchargez-le de nouveau.`,
    en: `The file cannot be read (${why.slice(0, 100)}). Check the medium, or download it again.`,
  }),
} as const;

function gibibytes(bytes: number): number {
  return Math.round((bytes / 2 ** 30) * 10) / 10;
}
