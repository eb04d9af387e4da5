import { useT } from '#console/i18n.ts';
import { confirm } from '#console/kit/confirm.tsx';
import { toast, toastProblem } from '#console/kit/toast.tsx';
import { useContractMutation } from '#console/use-contract.ts';
import { listFeeds, readFeedPage, removeFeed, runFeedNow, updateFeed } from './api-feeds.ts';
import type { Feed } from './api-feeds.ts';

const refresh = { refresh: [listFeeds, readFeedPage] };

/** What can be done to a feed, from the list and from its page. */
export function useFeedActions() {
  const t = useT();
  const run = useContractMutation(runFeedNow, refresh);
  const update = useContractMutation(updateFeed, refresh);
  const end = useContractMutation(removeFeed, refresh);
  return {
    run: async (feed: Feed): Promise<void> => {
      await run
        .mutateAsync({ params: { id: feed.id } })
        .then(() => toast({ fr: 'Lecture demandée.', en: 'Read asked for.' }), toastProblem);
    },
    enable: async (feed: Feed, enabled: boolean): Promise<void> => {
      const name = t(feed.title);
      const yes =
        enabled ||
        (await confirm({
          title: t({ fr: 'Désactiver {name} ?', en: 'Disable {name}?' }, { name }),
          body: t({
            fr: 'Il ne sera plus lu. Ce qu’il a dit reste, à sa date ; la veille ignorera ce qui paraîtra ensuite, et les pages le diront.',
            en: 'It will no longer be read. What it said stays, with its date; the watch will ignore what appears afterwards, and the pages will say so.',
          }),
          action: t({ fr: 'Désactiver', en: 'Disable' }),
        }));
      if (!yes) return;
      const { title, origin, everySeconds, staleAfterSeconds, secretId } = feed;
      const body = { title, origin, everySeconds, staleAfterSeconds, secretId, enabled };
      await update
        .mutateAsync({ params: { id: feed.id }, body })
        .then(
          () =>
            toast(
              enabled
                ? { fr: 'Flux activé.', en: 'Feed enabled.' }
                : { fr: 'Flux désactivé.', en: 'Feed disabled.' },
              { state: 'ok' },
            ),
          toastProblem,
        );
    },
    remove: async (feed: Feed): Promise<boolean> => {
      const yes = await confirm({
        title: t({ fr: 'Retirer {name} ?', en: 'Remove {name}?' }, { name: t(feed.title) }),
        body: t({
          fr: 'Il n’a encore rien chargé : rien d’autre ne change.',
          en: 'It has loaded nothing yet: nothing else changes.',
        }),
        action: t({ fr: 'Retirer', en: 'Remove' }),
      });
      if (!yes) return false;
      return end.mutateAsync({ params: { id: feed.id } }).then(
        () => true,
        (error: unknown) => {
          toastProblem(error);
          return false;
        },
      );
    },
    isBusy: run.isPending || update.isPending || end.isPending,
  };
}
