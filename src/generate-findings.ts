import type { Rule } from '#map/rule.ts';

const severities = [
  'information',
  'faible / low',
  'moyenne / medium',
  'élevée / high',
  'critique / critical',
];

/** The catalogue of findings: what each rule says, how bad it is, what to do; one section a rule, both languages. */
export function generateFindings(rules: readonly Rule[]): string {
  const sections = rules
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((rule) => {
      const effect = Object.entries(rule.effect ?? {})
        .map(([channel, level]) => `${channel}${level === true ? '' : ` ${level}`}`)
        .join(', ');
      return [
        `## \`${rule.id}\``,
        '',
        `**${rule.title.fr}** / **${rule.title.en}**`,
        '',
        `- Gravité / severity: ${rule.severity} (${severities[rule.severity]})${effect === '' ? '' : `; effect: ${effect}`}`,
        `- Rythme / rhythm: ${rule.everySeconds} s${rule.wakes.length > 0 ? `; wakes on: ${rule.wakes.join(', ')}` : ''}`,
        `- Que faire : ${rule.remedy.fr}`,
        `- What to do: ${rule.remedy.en}`,
        '',
      ].join('\n');
    });
  return `# Catalogue des constats / Catalogue of findings\n\nGenerated from the rules by \`node src/generate.ts\`.\n\n${sections.join('\n')}`;
}
