import { z } from 'zod';
import { useT } from '#console/i18n.ts';
import { Facts } from '#console/kit/page.tsx';
import { Link } from '#console/kit/link.tsx';
import { textSchema } from '#platform/schemas.ts';
import type { FindingDetail } from './finding-body.tsx';
import { FindingPart } from './finding-body.tsx';

/** The part of the evidence of a vulnerable software that people read; the rest stays raw. */
const evidenceSchema = z.object({
  counts: z.object({ vulnerabilities: z.number(), exploited: z.number() }),
  decision: z.object({
    vulnerability: z.string(),
    exploitation: textSchema,
    exposure: textSchema,
    mission: textSchema,
  }),
  vulnerabilities: z.array(
    z.object({
      name: z.string(),
      exploitation: textSchema,
      cvss: z.number().nullable(),
      epss: z.number().nullable(),
      fixedIn: z.string().nullable(),
    }),
  ),
});

/** Which vulnerabilities, the worst first, and why this deadline: where the evidence tells of some. */
export function FindingVulnerabilities({ finding }: { finding: FindingDetail }) {
  const t = useT();
  const parsed = evidenceSchema.safeParse(finding.evidence);
  if (!parsed.success) return null;
  const { counts, decision, vulnerabilities } = parsed.data;
  const rest = counts.vulnerabilities - vulnerabilities.length;
  return (
    <>
      <FindingPart title={t({ fr: 'Pourquoi cette échéance', en: 'Why this deadline' })}>
        <Facts
          items={[
            {
              name: t({ fr: 'Décisive', en: 'Decisive' }),
              value: (
                <span className="row wrap">
                  <Vulnerability name={decision.vulnerability} /> {t(decision.exploitation)}
                </span>
              ),
            },
            { name: t({ fr: 'Exposition', en: 'Exposure' }), value: t(decision.exposure) },
            { name: t({ fr: 'Mission', en: 'Mission' }), value: t(decision.mission) },
          ]}
        />
      </FindingPart>
      <FindingPart
        title={t({ fr: 'Vulnérabilités', en: 'Vulnerabilities' })}
        note={String(counts.vulnerabilities)}
      >
        <ul className="finding-vulnerabilities">
          {vulnerabilities.map((one) => (
            <li key={one.name}>
              <Vulnerability name={one.name} />
              <span className="muted num">
                {[
                  one.cvss === null ? null : `CVSS ${one.cvss.toFixed(1)}`,
                  one.epss === null ? null : `EPSS ${(one.epss * 100).toFixed(1)} %`,
                  one.fixedIn === null
                    ? null
                    : t({ fr: 'corrigée en {v}', en: 'fixed in {v}' }, { v: one.fixedIn }),
                ]
                  .filter((part) => part !== null)
                  .join(' · ')}
              </span>
              <span>{t(one.exploitation)}</span>
            </li>
          ))}
        </ul>
        {rest > 0 && (
          <p className="muted">
            {t({ fr: 'et {count} autre|et {count} autres', en: 'and {count} more' }, { count: rest })}
          </p>
        )}
      </FindingPart>
    </>
  );
}

function Vulnerability({ name }: { name: string }) {
  return (
    <Link href={`/vulnerabilities/cve/${encodeURIComponent(name)}`} className="link num">
      {name}
    </Link>
  );
}
