import { lazy, useState } from 'react';
import { PartBoundary } from '#console/kit/part-boundary.tsx';
import { useShortcuts } from './keyboard.ts';

const Dialog = lazy(async () => ({ default: (await import('./help-dialog.tsx')).HelpDialog }));

/** `?`: every key that works here and now. */
export function Help() {
  const [state, setState] = useState<'never' | 'open' | 'closed'>('never');
  useShortcuts([
    {
      keys: '?',
      label: { fr: 'Aide du clavier', en: 'Keyboard help' },
      group: 'global',
      run: () => setState('open'),
    },
  ]);
  return state === 'never' ? null : (
    <PartBoundary floating>
      <Dialog open={state === 'open'} onClose={() => setState('closed')} />
    </PartBoundary>
  );
}
