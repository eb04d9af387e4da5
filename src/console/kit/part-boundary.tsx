import { Button } from '@mantine/core';
import { Component, Suspense } from 'react';
import type { ReactNode } from 'react';
import { useT } from '#console/i18n.ts';
import { Band } from './error.tsx';
import { toast } from './toast.tsx';

interface PartBoundaryProps {
  /** While the part loads. */
  readonly fallback?: ReactNode;
  /** Says it in a message instead of in place: for what floats. */
  readonly floating?: boolean;
  readonly children: ReactNode;
}

const floatingText = {
  fr: 'Cette partie de Vigie n’a pas pu être chargée. Vérifiez votre réseau, puis rechargez la page.',
  en: 'This part of Vigie could not be loaded. Check your network, then reload the page.',
};

/** Holds a part that is fetched when shown: when it cannot be, the rest of the page goes on. */
export class PartBoundary extends Component<PartBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(): void {
    if (this.props.floating === true) toast(floatingText, { state: 'down' });
  }

  override render(): ReactNode {
    if (!this.state.failed) return <Suspense fallback={this.props.fallback}>{this.props.children}</Suspense>;
    return this.props.floating === true ? null : <Failed />;
  }
}

function Failed() {
  const t = useT();
  // A module that failed once stays failed for the life of the document.
  const reload = (): void => window.location.reload();
  return (
    <Band
      state="unknown"
      action={
        <Button size="compact-xs" onClick={reload}>
          {t({ fr: 'Recharger la page', en: 'Reload the page' })}
        </Button>
      }
    >
      {t({ fr: 'Cette partie n’a pas pu être chargée.', en: 'This part could not be loaded.' })}
    </Band>
  );
}
