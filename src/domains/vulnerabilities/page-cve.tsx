import './vulnerability.css';
import { Button } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import IconGavel from '@tabler/icons-react/dist/esm/icons/IconGavel.mjs';
import { useState } from 'react';
import { useShortcuts } from '#console/frame/keyboard.ts';
import { useT } from '#console/i18n.ts';
import { Band, ErrorState } from '#console/kit/error.tsx';
import { LoadingPage } from '#console/kit/loading.tsx';
import { Page } from '#console/kit/page.tsx';
import { useRight } from '#console/session.ts';
import { useContract } from '#console/use-contract.ts';
import { readVulnerability } from './api-cve.ts';
import type { CveDetail } from './api-cve.ts';
import { CveAnswer } from './cve-answer.tsx';
import { CveAbsence } from './cve-absence.tsx';
import { CveDecisions } from './cve-decisions.tsx';
import { CveEvidence } from './cve-evidence.tsx';
import { CveExposure, CveWays } from './cve-exposure.tsx';
import { CveHistory } from './cve-history.tsx';
import { CveRemedy } from './cve-remedy.tsx';
import { CveStory } from './cve-story.tsx';
import { DecisionDialog } from './decision-dialog.tsx';
import { ExposureShape, Marks } from './vulnerability-marks.tsx';

/** `/vulnerabilities/cve/$name`: do we have it, where, which services stand on it, how bad, what to do, by when, who. */
export default function CvePage() {
  const t = useT();
  const { name = '' } = useParams({ strict: false }) as { name?: string };
  const { data, error, refetch } = useContract(
    readVulnerability,
    { params: { name } },
    { live: ['vulnerability', 'decision', 'component', 'finding'], keep: false },
  );
  if (data !== undefined) return <CveWhole key={data.head.name} cve={data} />;
  if (error === null) return <LoadingPage />;
  return (
    <Page
      title={name}
      crumb={{ label: t({ fr: 'Vulnérabilités', en: 'Vulnerabilities' }), href: '/vulnerabilities' }}
    >
      <ErrorState error={error} onRetry={() => void refetch()} />
    </Page>
  );
}

function CveWhole({ cve }: { cve: CveDetail }) {
  const t = useT();
  const mayDecide = useRight('analyse') && cve.known;
  const [deciding, setDeciding] = useState(false);
  useShortcuts(
    mayDecide
      ? [
          {
            keys: 'd',
            label: { fr: 'Décider', en: 'Decide' },
            group: 'page',
            run: () => setDeciding(true),
          },
        ]
      : [],
  );
  return (
    <Page
      title={cve.head.name}
      crumb={{ label: t({ fr: 'Vulnérabilités', en: 'Vulnerabilities' }), href: '/vulnerabilities' }}
      mark={<ExposureShape status={cve.status} size={16} />}
      chips={<Marks of={cve.head} />}
      actions={
        mayDecide && (
          <Button leftSection={<IconGavel size={16} />} onClick={() => setDeciding(true)}>
            {t({ fr: 'Décider', en: 'Decide' })}
          </Button>
        )
      }
    >
      {cve.feeds.sentence !== null && <Band state="unknown">{t(cve.feeds.sentence)}</Band>}
      <CveAnswer cve={cve} />
      <div className="cve-page">
        <div className="stack">
          {cve.placesTotal === 0 ? <CveAbsence cve={cve} /> : <CveExposure cve={cve} />}
          {cve.placesTotal > 0 && <CveRemedy cve={cve} />}
          <CveWays cve={cve} />
          {cve.known && <CveEvidence cve={cve} />}
        </div>
        <div className="stack">
          <CveStory cve={cve} />
          {cve.known && <CveDecisions cve={cve} onDecide={mayDecide ? () => setDeciding(true) : null} />}
          {cve.known && <CveHistory cve={cve} />}
        </div>
      </div>
      {mayDecide && <DecisionDialog opened={deciding} cve={cve} onClose={() => setDeciding(false)} />}
    </Page>
  );
}
