import { useParams } from '@tanstack/react-router';
import { useShortcuts } from '#console/frame/keyboard.ts';
import { NotFoundPage } from '#console/frame/special-pages.tsx';
import { useT } from '#console/i18n.ts';
import { ErrorState } from '#console/kit/error.tsx';
import { LoadingPage } from '#console/kit/loading.tsx';
import { Page } from '#console/kit/page.tsx';
import { useContract } from '#console/use-contract.ts';
import { readFinding } from './api-findings.ts';
import { EffectMark } from './asset-state.tsx';
import { FindingAssets } from './finding-assets.tsx';
import { FindingEvidence, FindingFacts, FindingRemedy, FindingServices } from './finding-body.tsx';
import type { FindingDetail } from './finding-body.tsx';
import { FindingDecision, FindingHistory } from './finding-history.tsx';
import { FindingVulnerabilities } from './finding-vulnerabilities.tsx';
import { FindingButtons } from './finding-panel.tsx';
import { useFindingActions } from './use-finding-actions.tsx';

/** `/findings/$id`: one finding, whole. */
export default function FindingPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const { data, error, refetch } = useContract(
    readFinding,
    { params: { id } },
    { live: ['finding', 'decision', 'state'], keep: false },
  );
  if (data !== undefined) return <FindingWhole finding={data} />;
  if (error === null) return <LoadingPage />;
  // No such form of identifier: an address cut on its way.
  if (error.status === 400) return <NotFoundPage />;
  return (
    <Page
      title={t({ fr: 'Constat', en: 'Finding' })}
      crumb={{ label: t({ fr: 'À traiter', en: 'To do' }), href: '/findings' }}
    >
      <ErrorState error={error} onRetry={() => void refetch()} />
    </Page>
  );
}

function FindingWhole({ finding }: { finding: FindingDetail }) {
  const t = useT();
  const actions = useFindingActions();
  useShortcuts(
    actions.rowActions
      .filter((action) => action.keys !== undefined && (action.when?.(finding) ?? true))
      .map((action) => ({
        keys: action.keys ?? '',
        label: { fr: action.label, en: action.label },
        group: 'page' as const,
        run: () => action.run([finding]),
      })),
  );
  return (
    <Page
      title={t(finding.title)}
      crumb={{ label: t({ fr: 'À traiter', en: 'To do' }), href: '/findings' }}
      mark={<EffectMark effect={{ ...finding, unknown: finding.makesUnknown }} size={16} />}
      actions={
        <span className="finding-buttons">
          <FindingButtons finding={finding} actions={actions} />
        </span>
      }
    >
      <div className="finding-bar">
        <FindingButtons finding={finding} actions={actions} />
      </div>
      <div className="finding-page">
        <div className="stack">
          <div className="card padded stack" style={{ gap: 16 }}>
            <FindingFacts finding={finding} />
            <FindingRemedy finding={finding} />
            <FindingVulnerabilities finding={finding} />
          </div>
          {finding.assetCount > 1 && (
            <div className="card padded">
              <FindingAssets finding={finding} />
            </div>
          )}
          <div className="card padded">
            <FindingServices finding={finding} />
          </div>
          <div className="card padded">
            <FindingEvidence finding={finding} />
          </div>
        </div>
        <div className="stack">
          {finding.decision !== null && (
            <div className="card padded">
              <FindingDecision finding={finding} />
            </div>
          )}
          <div className="card padded">
            <FindingHistory finding={finding} />
          </div>
        </div>
      </div>
      {actions.dialogs}
    </Page>
  );
}
