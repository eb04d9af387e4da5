import './vulnerability.css';
import '#map/map-pages.css';
import { Button, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useT } from '#console/i18n.ts';
import type { Translate } from '#console/i18n.ts';
import { Band } from '#console/kit/error.tsx';
import { Form } from '#console/kit/form.tsx';
import { useGo } from '#console/kit/link.tsx';
import { Facts, Page } from '#console/kit/page.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import { Table } from '#console/kit/table.tsx';
import type { Column } from '#console/kit/table-types.ts';
import { Time } from '#console/kit/time.tsx';
import { toast } from '#console/kit/toast.tsx';
import { useContractMutation } from '#console/use-contract.ts';
import { DropArea } from '#map/drop-area.tsx';
import { readFileText } from '#map/import-file-text.tsx';
import { importVex } from './api-decisions.ts';
import type { VexLine, VexReport } from './api-decisions.ts';
import { scopeText } from './decision-words.tsx';
import { decidedAnswers } from './use-revoke-decision.tsx';
import { cveHref } from './vulnerability-marks.tsx';
import { decisionTexts, justificationTexts } from './vulnerability-words.ts';

const mostBytes = 16 * 1024 * 1024;

/** `/vulnerabilities/import-vex`: what a VEX document would decide here, then its decisions. */
export default function ImportVexPage() {
  const t = useT();
  const [content, setContent] = useState('');
  const [fileName, setFileName] = useState<string | null>(null);
  const [pasting, setPasting] = useState(false);
  const send = useContractMutation(importVex, { refresh: decidedAnswers });
  const report = send.data;
  const change = (text: string, name: string | null): void => {
    setContent(text);
    setFileName(name);
    send.reset();
  };
  const take = async (file: File | null): Promise<void> => {
    if (file === null) return;
    if (file.size > mostBytes) return toast(tooLarge, { state: 'down' });
    change(await readFileText(file), file.name);
    setPasting(false);
  };
  return (
    <Page
      title={t({ fr: 'Importer un document VEX', en: 'Import a VEX document' })}
      crumb={{ label: t({ fr: 'Décisions', en: 'Decisions' }), href: '/vulnerabilities/decisions' }}
    >
      <section className="card padded">
        <Form
          onSubmit={() => content !== '' && send.mutate({ body: { document: content, apply: false } })}
          problem={send.error}
          busy={send.isPending}
          action={t({ fr: 'Essayer sans rien changer', en: 'Try, changing nothing' })}
        >
          <p className="muted">
            {t({
              fr: 'CSAF 2.0, CycloneDX 1.4 ou plus récent, OpenVEX 0.2, en JSON. Le compte rendu vient d’abord : rien n’est décidé avant votre accord.',
              en: 'CSAF 2.0, CycloneDX 1.4 or later, OpenVEX 0.2, in JSON. The report comes first: nothing is decided before you agree.',
            })}
          </p>
          <DropArea
            onFile={(file) => void take(file)}
            content={content}
            fileName={fileName}
            accept=".json,application/json"
            {...(pasting ? {} : { onPaste: () => setPasting(true) })}
          />
          {pasting && (
            <Textarea
              label={t({ fr: 'Texte collé', en: 'Pasted text' })}
              classNames={{ input: 'mono' }}
              minRows={8}
              maxRows={16}
              autosize
              spellCheck={false}
              value={content}
              onChange={(event) => change(event.currentTarget.value, null)}
            />
          )}
        </Form>
      </section>
      {report !== undefined && (
        <Report
          report={report}
          busy={send.isPending}
          onApply={() => send.mutate({ body: { document: content, apply: true } })}
        />
      )}
    </Page>
  );
}

const tooLarge = {
  fr: 'Ce fichier dépasse 16 Mio. Découpez-le.',
  en: 'This file is larger than 16 MiB. Split it.',
};

function Report({ report, busy, onApply }: { report: VexReport; busy: boolean; onApply: () => void }) {
  const t = useT();
  const go = useGo();
  const columns = useMemo(() => lineColumns(t), [t]);
  return (
    <section className="stack" style={{ gap: 12 }} aria-label={t({ fr: 'Compte rendu', en: 'Report' })}>
      <div className="card padded stack" style={{ gap: 12 }}>
        <Summary report={report} />
        <div className="row wrap">
          {report.applied ? (
            <Button onClick={() => go('/vulnerabilities/decisions')}>
              {t({ fr: 'Voir les décisions', en: 'See the decisions' })}
            </Button>
          ) : (
            <Button variant="filled" loading={busy} disabled={report.decisions === 0} onClick={onApply}>
              {t(
                {
                  fr: 'Prendre {count} décision|Prendre {count} décisions',
                  en: 'Take {count} decision|Take {count} decisions',
                },
                { count: report.decisions },
              )}
            </Button>
          )}
        </div>
      </div>
      {report.problems.map((problem) => (
        <Band key={`${problem.place} ${problem.message.fr}`} state="degraded">
          {problem.place !== '' && <code>{problem.place}</code>} {t(problem.message)}
        </Band>
      ))}
      <Table
        label={t({ fr: 'Déclarations', en: 'Statements' })}
        columns={columns}
        rows={report.lines}
        rowKey={(line) => JSON.stringify([line.vulnerability, line.product, line.status, line.outcome])}
        hrefOf={(line) => cveHref(line.vulnerability)}
        exportName={t({ fr: 'compte-rendu-vex', en: 'vex-report' })}
      />
    </section>
  );
}

