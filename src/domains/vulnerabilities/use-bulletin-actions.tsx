import { useT } from '#console/i18n.ts';
import { confirm } from '#console/kit/confirm.tsx';
import { toast, toastProblem } from '#console/kit/toast.tsx';
import { useContractMutation } from '#console/use-contract.ts';
import {
  discardBulletin,
  listBulletins,
  publishBulletin,
  readBulletin,
  saveBulletin,
} from './api-bulletin.ts';
import type { HeadProps } from './bulletin-head.tsx';

const refresh = [listBulletins, readBulletin];

/** What a person does with a bulletin as a whole; each says what came of it. */
export function useBulletinActions({ bulletin, given, saved, onVersion }: HeadProps) {
  const t = useT();
  const saving = useContractMutation(saveBulletin, { refresh });
  const publishing = useContractMutation(publishBulletin, { refresh });
  const discarding = useContractMutation(discardBulletin, { refresh });
  const params = { week: bulletin.week };
  const body = { tlp: given.tlp, introduction: given.introduction, edits: editsOf(given) };
  const keep = (done: () => void): void =>
    saving.mutate(
      { params, body },
      {
        onSuccess: () => {
          saved();
          done();
        },
        onError: toastProblem,
      },
    );
  const publish = async (): Promise<void> => {
    const count = bulletin.lines.filter(({ key }) => given.edits.get(key)?.leftOut !== true).length;
    const yes = await confirm({
      title: t({ fr: 'Publier le bulletin ?', en: 'Publish the bulletin?' }),
      body: t(frozen, { count, tlp: given.tlp }),
      action: t({ fr: 'Publier', en: 'Publish' }),
    });
    if (!yes) return;
    const done = (): void => {
      onVersion(undefined);
      toast({ fr: 'Bulletin publié.', en: 'Bulletin published.' }, { state: 'ok' });
    };
    publishing.mutate({ params, body }, { onSuccess: done, onError: toastProblem });
  };
  const drop = async (): Promise<void> => {
    const yes = await confirm({
      title: t({ fr: 'Jeter le projet ?', en: 'Throw the draft away?' }),
      body: t({
        fr: 'Introduction, notes et lignes écartées sont perdues. Ce qui est publié reste.',
        en: 'Introduction, notes and lines left out are lost. What is published stays.',
      }),
      action: t({ fr: 'Jeter', en: 'Throw away' }),
      destructive: true,
    });
    if (yes) discarding.mutate({ params }, { onSuccess: () => onVersion(undefined), onError: toastProblem });
  };
  return {
    saving: saving.isPending,
    publishing: publishing.isPending,
    save: () => keep(() => toast({ fr: 'Projet enregistré.', en: 'Draft saved.' }, { state: 'ok' })),
    /** A new version starts from what was published. */
    correct: () => keep(() => onVersion(undefined)),
    publish: () => void publish(),
    drop: () => void drop(),
  };
}

const frozen = {
  fr: 'Il sera figé sous TLP:{tlp}, avec {count} ligne. Une correction sera une nouvelle version.|Il sera figé sous TLP:{tlp}, avec {count} lignes. Une correction sera une nouvelle version.',
  en: 'It will be frozen under TLP:{tlp}, with {count} line. A correction will be a new version.|It will be frozen under TLP:{tlp}, with {count} lines. A correction will be a new version.',
};

function editsOf({ edits }: HeadProps['given']) {
  return [...edits.values()].filter(
    ({ leftOut, note, action, responsible }) => leftOut || `${note}${action}${responsible}` !== '',
  );
}
