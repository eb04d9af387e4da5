import { Problem } from '#platform/problems.ts';
import type { FeedName } from './feed-record.ts';

export function feedBusy({ id }: FeedName): Problem {
  return new Problem('feed-busy', 409, {
    fr: `Le flux « ${id} » est déjà en cours de lecture. Attendez la fin de cette lecture, puis recommencez.`,
    en: `The feed “${id}” is being read already. Wait until that reading has ended, then try again.`,
  });
}

export function emptyFeed({ id }: FeedName): Problem {
  return new Problem('feed-empty', 422, {
    fr: `Le flux « ${id} » ne contient aucune fiche. Rien n’a changé. Vérifiez les fichiers donnés : ils sont sans doute incomplets.`,
    en: `The feed “${id}” holds no record. Nothing has changed. Check the files given: they are probably incomplete.`,
  });
}
