import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { AnchorHTMLAttributes, MouseEvent } from 'react';

export interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  /** Inside the console: `/services/SP14?open=x`. */
  readonly href: string;
  readonly replace?: boolean;
}

/** A link of the console: client-side on a plain click, a real address for everything else. Underlined unless classed. */
export function Link({ href, replace = false, onClick, className = 'link', children, ...rest }: LinkProps) {
  const router = useRouter();
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    if (rest.target === '_blank') return;
    event.preventDefault();
    void router.navigate({ href, replace });
  };
  return (
    <a {...rest} href={href} className={className} onClick={follow}>
      {children}
    </a>
  );
}

/** `const go = useGo(); go('/services')`. */
export function useGo(): (href: string, options?: { readonly replace?: boolean }) => void {
  const router = useRouter();
  return useCallback(
    (href, options) => void router.navigate({ href, replace: options?.replace ?? false }),
    [router],
  );
}
