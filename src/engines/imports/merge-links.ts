import type { JsonValue } from '#engines/json-value.ts';
import type { LinkClaim } from './types.ts';

/**
 * One link per pair of ends, type and group, as the map keeps them. What several say is kept: the attributes of the
 * further ones go to `parallel`. A `connects_to` is the same cable read from either end.
 */
export function mergeLinks(links: readonly LinkClaim[]): LinkClaim[] {
  const merged = new Map<string, { readonly first: LinkClaim; readonly parallel: JsonValue[] }>();
  for (const link of links) {
    const ends = link.type === 'connects_to' ? [link.from, link.to].toSorted() : [link.from, link.to];
    // No key holds a null character: it separates them safely.
    const name = [...ends, link.type, link.requirement ?? ''].join('\0');
    const before = merged.get(name);
    if (before) before.parallel.push(link.attributes ?? {});
    else merged.set(name, { first: link, parallel: [] });
  }
  return [...merged.values()].map(({ first, parallel }) =>
    parallel.length === 0 ? first : { ...first, attributes: { ...first.attributes, parallel } },
  );
}
