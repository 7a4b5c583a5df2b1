import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

/** What an expression asks for. */
interface AskedSeries {
  /** As the expression writes it, `_bucket` and the like included. */
  readonly metric: string;
  /** Labels that it is chosen by. */
  readonly labels: readonly string[];
}

/** An expression, as far as its names go. */
export interface AskedNames {
  readonly series: readonly AskedSeries[];
  /** Labels of `by`, `without`, `on`, `ignoring` and `group_left`. */
  readonly grouping: readonly string[];
}

/**
 * The names in a PromQL expression, by Prometheus's own grammar.
 *
 * @throws SyntaxError where it is none, or asks for a series by no name
 */
export function namesOf(expr: string): AskedNames {
  const series: AskedSeries[] = [];
  const grouping: string[] = [];
  const textOf = ({ from, to }: { readonly from: number; readonly to: number }) => expr.slice(from, to);
  parser.parse(expr).iterate({
    enter(node) {
      if (node.type.isError) throw new SyntaxError(`no PromQL at ${node.from}: ${expr}`);
      if (node.name === 'VectorSelector') {
        const name = node.node.getChild('Identifier');
        if (name === null) throw new SyntaxError(`a series without a name: ${textOf(node)}`);
        series.push({ metric: textOf(name), labels: matchedLabels(node.node).map(textOf) });
      }
      if (node.name === 'GroupingLabels') grouping.push(...node.node.getChildren('LabelName').map(textOf));
    },
  });
  return { series, grouping };
}

function matchedLabels(selector: SyntaxNode): SyntaxNode[] {
  const matchers = selector.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
  return matchers.flatMap((matcher) => matcher.getChildren('LabelName'));
}

/** The same expression, of those series alone that the matcher lets through: `namespace="taskfold"`. */
export function withMatcher(expr: string, matcher: string): string {
  const insertions: { readonly at: number; readonly text: string }[] = [];
  parser.parse(expr).iterate({
    enter({ name, node }) {
      if (name !== 'VectorSelector') return;
      const matchers = node.getChild('LabelMatchers');
      if (matchers === null) insertions.push({ at: node.to, text: `{${matcher}}` });
      else {
        const isEmpty = matchers.getChild('UnquotedLabelMatcher') === null;
        insertions.push({ at: matchers.from + 1, text: isEmpty ? matcher : `${matcher},` });
      }
    },
  });
  return insertions.reduceRight(
    (text, { at, text: added }) => text.slice(0, at) + added + text.slice(at),
    expr,
  );
}
