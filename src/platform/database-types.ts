// Made by src/platform/generate-database-types.ts.
export interface DB {}
