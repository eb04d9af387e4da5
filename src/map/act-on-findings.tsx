import type { Text } from '#engines/text.ts';
import type { CallInput } from '#console/client.ts';
import { useT } from '#console/i18n.ts';
import { toast, toastProblem } from '#console/kit/toast.tsx';
import { useContractMutation } from '#console/use-contract.ts';
import { actOnFindings, listFindings, readFinding } from './api-findings.ts';
import type { Finding } from './api-findings.ts';

export type FindingAct = CallInput<typeof actOnFindings>['body']['action'];

/** Most that one request takes. */
const batch = 500;

/** The identifiers in the portions that a request takes. */
export function batchesOf(findings: readonly Pick<Finding, 'id'>[]): string[][] {
  const batches: string[][] = [];
  for (let first = 0; first < findings.length; first += batch) {
    batches.push(findings.slice(first, first + batch).map((finding) => finding.id));
  }
  return batches;
}

export type ActOnFindings = (
  findings: readonly Pick<Finding, 'id'>[],
  action: FindingAct,
  /** Said when done, with `{count}`. */
  done: Text,
  undo?: () => void,
) => Promise<boolean>;

/** Sends one action on any number of findings, says what came of it, and gives back whether it was done. */
export function useActOnFindings(): ActOnFindings {
  const t = useT();
  const { mutateAsync } = useContractMutation(actOnFindings, { refresh: [listFindings, readFinding] });
  return async (findings, action, done, undo) => {
    if (findings.length === 0) return false;
    try {
      for (const ids of batchesOf(findings)) await mutateAsync({ body: { ids, action } });
      const said = t(done, { count: findings.length });
      toast({ fr: said, en: said }, { state: 'ok', ...(undo === undefined ? {} : { undo }) });
      return true;
    } catch (error) {
      toastProblem(error);
      return false;
    }
  };
}
