/** A sentence a person reads, complete in both languages of the house. */
export interface Text {
  readonly fr: string;
  readonly en: string;
}

export type Language = keyof Text;
