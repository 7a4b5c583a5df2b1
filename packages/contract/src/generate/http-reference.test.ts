import { describe, expect, it } from 'vitest';
import { TENANTS } from './audiences.ts';
import { httpReference } from './http-reference.ts';
import { openApiDocument } from './openapi.ts';

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name?: string; readonly in?: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

const { paths } = openApiDocument('0.0.0', TENANTS) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    line: `${method.toUpperCase()} ${path}`,
    operation,
  })),
);
const pages = httpReference();
const overview = pages.get('README.md') ?? '';

describe('the pages of the HTTP API', () => {
  it('are one for each operation of the OpenAPI document, and one that lists them', () => {
    const ids = operations.map(({ operation }) => `${operation.operationId}.md`);
    expect([...pages.keys()].toSorted()).toEqual(['README.md', ...ids].toSorted());
  });

  it.each(operations)('$line has its parameters, its answers, and a line to paste', ({ line, operation }) => {
    const { operationId, parameters, responses } = operation;
    const page = pages.get(`${operationId}.md`) ?? '';
    expect(overview).toContain(`[\`${line}\`](${operationId}.md)`);
    expect(page).toContain(`\`${line}\` · \`${operationId}\``);
    const own = parameters.flatMap(({ name }) => (name === undefined ? [] : [name]));
    expect(own.filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([]);
    const answers = Object.keys(responses).filter((status) => status < '400');
    expect(answers.filter((status) => !page.includes(`## Answer ${status}\n`))).toEqual([]);
    expect(page).toMatch(/```sh\ncurl -s (-X [A-Z]+ )?"\$API\/[^"{]*"/);
  });
});
