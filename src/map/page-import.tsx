import './map-pages.css';
import { useRef, useState } from 'react';
import { useT } from '#console/i18n.ts';
import { Empty } from '#console/kit/empty.tsx';
import { Page } from '#console/kit/page.tsx';
import { toast } from '#console/kit/toast.tsx';
import { useRight } from '#console/session.ts';
import { useContractMutation } from '#console/use-contract.ts';
import { listAssets } from './api-assets.ts';
import { importMap, listQuestions, listSources } from './api-sources.ts';
import { ImportForm } from './import-form.tsx';
import type { ImportDraft } from './import-form.tsx';
import { ImportReportView } from './import-report-view.tsx';

/** `/import`: a file is tried dry, read in its report, then imported. */
export default function ImportPage() {
  const t = useT();
  const may = useRight('operate');
  return (
    <Page
      title={t({ fr: 'Importer', en: 'Import' })}
      crumb={{ label: t({ fr: 'Sources', en: 'Sources' }), href: '/sources' }}
    >
      {may ? (
        <ImportSteps />
      ) : (
        <Empty title={t({ fr: 'Vous n’avez pas le droit d’importer', en: 'You have no right to import' })}>
          {t({
            fr: 'Il faut le droit « Modifier la carte et les sondes ». Demandez-le à un administrateur.',
            en: 'It takes the right “Change the map and the checks”. Ask an administrator for it.',
          })}
        </Empty>
      )}
    </Page>
  );
}

const empty: ImportDraft = { format: 'csv', sourceName: '', content: '', fileName: null };

function ImportSteps() {
  const [draft, setDraft] = useState(empty);
  const reportAt = useRef<HTMLDivElement>(null);
  const show = (): void => reportAt.current?.scrollIntoView({ block: 'start', behavior: 'smooth' });
  const dry = useContractMutation(importMap, { onDone: show });
  const real = useContractMutation(importMap, {
    refresh: [listAssets, listSources, listQuestions],
    onDone: () => toast({ fr: 'Import terminé.', en: 'Import done.' }, { state: 'ok' }),
  });
  const bodyOf = (more: { dryRun: boolean; partial?: boolean }) => ({
    body: { format: draft.format, sourceName: draft.sourceName, content: draft.content, ...more },
  });
  // What the report says is of the file that was tried: another file, another report.
  const change = (next: ImportDraft): void => {
    setDraft(next);
    dry.reset();
    real.reset();
  };
  const report = real.data ?? dry.data;
  return (
    <div className="import-page">
      <ImportForm
        draft={draft}
        onChange={change}
        onTry={() => {
          real.reset();
          dry.mutate(bodyOf({ dryRun: true }));
        }}
        problem={dry.error}
        busy={dry.isPending}
      />
      <div ref={reportAt} aria-live="polite">
        {report !== undefined && (
          <ImportReportView
            report={report}
            draft={draft}
            problem={real.error}
            busy={real.isPending}
            onApply={(partial) => real.mutate(bodyOf({ dryRun: false, partial }))}
            onAgain={() => change(empty)}
          />
        )}
      </div>
    </div>
  );
}
