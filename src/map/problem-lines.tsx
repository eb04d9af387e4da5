import { Button } from '@mantine/core';
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs';
import { useState } from 'react';
import { useLanguage, useT } from '#console/i18n.ts';
import type { Translate } from '#console/i18n.ts';
import { download, toCsv } from '#console/kit/csv.ts';
import { Section } from '#console/kit/page.tsx';
import type { z } from 'zod';
import type { inputProblemSchema } from './api-sources.ts';

type InputProblem = z.output<typeof inputProblemSchema>;

interface ProblemLinesProps {
  readonly title: string;
  readonly lines: readonly InputProblem[];
  readonly total: number;
  readonly name: string;
}

const shownAtFirst = 100;

/** Each with its place and the whole sentence: people read these one by one. */
export function ProblemLines({ title, lines, total, name }: ProblemLinesProps) {
  const t = useT();
  const language = useLanguage();
  const [whole, setWhole] = useState(false);
  if (lines.length === 0) return null;
  const shown = whole ? lines : lines.slice(0, shownAtFirst);
  const write = (): void => {
    const header = [
      t({ fr: 'Ligne', en: 'Line' }),
      t({ fr: 'Colonne', en: 'Column' }),
      t({ fr: 'Champ', en: 'Field' }),
      t({ fr: 'Message', en: 'Message' }),
    ];
    const rows = lines.map((line) => [line.line, line.column, line.path, t(line.message)]);
    download(`${name}.csv`, toCsv(header, rows, language));
  };
  return (
    <Section
      title={title}
      count={total}
      actions={
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          leftSection={<IconDownload size={14} />}
          onClick={write}
        >
          CSV
        </Button>
      }
    >
      <ul className="card problem-lines">
        {shown.map((line, index) => (
          <li key={index}>
            <code>{placeOf(line, t)}</code>
            <span>{t(line.message)}</span>
          </li>
        ))}
      </ul>
      {lines.length > shown.length && (
        <Button size="compact-xs" variant="subtle" onClick={() => setWhole(true)}>
          {t({ fr: 'Voir les {count}', en: 'Show all {count}' }, { count: lines.length })}
        </Button>
      )}
      {total > lines.length && (
        <p className="muted">
          {t(
            { fr: 'Les {count} premières sont listées.', en: 'The first {count} are listed.' },
            { count: lines.length },
          )}
        </p>
      )}
    </Section>
  );
}

/** « ligne 12, colonne 4 · adresse ip », or the path where a document has no lines. */
function placeOf(line: InputProblem, t: Translate): string {
  const parts = [
    line.line === undefined ? '' : t({ fr: 'ligne {n}', en: 'line {n}' }, { n: String(line.line) }),
    line.column === undefined ? '' : t({ fr: 'colonne {n}', en: 'column {n}' }, { n: String(line.column) }),
  ];
  const place = parts.filter(Boolean).join(', ');
  return [place, line.path ?? ''].filter(Boolean).join(' · ');
}
