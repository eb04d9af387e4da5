import type { App } from '#platform/app.ts';
import type { Rule } from './rule.ts';

const registered = new WeakMap<App, ReadonlyMap<string, Rule>>();

/** Makes the rules of the map and of every domain known to those who show findings; told once, at start. */
export function registerRules(app: App, rules: readonly Rule[]): void {
  registered.set(app, new Map(rules.map((rule) => [rule.id, rule])));
}

/** Rules by identifier; none before the map has started. */
export function rulesOf(app: App): ReadonlyMap<string, Rule> {
  return registered.get(app) ?? new Map();
}
