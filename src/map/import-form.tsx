import { Button, Radio, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useLanguage, useT } from '#console/i18n.ts';
import { download, toCsv } from '#console/kit/csv.ts';
import { Band } from '#console/kit/error.tsx';
import { Form, fieldError } from '#console/kit/form.tsx';
import { toast } from '#console/kit/toast.tsx';
import type { Text } from '#engines/text.ts';
import { importFormats } from './api-sources.ts';
import { DropArea } from './drop-area.tsx';
import { guessFormat, mostMebibytes, readFileText, sourceNameOf } from './import-file-text.tsx';
import type { ImportFormat } from './import-file-text.tsx';

export interface ImportDraft {
  readonly format: ImportFormat;
  readonly sourceName: string;
  readonly content: string;
  /** Null when pasted. */
  readonly fileName: string | null;
}

const formatTexts: Readonly<Record<ImportFormat, { readonly name: Text; readonly means: Text }>> = {
  csv: {
    name: { fr: 'Tableau CSV', en: 'CSV table' },
    means: {
      fr: 'Une ligne par actif ; les titres disent ce que sont les colonnes : nom, type, site, dépend de…',
      en: 'One line for each asset; titles say what columns are: name, type, site, depends on…',
    },
  },
  netbox: {
    name: { fr: 'NetBox (JSON)', en: 'NetBox (JSON)' },
    means: {
      fr: 'Réponses de son API REST, assemblées ou non.',
      en: 'Replies of its REST API, joined or not.',
    },
  },
  mercator: {
    name: { fr: 'Mercator (JSON)', en: 'Mercator (JSON)' },
    means: {
      fr: 'Export de la cartographie du système d’information.',
      en: 'Export of the map of the information system.',
    },
  },
};

interface ImportFormProps {
  readonly draft: ImportDraft;
  readonly onChange: (draft: ImportDraft) => void;
  readonly onTry: () => void;
  readonly problem: unknown;
  readonly busy: boolean;
}

/** Chooses a file or takes a pasted text, names the source, and tries it without changing anything. */
export function ImportForm({ draft, onChange, onTry, problem, busy }: ImportFormProps) {
  const t = useT();
  const [pasting, setPasting] = useState(false);
  const set = (change: Partial<ImportDraft>): void => onChange({ ...draft, ...change });
  const take = async (file: File | null): Promise<void> => {
    if (file === null) return;
    if (file.size > mostMebibytes * 1024 ** 2) return toast(tooLarge, { state: 'down' });
    const content = await readFileText(file);
    const sourceName = draft.sourceName === '' ? sourceNameOf(file.name) : draft.sourceName;
    set({ content, fileName: file.name, format: guessFormat(content), sourceName });
    setPasting(false);
  };
  const nameProblem = fieldError(problem, 'sourceName');
  return (
    <section className="card padded">
      <Form
        onSubmit={() => draft.content !== '' && onTry()}
        problem={problem}
        busy={busy}
        action={t({ fr: 'Essayer sans rien changer', en: 'Try, changing nothing' })}
      >
        <DropArea
          onFile={(file) => void take(file)}
          content={draft.content}
          fileName={draft.fileName}
          accept=".csv,.txt,.tsv,.json,text/csv,application/json"
          {...(pasting ? {} : { onPaste: () => setPasting(true) })}
          more={<TemplateButton />}
        />
        {pasting && (
          <Textarea
            label={t({ fr: 'Texte collé', en: 'Pasted text' })}
            classNames={{ input: 'mono' }}
            minRows={8}
            maxRows={16}
            autosize
            spellCheck={false}
            value={draft.content}
            onChange={(event) => set({ content: event.currentTarget.value, fileName: null })}
            onBlur={() => draft.content !== '' && set({ format: guessFormat(draft.content) })}
          />
        )}
        <FormatChoice value={draft.format} onChange={(format) => set({ format })} />
        <TextInput
          label={t({ fr: 'Nom de la source', en: 'Name of the source' })}
          description={t({
            fr: 'Le même nom, la prochaine fois, remplacera ce que ce fichier dit aujourd’hui',
            en: 'The same name, next time, will replace what this file says today',
          })}
          required
          maxLength={200}
          value={draft.sourceName}
          onChange={(event) => set({ sourceName: event.currentTarget.value })}
          error={nameProblem === undefined ? undefined : t(nameProblem.message)}
        />
        {draft.content === '' && (
          <Band state="planned">
            {t({ fr: 'Choisissez un fichier ou collez un texte.', en: 'Choose a file or paste a text.' })}
          </Band>
        )}
      </Form>
    </section>
  );
}

const tooLarge: Text = {
  fr: `Ce fichier dépasse ${mostMebibytes} Mio. Découpez-le en plusieurs sources.`,
  en: `This file is larger than ${mostMebibytes} MiB. Cut it into several sources.`,
};

/** A small table to begin from, with the titles that Vigie knows. */
function TemplateButton() {
  const t = useT();
  const language = useLanguage();
  const header =
    language === 'fr'
      ? ['nom', 'type', 'code', 'site', 'direction', 'criticité', 'adresse ip', 'dépend de', 'hébergé par']
      : [
          'name',
          'type',
          'code',
          'site',
          'organisation',
          'criticality',
          'ip address',
          'depends on',
          'hosted by',
        ];
  const rows = [
    [t({ fr: 'Portail', en: 'Portal' }), 'application', 'APP-01', '', 'DINUM', 3, '', 'SRV-01', ''],
    ['srv-01', t({ fr: 'serveur', en: 'server' }), 'SRV-01', 'Nouméa', 'DINUM', 2, '192.0.2.10', '', ''],
    ['Nouméa', 'site', 'NOU', '', '', '', '', '', ''],
  ];
  const name = language === 'fr' ? 'modele-actifs.csv' : 'assets-template.csv';
  return (
    <Button variant="subtle" onClick={() => download(name, toCsv(header, rows, language))}>
      {t({ fr: 'Prendre un modèle', en: 'Get a template' })}
    </Button>
  );
}

function FormatChoice({
  value,
  onChange,
}: {
  value: ImportFormat;
  onChange: (format: ImportFormat) => void;
}) {
  const t = useT();
  return (
    <Radio.Group
      label={t({ fr: 'Format', en: 'Format' })}
      value={value}
      onChange={(format) => onChange(format as ImportFormat)}
    >
      <div className="columns format-choice">
        {importFormats.map((format) => (
          <Radio
            key={format}
            value={format}
            label={t(formatTexts[format].name)}
            description={t(formatTexts[format].means)}
          />
        ))}
      </div>
    </Radio.Group>
  );
}
