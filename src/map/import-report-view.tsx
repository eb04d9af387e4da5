import { Button } from '@mantine/core';
import { useT } from '#console/i18n.ts';
import { ProblemError } from '#console/client.ts';
import { Band } from '#console/kit/error.tsx';
import { Link, useGo } from '#console/kit/link.tsx';
import { Section } from '#console/kit/page.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import type { State } from '#console/kit/state.ts';
import type { ImportReport } from './api-sources.ts';
import { assetTypeText } from './asset-types.ts';
import type { ImportDraft } from './import-form.tsx';
import { ProblemLines } from './problem-lines.tsx';

interface ImportReportViewProps {
  readonly report: ImportReport;
  readonly draft: ImportDraft;
  readonly problem: unknown;
  readonly busy: boolean;
  readonly onApply: (partial: boolean) => void;
  readonly onAgain: () => void;
}

/** What a file would change, each line that is refused with its place and its mend, then the import itself. */
export function ImportReportView({ report, draft, problem, busy, onApply, onAgain }: ImportReportViewProps) {
  const t = useT();
  return (
    <div className="stack" style={{ gap: 20 }}>
      <Section
        title={
          report.applied
            ? t({ fr: 'Importé', en: 'Imported' })
            : t({ fr: 'Ce que l’import changerait', en: 'What the import would change' })
        }
      >
        <div className="card padded stack" style={{ gap: 14 }}>
          {problem instanceof ProblemError && (
            <div role="alert">
              <Band state="down">{t(problem.text)}</Band>
            </div>
          )}
          <Verdict report={report} />
          {report.readable && <Changes report={report} />}
          <Actions report={report} draft={draft} busy={busy} onApply={onApply} onAgain={onAgain} />
        </div>
      </Section>
      <ProblemLines
        title={t({ fr: 'Lignes refusées', en: 'Refused lines' })}
        lines={report.refused}
        total={report.refusedTotal}
        name="lignes-refusees"
      />
      <ProblemLines
        title={t({ fr: 'Laissé de côté dans des lignes acceptées', en: 'Left out of accepted lines' })}
        lines={report.warnings}
        total={report.warningTotal}
        name="avertissements"
      />
    </div>
  );
}

function Verdict({ report }: { report: ImportReport }) {
  const t = useT();
  const state: State = !report.readable ? 'down' : report.refusedTotal > 0 ? 'degraded' : 'ok';
  return (
    <p className="row" style={{ fontWeight: 550 }}>
      <StateShape state={state} />
      {!report.readable
        ? t({
            fr: 'Ce fichier ne peut pas être lu : rien ne peut en être importé.',
            en: 'This file cannot be read: nothing of it can be imported.',
          })
        : t(
            {
              fr: '{count} ligne acceptée sur {rows}, refusées : {refused}|{count} lignes acceptées sur {rows}, refusées : {refused}',
              en: '{count} of {rows} lines accepted, refused: {refused}',
            },
            { count: report.accepted, rows: report.rows, refused: report.refusedRows },
          )}
      {report.leftAside > 0 &&
        t({ fr: ', {count} sans objet ici', en: ', {count} of no use here' }, { count: report.leftAside })}
    </p>
  );
}

function Changes({ report }: { report: ImportReport }) {
  const t = useT();
  const { changes } = report;
  const parts = [
    { label: t({ fr: 'nouveaux actifs', en: 'new assets' }), value: changes.created },
    { label: t({ fr: 'déjà connus', en: 'already known' }), value: changes.matched },
    { label: t({ fr: 'modifiés', en: 'changed' }), value: changes.updated },
    { label: t({ fr: 'dont elle ne parle plus', en: 'mentioned no more' }), value: changes.missing },
    { label: t({ fr: 'rapprochements à trancher', en: 'matches to settle' }), value: changes.questions },
    { label: t({ fr: 'liens', en: 'links' }), value: report.links },
  ];
  const types = Object.entries(report.byType).toSorted(([, a], [, b]) => b - a);
  return (
    <>
      <dl className="import-counts">
        {parts.map((part) => (
          <div key={part.label}>
            <dd className={part.value === 0 ? 'num muted' : 'num'}>
              {t({ fr: '{value}', en: '{value}' }, { value: part.value })}
            </dd>
            <dt>{part.label}</dt>
          </div>
        ))}
      </dl>
      {types.length > 0 && (
        <p className="muted">
          {types.map(([type, count]) => `${t(assetTypeText(type))} ${count}`).join(' · ')}
        </p>
      )}
    </>
  );
}

function Actions({ report, draft, busy, onApply, onAgain }: Omit<ImportReportViewProps, 'problem'>) {
  const t = useT();
  const go = useGo();
  if (report.applied) {
    return (
      <div className="row wrap">
        <Button variant="filled" onClick={() => go('/assets')}>
          {t({ fr: 'Voir les actifs', en: 'See the assets' })}
        </Button>
        {report.changes.questions > 0 && (
          <Button onClick={() => go('/questions')}>
            {t({ fr: 'Trancher les rapprochements', en: 'Settle the matches' })}
          </Button>
        )}
        <Button onClick={onAgain}>{t({ fr: 'Importer un autre fichier', en: 'Import another file' })}</Button>
        <Link href="/sources">{t({ fr: 'Sources', en: 'Sources' })}</Link>
      </div>
    );
  }
  if (!report.readable || report.accepted === 0) return null;
  const partial = report.refusedTotal > 0;
  return (
    <div className="row wrap">
      <Button variant="filled" loading={busy} onClick={() => onApply(partial)}>
        {partial
          ? t(
              {
                fr: 'Importer la seule bonne ligne|Importer les {count} bonnes lignes',
                en: 'Import the one good line|Import the {count} good lines',
              },
              { count: report.accepted },
            )
          : t({ fr: 'Importer dans « {name} »', en: 'Import into “{name}”' }, { name: draft.sourceName })}
      </Button>
      {partial && (
        <span className="muted">
          {t({
            fr: 'Ou corrigez le fichier, puis essayez-le à nouveau.',
            en: 'Or correct the file, then try it again.',
          })}
        </span>
      )}
    </div>
  );
}
