import './evidence.css';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Instant } from '#console/format.ts';
import { useT } from '#console/i18n.ts';
import { Time } from './time.tsx';
import { toast } from './toast.tsx';

export interface EvidenceProps {
  /** The raw fact: an object is written as indented JSON, a text as it is. */
  readonly value: unknown;
  readonly source?: string;
  readonly at?: Instant;
}

/** The raw fact behind a sentence, with its source and date. */
export function Evidence({ value, source, at }: EvidenceProps) {
  const t = useT();
  const text = typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '');
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => toast({ fr: 'Relevé copié.', en: 'Evidence copied.' }),
      () =>
        toast(
          {
            fr: 'Le navigateur a refusé la copie. Sélectionnez le texte.',
            en: 'The browser refused to copy. Select the text.',
          },
          { state: 'degraded' },
        ),
    );
  };
  return (
    <figure className="evidence">
      <figcaption className="evidence-head">
        <span className="clip">{source ?? t({ fr: 'Relevé brut', en: 'Raw fact' })}</span>
        {at !== undefined && (
          <span>
            <Time at={at} mode="exact" />
          </span>
        )}
        <Button size="compact-xs" variant="subtle" onClick={copy}>
          {t({ fr: 'Copier', en: 'Copy' })}
        </Button>
      </figcaption>
      <pre tabIndex={0} aria-label={t({ fr: 'Relevé brut', en: 'Raw fact' })}>
        {typeof value === 'string' ? text : paint(text)}
      </pre>
    </figure>
  );
}

/** Names and literals of JSON in their inks. */
function paint(json: string): ReactNode[] {
  const parts = json.split(/("(?:[^"\\]|\\.)*"(?:\s*:)?|\btrue\b|\bfalse\b|\bnull\b)/);
  return parts.map((part, index) => {
    const kind = part.endsWith(':') ? 'key' : /^(true|false|null)$/.test(part) ? 'lit' : null;
    return kind === null ? (
      part
    ) : (
      <span key={index} className={kind}>
        {part}
      </span>
    );
  });
}
