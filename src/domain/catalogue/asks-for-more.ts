import type { FrozenFacts } from '#domain/cases/case.ts';

interface Mentions {
  readonly questions: readonly string[];
  readonly assessed: readonly string[];
}

const mentions = new Map<string, Mentions>();

/**
 * Whether an expression speaks of what nobody asked at the time: a question the form did not have, or a result the
 * item's assessment did not give. That it does not hold then decides nothing. What others hold has its own source.
 */
export function asksForMore(expression: string, asked: ReadonlySet<string>, { assessment }: FrozenFacts): boolean {
  const { questions, assessed } = mentionsIn(expression);
  return (
    questions.some((question) => !asked.has(question)) || assessed.some((result) => !Object.hasOwn(assessment, result))
  );
}

function mentionsIn(expression: string): Mentions {
  const known = mentions.get(expression);
  if (known) return known;
  const words = expression.replace(/"[^"]*"|'[^']*'/g, '');
  const found: Mentions = { questions: namesAfter('form', words), assessed: namesAfter('assessment', words) };
  mentions.set(expression, found);
  return found;
}

function namesAfter(subject: string, words: string): readonly string[] {
  return [...words.matchAll(new RegExp(`\\b${subject}\\.(\\w+)`, 'g'))].map(([, name = '']) => name);
}
