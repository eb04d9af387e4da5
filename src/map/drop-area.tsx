import { Button, FileButton } from '@mantine/core';
import IconUpload from '@tabler/icons-react/dist/esm/icons/IconUpload.mjs';
import { useState } from 'react';
import type { DragEvent, ReactNode } from 'react';
import { useReader } from '#console/clock.ts';
import { formatBytes } from '#console/format.ts';
import { useT } from '#console/i18n.ts';

interface DropAreaProps {
  readonly onFile: (file: File | null) => void;
  /** Absent while a text is being pasted. */
  readonly onPaste?: () => void;
  /** What was chosen or pasted; empty when nothing was. */
  readonly content: string;
  /** Null when pasted. */
  readonly fileName: string | null;
  /** As of an input: `.csv,application/json`. */
  readonly accept: string;
  readonly more?: ReactNode;
}

/** Takes a file by a click or a drop, or offers to paste a text. */
export function DropArea({ onFile, onPaste, content, fileName, accept, more }: DropAreaProps) {
  const t = useT();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    onFile(event.dataTransfer.files[0] ?? null);
  };
  return (
    <div
      className={over ? 'drop-area over' : 'drop-area'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Chosen content={content} fileName={fileName} />
      <div className="row wrap">
        <FileButton onChange={onFile} accept={accept}>
          {(props) => (
            <Button leftSection={<IconUpload size={16} />} {...props}>
              {t({ fr: 'Choisir un fichier', en: 'Choose a file' })}
            </Button>
          )}
        </FileButton>
        {onPaste !== undefined && (
          <Button variant="subtle" onClick={onPaste}>
            {t({ fr: 'Coller un texte', en: 'Paste a text' })}
          </Button>
        )}
        {more}
      </div>
    </div>
  );
}

function Chosen({ content, fileName }: Pick<DropAreaProps, 'content' | 'fileName'>): ReactNode {
  const t = useT();
  const { language } = useReader();
  if (content === '') {
    return (
      <p className="muted">
        {t({ fr: 'Déposez un fichier ici, ou choisissez-le.', en: 'Drop a file here, or choose it.' })}
      </p>
    );
  }
  return (
    <p>
      <strong>{fileName ?? t({ fr: 'Texte collé', en: 'Pasted text' })}</strong>{' '}
      <span className="muted num">{formatBytes(new Blob([content]).size, language)}</span>
    </p>
  );
}
