import { useT } from '#console/i18n.ts';
import { confirm } from '#console/kit/confirm.tsx';
import { toast, toastProblem } from '#console/kit/toast.tsx';
import { useContractMutation } from '#console/use-contract.ts';
import { readVulnerability } from './api-cve.ts';
import { listDecisions, revokeVulnerabilityDecision } from './api-decisions.ts';
import type { Decision } from './api-decisions.ts';
import { listNews, listVulnerabilities, readWatch } from './api-watch.ts';
import { scopeText } from './decision-words.tsx';
import { decisionTexts } from './vulnerability-words.ts';

/** Answers that a decision changes. */
export const decidedAnswers = [
  readVulnerability,
  listDecisions,
  listVulnerabilities,
  listNews,
  readWatch,
] as const;

/** Asks, then goes back on a decision: what it put aside is to be dealt with again. */
export function useRevokeDecision(): (decision: Decision) => void {
  const t = useT();
  const revoke = useContractMutation(revokeVulnerabilityDecision, { refresh: decidedAnswers });
  const ask = async (decision: Decision): Promise<void> => {
    const name = scopeText(decision.scope);
    const yes = await confirm({
      title: t(
        { fr: 'Revenir sur la décision sur {name} ?', en: 'Go back on the decision on {name}?' },
        { name: decision.vulnerability },
      ),
      body: t({
        fr: 'Ce qu’elle mettait de côté sera de nouveau à traiter. La décision reste dans l’histoire.',
        en: 'What it put aside will have to be dealt with again. The decision stays in the history.',
      }),
      cuts: [
        {
          name: t(decisionTexts[decision.status]),
          note: name === '' ? t({ fr: 'tout le parc', en: 'the whole estate' }) : name,
        },
      ],
      action: t({ fr: 'Revenir sur la décision', en: 'Go back on the decision' }),
      destructive: true,
    });
    if (!yes) return;
    try {
      await revoke.mutateAsync({ params: { id: decision.id } });
      toast({ fr: 'Décision retirée.', en: 'Decision revoked.' }, { state: 'ok' });
    } catch (error) {
      toastProblem(error);
    }
  };
  return (decision) => void ask(decision);
}
