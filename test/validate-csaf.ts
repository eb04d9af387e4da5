interface CsafValidator {
  readonly default: (
    tests: readonly unknown[],
    document: unknown,
  ) => Promise<{
    readonly tests: readonly {
      readonly name: string;
      readonly isValid: boolean;
      readonly errors: readonly { readonly instancePath: string; readonly message?: string }[];
    }[];
  }>;
}

// The library ships no types: its three modules are given theirs here.
const library = '@secvisogram/csaf-validator-lib';

/** What the schema and the mandatory tests of CSAF 2.0 (§6.1) refuse in a document, one line a fault. */
export async function csafFaults(document: unknown): Promise<string[]> {
  const validate = (await import(`${library}/validate.js`)) as CsafValidator;
  const mandatory = (await import(`${library}/mandatoryTests.js`)) as Record<string, unknown>;
  const schema = (await import(`${library}/schemaTests.js`)) as Record<string, unknown>;
  const result = await validate.default(
    [schema['csaf_2_0_strict'], ...Object.values(mandatory)],
    structuredClone(document),
  );
  return result.tests
    .filter((test) => !test.isValid)
    .flatMap((test) =>
      test.errors.map((error) => `${test.name} ${error.instancePath} ${error.message ?? ''}`),
    );
}
