import type { Finding } from './api-findings.ts';
import type { AssetRef } from './api-shared.ts';

/** The asset of a finding that bears on one alone, whether or not it could bear on several; null for several or none. */
export function onlyAsset(finding: Pick<Finding, 'asset' | 'assets' | 'assetCount'>): AssetRef | null {
  return finding.asset ?? (finding.assetCount === 1 ? (finding.assets[0] ?? null) : null);
}

/** Past the day that its rule gave, and still open. */
export function isOverdue(finding: Pick<Finding, 'dueAt' | 'closedAt'>, now: number): boolean {
  return finding.closedAt === null && finding.dueAt !== null && Date.parse(finding.dueAt) < now;
}
