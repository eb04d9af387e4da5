import { Button } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { Loading } from '#console/kit/loading.tsx';
import { SidePanel } from '#console/kit/side-panel.tsx';
import { useRight } from '#console/session.ts';
import { useContract } from '#console/use-contract.ts';
import { readFinding } from './api-findings.ts';
import type { Finding } from './api-findings.ts';
import { EffectMark } from './asset-state.tsx';
import { FindingAssets } from './finding-assets.tsx';
import { FindingEvidence, FindingFacts, FindingRemedy, FindingServices } from './finding-body.tsx';
import { FindingDecision, FindingHistory } from './finding-history.tsx';
import { FindingVulnerabilities } from './finding-vulnerabilities.tsx';
import type { FindingActions } from './use-finding-actions.tsx';

interface FindingPanelProps {
  readonly id: string;
  /** What the list already knows of it: shown while the rest comes. */
  readonly row: Finding | undefined;
  readonly actions: FindingActions;
  readonly onClose: () => void;
}

/** A finding beside its list: what, where, which services, how we know, what to do, history, decision. */
export function FindingPanel({ id, row, actions, onClose }: FindingPanelProps) {
  const t = useT();
  const { data, error, refetch } = useContract(
    readFinding,
    { params: { id } },
    { live: ['finding', 'decision', 'state'], keep: false },
  );
  const known = data ?? row;
  return (
    <SidePanel
      title={known === undefined ? t({ fr: 'Constat', en: 'Finding' }) : t(known.title)}
      {...(known === undefined
        ? {}
        : { mark: <EffectMark effect={{ ...known, unknown: known.makesUnknown }} /> })}
      href={`/findings/${id}`}
      onClose={onClose}
      {...(data === undefined ? {} : { footer: <FindingButtons finding={data} actions={actions} /> })}
    >
      {data === undefined ? (
        error === null ? (
          <Loading rows={6} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <>
          <FindingFacts finding={data} />
          <FindingRemedy finding={data} />
          <FindingVulnerabilities finding={data} />
          <FindingAssets finding={data} />
          <FindingServices finding={data} />
          <FindingDecision finding={data} />
          <FindingEvidence finding={data} />
          <FindingHistory finding={data} />
        </>
      )}
    </SidePanel>
  );
}

/** What can be done with one finding: the next useful step first. */
export function FindingButtons({ finding, actions }: { finding: Finding; actions: FindingActions }) {
  const t = useT();
  const may = useRight('act');
  if (!may || finding.closedAt !== null) return null;
  const fresh = finding.acknowledgedAt === null;
  return (
    <>
      {fresh && (
        <Button variant="filled" onClick={() => actions.acknowledge([finding])}>
          {t({ fr: 'Prendre en compte', en: 'Acknowledge' })}
        </Button>
      )}
      <Button
        variant={!fresh && finding.assignedTo === null ? 'filled' : 'default'}
        onClick={() => actions.open('assign', [finding])}
      >
        {t({ fr: 'Affecter', en: 'Assign' })}
      </Button>
      <Button onClick={() => actions.open('decide', [finding])}>{t({ fr: 'Décider', en: 'Decide' })}</Button>
      <Button onClick={() => actions.open('snooze', [finding])}>{t({ fr: 'Reporter', en: 'Snooze' })}</Button>
    </>
  );
}
