import { useT } from '#console/i18n.ts';
import { confirm } from '#console/kit/confirm.tsx';
import { toast, toastProblem } from '#console/kit/toast.tsx';
import { useContractMutation } from '#console/use-contract.ts';
import { listChecks, readCheck, removeCheck, runCheck, updateCheck } from './api.ts';
import type { Check } from './api.ts';
import { checkStates } from './check-words.tsx';

export interface CheckActions {
  readonly run: (checks: readonly Check[]) => Promise<void>;
  readonly enable: (checks: readonly Check[], enabled: boolean) => Promise<void>;
  /** Resolves with whether the checks are gone. */
  readonly remove: (checks: readonly Check[]) => Promise<boolean>;
  readonly running: boolean;
}

const refresh = { refresh: [listChecks, readCheck] };

/** What can be done to checks, from their list and from the page of one. */
export function useCheckActions(): CheckActions {
  const t = useT();
  const run = useContractMutation(runCheck, refresh);
  const update = useContractMutation(updateCheck, refresh);
  const end = useContractMutation(removeCheck, { refresh: [listChecks] });
  return {
    running: run.isPending,
    run: async (checks) => {
      const replies = await settle(checks.map((check) => run.mutateAsync({ params: { id: check.id } })));
      const seen = replies?.[0]?.observed;
      if (replies?.length === 1 && seen !== undefined) toast(seen.detail, { state: checkStates[seen.state] });
    },
    enable: async (checks, enabled) => {
      const turn = (on: boolean) =>
        settle(
          checks.map((check) =>
            update.mutateAsync({ params: { id: check.id }, body: { ...sameBody(check), enabled: on } }),
          ),
        );
      if ((await turn(enabled)) === null) return;
      const text = enabled
        ? { fr: 'Sondage repris.', en: 'Checking again.' }
        : { fr: 'Sondage arrêté.', en: 'Checking stopped.' };
      toast(text, { undo: () => void turn(!enabled) });
    },
    remove: async (checks) => {
      const yes = await confirm({
        title: t(
          {
            fr: 'Supprimer cette sonde ?|Supprimer ces {count} sondes ?',
            en: 'Remove this check?|Remove these {count} checks?',
          },
          { count: checks.length },
        ),
        body: t({
          fr: 'Ce qu’elles constataient ne sera plus surveillé, et leurs constats se fermeront.',
          en: 'What they watched will be watched no more, and their findings will close.',
        }),
        cuts: checks.map((check) => ({ name: `${check.name} · ${check.asset.name}`, note: check.summary })),
        action: t({ fr: 'Supprimer', en: 'Remove' }),
      });
      if (!yes) return false;
      const done = await settle(checks.map((check) => end.mutateAsync({ params: { id: check.id } })));
      if (done !== null) toast({ fr: 'Sondes supprimées.', en: 'Checks removed.' });
      return done !== null;
    },
  };
}

function sameBody({ asset, name, target, intervalSeconds, timeoutMs, retries }: Check) {
  return { assetId: asset.id, name, target, intervalSeconds, timeoutMs, retries };
}

/** All or the first refusal, said in a toast. */
async function settle<T>(all: readonly Promise<T>[]): Promise<T[] | null> {
  const ends = await Promise.allSettled(all);
  const failed = ends.find((one) => one.status === 'rejected');
  if (failed !== undefined) {
    toastProblem(failed.reason);
    return null;
  }
  return ends.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}
