/** The part of @secvisogram/csaf-validator-lib (CSAF 2.0 §6) that is used here; it ships without types. */
type CsafTestResult = {
  readonly isValid?: boolean;
  readonly errors?: readonly { readonly message?: string; readonly instancePath?: string }[];
};

type CsafTests = Readonly<Record<string, (document: unknown) => CsafTestResult | Promise<CsafTestResult>>>;

declare module '@secvisogram/csaf-validator-lib/mandatoryTests.js' {
  const tests: CsafTests;
  export = tests;
}

declare module '@secvisogram/csaf-validator-lib/schemaTests.js' {
  const tests: CsafTests;
  export = tests;
}
