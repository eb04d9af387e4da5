import type { Scheme } from '#engines/version/schemes.ts';
import type { AffectedProduct, Span } from './affected-types.ts';
import { afterBranch } from './read-spans.ts';

/**
 * Apple, Mozilla, Ivanti and others write one entry a branch and say no first version: macOS below 11.6 and macOS below
 * 12.3. Read word for word, 11.6 would be affected. So each fix but the lowest holds from the end of the branch before.
 * Entries of other platforms are other products, and ranges in words mean what they say.
 */
export function withFixesPerBranch(products: readonly AffectedProduct[]): readonly AffectedProduct[] {
  const groups = new Map<string, { readonly scheme: Scheme; readonly spans: Span[] }>();
  for (const product of products)
    for (const span of product.spans)
      if (isOpenFix(span)) {
        const name = nameOf(product);
        const group = groups.get(name);
        if (group === undefined) groups.set(name, { scheme: product.scheme, spans: [span] });
        else group.spans.push(span);
      }
  const narrowed = new Map<Span, Span>();
  for (const { scheme, spans } of groups.values()) {
    const sorted = spans.toSorted((a, b) => ((a.high?.key ?? '') < (b.high?.key ?? '') ? -1 : 1));
    for (const [index, span] of sorted.entries()) {
      const [before, own] = [sorted[index - 1]?.high?.version, span.high?.version];
      const isFirst = index === 0 && sorted.length > 1;
      const isKnown = before !== undefined && own !== undefined;
      const low = isKnown ? afterBranch(scheme, before, own) : null;
      if (low !== null || isFirst)
        narrowed.set(span, { ...span, low, flags: [...span.flags, 'fixes-per-branch'] });
    }
  }
  if (narrowed.size === 0) return products;
  return products.map((product) => ({
    ...product,
    spans: product.spans.map((span) => narrowed.get(span) ?? span),
  }));
}

function isOpenFix({ status, rank, low, high, flags }: Span): boolean {
  const isOpen = low === null && high !== null && !high.inclusive;
  return isOpen && status === 'affected' && rank === 'range' && !flags.includes('range-in-text');
}

function nameOf({ vendor, product, packageName, platforms, modules, scheme }: AffectedProduct): string {
  return JSON.stringify([vendor, product, packageName, platforms, modules, scheme]);
}
