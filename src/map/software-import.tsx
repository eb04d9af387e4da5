import './map-pages.css';
import { Button, Modal, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { ProblemError } from '#console/client.ts';
import { useT } from '#console/i18n.ts';
import { Band } from '#console/kit/error.tsx';
import { Form, fieldError } from '#console/kit/form.tsx';
import { StateShape } from '#console/kit/state-badge.tsx';
import type { State } from '#console/kit/state.ts';
import { toast } from '#console/kit/toast.tsx';
import { useContractMutation } from '#console/use-contract.ts';
import { inventoryFormatNames } from '#engines/inventory/inventory-format.ts';
import type { Text } from '#engines/text.ts';
import { importSoftware, listAssetSoftware, listComponents } from './api-components.ts';
import type { SoftwareReport } from './api-components.ts';
import { DropArea } from './drop-area.tsx';
import { mostMebibytes, readFileText, sourceNameOf } from './import-file-text.tsx';
import { ProblemLines } from './problem-lines.tsx';

interface SoftwareImportProps {
  readonly opened: boolean;
  readonly asset: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

/** Uploads an inventory for one asset: tried dry, read in its report, then kept. */
export function SoftwareImportDialog({ opened, asset, onClose }: SoftwareImportProps) {
  const t = useT();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t({ fr: 'Logiciels de {name}', en: 'Software of {name}' }, { name: asset.name })}
      size={640}
    >
      {opened && <ImportSteps asset={asset} onClose={onClose} />}
    </Modal>
  );
}

interface Draft {
  readonly content: string;
  readonly fileName: string | null;
  readonly sourceName: string;
  readonly distribution: string;
}

const accepted = '.json,.txt,.csv,.tsv,.list,text/plain,text/csv,application/json';

function ImportSteps({ asset, onClose }: Omit<SoftwareImportProps, 'opened'>) {
  const [draft, setDraft] = useState<Draft>({
    content: '',
    fileName: null,
    sourceName: '',
    distribution: '',
  });
  const dry = useContractMutation(importSoftware);
  const real = useContractMutation(importSoftware, {
    refresh: [listAssetSoftware, listComponents],
    onDone: ({ added, removed, kept }) => {
      toast(
        {
          fr: `Inventaire pris en compte : ${added} nouveaux, ${removed} partis, ${kept} inchangés.`,
          en: `Inventory kept: ${added} new, ${removed} gone, ${kept} unchanged.`,
        },
        { state: 'ok' },
      );
      onClose();
    },
  });
  const change = (next: Partial<Draft>): void => {
    setDraft({ ...draft, ...next });
    // What a report says is of the text that was tried.
    dry.reset();
    real.reset();
  };
  const send = (more: { dryRun: boolean; partial?: boolean }) => ({
    params: { id: asset.id },
    body: {
      sourceName: draft.sourceName,
      content: draft.content,
      ...(draft.distribution === '' ? {} : { distribution: draft.distribution }),
      ...more,
    },
  });
  return (
    <div className="stack" style={{ gap: 16 }}>
      <ImportFields
        draft={draft}
        change={change}
        onTry={() => dry.mutate(send({ dryRun: true }))}
        problem={dry.error}
        busy={dry.isPending}
        report={dry.data}
      />
      <div aria-live="polite">
        {dry.data !== undefined && (
          <ReportView
            report={dry.data}
            problem={real.error}
            busy={real.isPending}
            onApply={(partial) => real.mutate(send({ dryRun: false, partial }))}
          />
        )}
      </div>
    </div>
  );
}

interface ImportFieldsProps {
  readonly draft: Draft;
  readonly change: (next: Partial<Draft>) => void;
  readonly onTry: () => void;
  readonly problem: unknown;
  readonly busy: boolean;
  readonly report: SoftwareReport | undefined;
}

