import { agentOf, conversationOf, kindOf, toolCallOf } from './genai-span.ts';
import type { Span } from './otlp-span.ts';

/** How the spans of one trace lie in each other. */
export interface Family {
  /** By their start, parents before children. */
  readonly sorted: readonly Span[];
  /** Ids of all spans above one, known or not, nearest first. */
  idsAbove(span: Span): readonly string[];
  /** The conversation that a span names, or the nearest above that names one. */
  conversationNear(span: Span): string | undefined;
  /** The nearest span above of an agent. */
  agentAbove(span: Span): Span | undefined;
  /** The agent that did it, where another agent started that one. */
  memberOf(span: Span): string | undefined;
  /** Whether a tool's span lies in one of the same tool. */
  repeatsTool(span: Span): boolean;
}

/** Damaged files may have spans that lie in each other round in a circle. */
const LEVELS_MAX = 64;

export function createFamily(spans: readonly Span[]): Family {
  const byId = new Map(spans.map((span) => [span.id, span]));
  const above = new Map(spans.map((span) => [span, ancestorsOf(span, byId)]));
  const known = (span: Span): readonly Span[] => above.get(span) ?? [];
  return {
    sorted: spans.toSorted(
      (a, b) =>
        (a.startMs ?? 0) - (b.startMs ?? 0) ||
        known(a).length - known(b).length ||
        rank(a) - rank(b),
    ),
    idsAbove(span) {
      const ids = known(span).map(({ id }) => id);
      const last = known(span).at(-1) ?? span;
      return last.parentId === undefined ? ids : [...ids, last.parentId];
    },
    conversationNear(span) {
      for (const each of [span, ...known(span)]) {
        const named = conversationOf(each);
        if (named !== undefined) return named;
      }
      return undefined;
    },
    agentAbove: (span) => known(span).find(isAgent),
    memberOf(span) {
      const names = [span, ...known(span)].filter(isAgent).map(agentOf);
      const own = names[0];
      return names.some((name) => name !== own) ? own : undefined;
    },
    repeatsTool(span) {
      const outer = known(span).find((each) => kindOf(each) !== 'other');
      if (outer === undefined || kindOf(outer) !== 'tool') return false;
      return toolCallOf(outer).tool === toolCallOf(span).tool;
    },
  };
}

function ancestorsOf(span: Span, byId: ReadonlyMap<string, Span>): readonly Span[] {
  const ancestors: Span[] = [];
  let parent = span.parentId === undefined ? undefined : byId.get(span.parentId);
  while (parent !== undefined && parent !== span && ancestors.length < LEVELS_MAX) {
    ancestors.push(parent);
    parent = parent.parentId === undefined ? undefined : byId.get(parent.parentId);
  }
  return ancestors;
}

function isAgent(span: Span): boolean {
  return kindOf(span) === 'agent';
}

/** What asks comes before what is asked for. */
function rank(span: Span): number {
  return kindOf(span) === 'tool' ? 1 : 0;
}
