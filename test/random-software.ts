import type { AdvisoryRule } from '#engines/advisory/advisory.ts';
import { software } from '#engines/inventory/software.ts';
import type { Software } from '#engines/inventory/software.ts';

/** A piece of software that may meet a rule: by its name, in a version of its ends, near them, or none. */
export function softwareNear(rule: AdvisoryRule, random: () => number): Software {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const ends = [rule.low?.version, rule.high?.version, rule.fixedIn].filter((end) => typeof end === 'string');
  const version = random() < 0.1 ? '' : near(pick(ends) ?? '1.0', random);
  const target =
    rule.target !== null && random() < 0.7 ? { target: random() < 0.8 ? rule.target : 'other' } : {};
  const [kind = '', release = ''] = rule.namespace.split(':');
  if (kind === 'deb' || kind === 'rpm' || kind === 'apk')
    return software({
      ecosystem: kind,
      distribution: release,
      name: rule.name,
      sourceName: rule.name,
      version,
    });
  if (rule.namespace !== 'product') return software({ ecosystem: rule.namespace, name: rule.name, version });
  const [vendor = '', name = ''] = rule.name.split(':');
  const isSystem = rule.part === 'o' && random() < 0.8;
  return software({ ecosystem: isSystem ? 'system' : 'product', vendor, name, version, qualifiers: target });
}

function near(version: string, random: () => number): string {
  const chance = random();
  if (chance < 0.5) return version;
  if (chance < 0.7) return `${version}.1`;
  return version.replace(/\d+(?!.*\d)/, (digits) =>
    String(Math.max(0, Number(digits) + (chance < 0.85 ? -1 : 1))),
  );
}
