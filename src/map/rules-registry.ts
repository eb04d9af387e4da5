import type { App } from '#platform/app.ts';
import type { Rule } from './rule.ts';
import type { Finder } from './store-search.ts';

const registered = new WeakMap<App, ReadonlyMap<string, Rule>>();

/** Makes the rules of the map and of every domain known to those who show findings; told once, at start. */
export function registerRules(app: App, rules: readonly Rule[]): void {
  registered.set(app, new Map(rules.map((rule) => [rule.id, rule])));
}

/** Rules by identifier; none before the map has started. */
export function rulesOf(app: App): ReadonlyMap<string, Rule> {
  return registered.get(app) ?? new Map();
}

const finders = new WeakMap<App, readonly Finder[]>();

/** Makes what the domains find known to the search; told once, at start. */
export function registerFinders(app: App, given: readonly Finder[]): void {
  finders.set(app, given);
}

export function findersOf(app: App): readonly Finder[] {
  return finders.get(app) ?? [];
}
