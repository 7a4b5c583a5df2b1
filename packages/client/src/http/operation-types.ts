import type { operations } from '../generated/openapi.ts';
import type { ROUTES } from '../generated/routes.ts';

/** The operations of the API, by their ids in the OpenAPI document. */
export type OperationId = keyof typeof ROUTES;

type ParametersOf<Id extends OperationId> = operations[Id]['parameters'];

/** What stands in braces in the path of an operation. */
export type OperationPath<Id extends OperationId> =
  ParametersOf<Id> extends { readonly path: infer Path } ? Path : undefined;

/** The parameters of an operation behind the question mark. */
export type OperationQuery<Id extends OperationId> = OrUndefined<NonNullable<ParametersOf<Id>['query']>>;

/** What is undefined is left out. */
type OrUndefined<Values> = { readonly [Name in keyof Values]: Values[Name] | undefined };

type ContentOf<Part> = Part extends { readonly content: infer Content } ? Content : never;
type JsonOf<Content> = Content extends { readonly 'application/json': infer Json } ? Json : never;

/** The body that an operation takes, in whichever form. */
export type OperationBody<Id extends OperationId> =
  ContentOf<NonNullable<operations[Id]['requestBody']>> extends infer Content
    ? Content[keyof Content]
    : never;

type Responses<Id extends OperationId> = operations[Id]['responses'];

/** What an operation answers as JSON. */
export type OperationAnswer<Id extends OperationId> = JsonOf<ContentOf<Responses<Id>[keyof Responses<Id>]>>;
