import type { Scenario } from './scenario-types.ts';
import { maintenanceScenarios } from './scenarios-maintenance.ts';
import { networkScenarios } from './scenarios-network.ts';
import { securityScenarios } from './scenarios-security.ts';
import { systemScenarios } from './scenarios-systems.ts';

/** The scripted days of the demonstration. */
export const scenarios: readonly Scenario[] = [
  ...networkScenarios,
  ...systemScenarios,
  ...maintenanceScenarios,
  ...securityScenarios,
];