function Summary({ report }: { report: VexReport }) {
  const t = useT();
  return (
    <Facts
      items={[
        { name: t({ fr: 'Document', en: 'Document' }), value: report.title || report.documentId },
        { name: t({ fr: 'Auteur', en: 'Author' }), value: report.author || '—' },
        { name: t({ fr: 'Daté du', en: 'Dated' }), value: <Time at={report.at} mode="exact" /> },
        {
          name: report.applied
            ? t({ fr: 'Décidé', en: 'Decided' })
            : t({ fr: 'Déciderait', en: 'Would decide' }),
          value: (
            <span className="num">
              {[
                t(
                  { fr: '{count} décision|{count} décisions', en: '{count} decision|{count} decisions' },
                  { count: report.decisions },
                ),
                t(
                  { fr: '{count} déjà prise|{count} déjà prises', en: '{count} already taken' },
                  { count: report.already },
                ),
                t(
                  { fr: '{count} ignorée|{count} ignorées', en: '{count} ignored' },
                  { count: report.ignored },
                ),
              ].join(' · ')}
            </span>
          ),
        },
      ]}
    />
  );
}

const metTexts = {
  purl: { fr: 'par son purl', en: 'by its purl' },
  cpe: { fr: 'par son CPE', en: 'by its CPE' },
  name: { fr: 'par son nom et sa version', en: 'by its name and version' },
  asset: { fr: 'actif de ce nom', en: 'asset of that name' },
} as const;

const outcomeTexts = {
  decides: { fr: 'Décide', en: 'Decides' },
  already: { fr: 'Déjà décidé', en: 'Decided already' },
  ignored: { fr: 'Ignorée', en: 'Ignored' },
} as const;

function lineColumns(t: Translate): Column<VexLine>[] {
  const wordsOf = (line: VexLine): string =>
    line.justification === null
      ? t(decisionTexts[line.status])
      : `${t(decisionTexts[line.status])} · ${t(justificationTexts[line.justification])}`;
  return [
    {
      id: 'vulnerability',
      title: t({ fr: 'Vulnérabilité', en: 'Vulnerability' }),
      primary: true,
      width: 190,
      csv: (line) => line.vulnerability,
      cell: (line) => <span className="cve-name">{line.vulnerability}</span>,
    },
    {
      id: 'outcome',
      title: t({ fr: 'Effet ici', en: 'Effect here' }),
      width: 120,
      card: true,
      sort: (line) => line.outcome,
      csv: (line) => t(outcomeTexts[line.outcome]),
      cell: (line) => (
        <span className={line.outcome === 'decides' ? 'badge' : 'badge muted'}>
          {line.outcome === 'decides' && <StateShape state="planned" size={12} />}
          {t(outcomeTexts[line.outcome])}
        </span>
      ),
    },
    {
      id: 'product',
      title: t({ fr: 'Produit du document', en: 'Product of the document' }),
      grow: 3,
      minWidth: 160,
      csv: (line) => line.product,
      cell: (line) => (
        <span className="clip" title={line.product}>
          {line.product}
        </span>
      ),
    },
    {
      id: 'status',
      title: t({ fr: 'Dit', en: 'Says' }),
      grow: 2,
      minWidth: 150,
      card: true,
      csv: wordsOf,
      cell: (line) => (
        <span className="clip" title={`${wordsOf(line)}\n${line.statement}`}>
          {wordsOf(line)}
        </span>
      ),
    },
    {
      id: 'targets',
      title: t({ fr: 'Sur le parc', en: 'On the estate' }),
      grow: 8,
      minWidth: 220,
      csv: (line) =>
        [line.targets.map(scopeText).join(', '), line.reason === null ? '' : t(line.reason)]
          .filter((part) => part !== '')
          .join(' · '),
      cell: (line) => <Targets line={line} />,
    },
  ];
}

function Targets({ line }: { line: VexLine }) {
  const t = useT();
  if (line.targets.length === 0) {
    const reason = line.reason === null ? '' : t(line.reason);
    return (
      <span className="clip muted" title={reason}>
        {reason}
      </span>
    );
  }
  const names = line.targets.map(scopeText);
  const note = [
    line.metBy === null ? null : t(metTexts[line.metBy]),
    line.matched === 0 ? t({ fr: 'rien n’y répond aujourd’hui', en: 'nothing answers there today' }) : null,
    line.reason === null ? null : t(line.reason),
  ].filter((part) => part !== null);
  return (
    <span className="clip" title={[...names, ...note].join('\n')}>
      {line.reason !== null && <StateShape state="degraded" size={12} />} {names[0]}
      {names.length > 1 && ` +${names.length - 1}`} <span className="muted">{note.join(' · ')}</span>
    </span>
  );
}
