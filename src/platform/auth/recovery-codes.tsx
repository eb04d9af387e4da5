import { Button, Checkbox } from '@mantine/core';
import IconCopy from '@tabler/icons-react/dist/esm/icons/IconCopy.mjs';
import IconPrinter from '@tabler/icons-react/dist/esm/icons/IconPrinter.mjs';
import { useState } from 'react';
import { useT } from '#console/i18n.ts';
import { copyText } from './copy-text.tsx';

/** The ten recovery codes, shown once: nothing goes on until the person says they are kept. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const t = useT();
  const [kept, setKept] = useState(false);
  return (
    <div className="stack" style={{ gap: 14 }}>
      <div className="codes-print">
        <ul
          className="codes"
          aria-label={t({ fr: 'Codes de secours de Vigie', en: 'Recovery codes of Vigie' })}
        >
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
      </div>
      <div className="row wrap">
        <Button leftSection={<IconCopy size={16} />} onClick={() => copyText(codes.join('\n'))}>
          {t({ fr: 'Copier', en: 'Copy' })}
        </Button>
        <Button leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
          {t({ fr: 'Imprimer', en: 'Print' })}
        </Button>
      </div>
      <Checkbox
        size="sm"
        checked={kept}
        onChange={(event) => setKept(event.currentTarget.checked)}
        label={t({
          fr: 'Ces codes sont en lieu sûr, ailleurs que sur mon téléphone',
          en: 'These codes are in a safe place, not on my phone',
        })}
      />
      <div>
        <Button variant="filled" disabled={!kept} onClick={onKept}>
          {t({ fr: 'Continuer', en: 'Continue' })}
        </Button>
      </div>
    </div>
  );
}