function ImportFields({ draft, change, onTry, problem, busy, report }: ImportFieldsProps) {
  const t = useT();
  const [pasting, setPasting] = useState(false);
  const take = async (file: File | null): Promise<void> => {
    if (file === null) return;
    if (file.size > mostMebibytes * 1024 ** 2) return toast(tooLarge, { state: 'down' });
    const content = await readFileText(file);
    change({ content, fileName: file.name, sourceName: draft.sourceName || sourceNameOf(file.name) });
    setPasting(false);
  };
  const nameProblem = fieldError(problem, 'sourceName');
  const lacksDistribution =
    draft.distribution !== '' ||
    report?.problems.some((one) => one.code === 'inventory.distribution-unknown') === true;
  return (
    <Form
      onSubmit={() => draft.content !== '' && onTry()}
      problem={problem}
      busy={busy}
      action={t({ fr: 'Essayer sans rien changer', en: 'Try, changing nothing' })}
    >
      <p className="muted">
        {t({
          fr: 'CycloneDX ou SPDX (JSON), liste dpkg, rpm ou apk, pip, npm, tableau CSV avec ses titres, ou description d’équipement (sysDescr, « show version »).',
          en: 'CycloneDX or SPDX (JSON), list of dpkg, rpm or apk, pip, npm, CSV table with its titles, or device description (sysDescr, “show version”).',
        })}
      </p>
      <DropArea
        onFile={(file) => void take(file)}
        content={draft.content}
        fileName={draft.fileName}
        accept={accepted}
        {...(pasting ? {} : { onPaste: () => setPasting(true) })}
      />
      {pasting && (
        <Textarea
          label={t({ fr: 'Texte collé', en: 'Pasted text' })}
          classNames={{ input: 'mono' }}
          minRows={6}
          maxRows={12}
          autosize
          spellCheck={false}
          value={draft.content}
          onChange={(event) => change({ content: event.currentTarget.value, fileName: null })}
        />
      )}
      <TextInput
        label={t({ fr: 'Nom de la source', en: 'Name of the source' })}
        description={t({
          fr: 'Le même nom, la prochaine fois, remplacera ce que cette liste dit de cet actif',
          en: 'The same name, next time, will replace what this list says of this asset',
        })}
        required
        maxLength={200}
        value={draft.sourceName}
        onChange={(event) => change({ sourceName: event.currentTarget.value })}
        error={nameProblem === undefined ? undefined : t(nameProblem.message)}
      />
      {lacksDistribution && (
        <TextInput
          label={t({ fr: 'Distribution des paquets', en: 'Distribution of the packages' })}
          placeholder="debian-12"
          maxLength={80}
          value={draft.distribution}
          onChange={(event) => change({ distribution: event.currentTarget.value })}
        />
      )}
    </Form>
  );
}

const tooLarge: Text = {
  fr: `Ce fichier dépasse ${mostMebibytes} Mio. Découpez-le par machine.`,
  en: `This file is larger than ${mostMebibytes} MiB. Split it by machine.`,
};

interface ReportViewProps {
  readonly report: SoftwareReport;
  readonly problem: unknown;
  readonly busy: boolean;
  readonly onApply: (partial: boolean) => void;
}

function ReportView({ report, problem, busy, onApply }: ReportViewProps) {
  const t = useT();
  const readable = report.components > 0;
  const state: State = !readable ? 'down' : report.whole ? 'ok' : 'degraded';
  return (
    <div className="stack" style={{ gap: 14 }}>
      {problem instanceof ProblemError && (
        <div role="alert">
          <Band state="down">{t(problem.text)}</Band>
        </div>
      )}
      <p className="row" style={{ fontWeight: 550 }}>
        <StateShape state={state} />
        {readable
          ? t(
              {
                fr: '{format} : {count} logiciel reconnu|{format} : {count} logiciels reconnus',
                en: '{format}: {count} component recognised|{format}: {count} components recognised',
              },
              {
                format: report.format === null ? '' : t(inventoryFormatNames[report.format]),
                count: report.components,
              },
            )
          : t({ fr: 'Cette liste ne peut pas être prise en compte.', en: 'This list cannot be taken.' })}
      </p>
      {readable && <Counts report={report} />}
      {readable && (
        <div className="row wrap">
          <Button variant="filled" loading={busy} onClick={() => onApply(!report.whole)}>
            {report.whole
              ? t({ fr: 'Prendre en compte', en: 'Take it' })
              : t({ fr: 'Ne prendre que ce qui se lit', en: 'Take only what can be read' })}
          </Button>
        </div>
      )}
      <ProblemLines
        title={t({ fr: 'À savoir sur cette liste', en: 'To know about this list' })}
        lines={report.problems}
        total={report.problems.length}
        name="inventaire"
      />
    </div>
  );
}

function Counts({ report }: { report: SoftwareReport }) {
  const t = useT();
  const counts = [
    { label: t({ fr: 'nouveaux', en: 'new' }), value: report.added },
    { label: t({ fr: 'inchangés', en: 'unchanged' }), value: report.kept },
    { label: t({ fr: 'partis', en: 'gone' }), value: report.removed },
  ];
  const names = report.sample.map((one) => [one.vendor, one.name, one.version].filter(Boolean).join(' '));
  return (
    <>
      <dl className="import-counts">
        {counts.map((count) => (
          <div key={count.label}>
            <dd className={count.value === 0 ? 'num muted' : 'num'}>
              {t({ fr: '{value}', en: '{value}' }, { value: count.value })}
            </dd>
            <dt>{count.label}</dt>
          </div>
        ))}
      </dl>
      <p className="muted">
        {names.join(' · ')}
        {report.components > names.length && ' …'}
      </p>
    </>
  );
}
