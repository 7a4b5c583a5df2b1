/** What a value must be: the keywords of JSON Schema that the contract uses for events. */
export interface Rule {
  readonly type?: string | readonly string[];
  readonly const?: string;
  readonly enum?: readonly (string | null)[];
  readonly pattern?: RegExp;
  readonly not?: { readonly pattern: RegExp };
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly items?: Rule;
  readonly properties?: Readonly<Record<string, Rule>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Rule | true;
  readonly propertyNames?: Rule;
  readonly maxProperties?: number;
}
