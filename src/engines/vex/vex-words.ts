import type { VexJustification, VexResponse, VexStatus } from './vex-statement.ts';

/** CSAF 2.0 §3.2.3.9 product status. `recommended` says nothing of the vulnerability. */
export const statusOfCsaf: Readonly<Record<string, VexStatus>> = {
  known_not_affected: 'not_affected',
  known_affected: 'affected',
  first_affected: 'affected',
  last_affected: 'affected',
  fixed: 'fixed',
  first_fixed: 'fixed',
  under_investigation: 'under_investigation',
};

export const csafOfStatus: Readonly<Record<VexStatus, string>> = {
  not_affected: 'known_not_affected',
  affected: 'known_affected',
  fixed: 'fixed',
  under_investigation: 'under_investigation',
};

/** CSAF 2.0 §3.2.3.12.1 categories of remediations. */
export const responseOfCsaf: Readonly<Record<string, VexResponse>> = {
  none_available: 'can_not_fix',
  no_fix_planned: 'will_not_fix',
  vendor_fix: 'update',
  mitigation: 'workaround_available',
  workaround: 'workaround_available',
};

export const csafOfResponse: Readonly<Record<VexResponse, string>> = {
  can_not_fix: 'none_available',
  will_not_fix: 'no_fix_planned',
  update: 'vendor_fix',
  rollback: 'mitigation',
  workaround_available: 'workaround',
};

/** CycloneDX 1.6, `impactAnalysisState`. */
export const statusOfCycloneDx: Readonly<Record<string, VexStatus>> = {
  not_affected: 'not_affected',
  false_positive: 'not_affected',
  exploitable: 'affected',
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
  in_triage: 'under_investigation',
};

export const cycloneDxOfStatus: Readonly<Record<VexStatus, string>> = {
  not_affected: 'not_affected',
  affected: 'exploitable',
  fixed: 'resolved',
  under_investigation: 'in_triage',
};

/** CycloneDX 1.6, `impactAnalysisJustification`: nine words for what the others say in five. */
export const justificationOfCycloneDx: Readonly<Record<string, VexJustification>> = {
  code_not_present: 'vulnerable_code_not_present',
  code_not_reachable: 'vulnerable_code_not_in_execute_path',
  requires_configuration: 'vulnerable_code_cannot_be_controlled_by_adversary',
  requires_dependency: 'component_not_present',
  requires_environment: 'vulnerable_code_cannot_be_controlled_by_adversary',
  protected_by_compiler: 'inline_mitigations_already_exist',
  protected_at_runtime: 'inline_mitigations_already_exist',
  protected_at_perimeter: 'inline_mitigations_already_exist',
  protected_by_mitigating_control: 'inline_mitigations_already_exist',
};

/** The nearest of the nine; the exact one of the five travels beside it as a property. */
export const cycloneDxOfJustification: Readonly<Record<VexJustification, string>> = {
  component_not_present: 'requires_dependency',
  vulnerable_code_not_present: 'code_not_present',
  vulnerable_code_not_in_execute_path: 'code_not_reachable',
  vulnerable_code_cannot_be_controlled_by_adversary: 'requires_configuration',
  inline_mitigations_already_exist: 'protected_by_mitigating_control',
};
