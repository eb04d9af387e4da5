import type { Contract } from './contract.ts';
import { openApiDocument } from './openapi.ts';
import { getOpenApi, listenEvents } from './api.ts';
import { packageVersion } from './package-version.ts';

/** The text of docs/openapi.json for these contracts and those that every Vigie answers. */
export function generateOpenApi(contracts: readonly Contract[]): string {
  const all = [...contracts, listenEvents, getOpenApi];
  return `${JSON.stringify(openApiDocument(all, packageVersion()), null, 1)}\n`;
}
