import { type LeadsTo, NOT_NEEDED_OUTCOME, nextsOf, type ServiceItem, stepOf } from '#domain/catalogue/service-item.ts';

/** Where an outcome takes a case, after steps it does not need were passed through. */
export interface Destination {
  /** Steps to begin now or, where one waits for others, later. */
  readonly steps: readonly string[];
  readonly finish?: string | undefined;
}

export function destinationOf(
  item: Pick<ServiceItem, 'code' | 'steps'>,
  omitted: readonly string[],
  leadsTo: LeadsTo,
): Destination {
  if ('finish' in leadsTo) return { steps: [], finish: leadsTo.finish };
  if ('endBranch' in leadsTo) return { steps: [] };
  const parts = leadsTo.next.map((key): Destination => {
    if (!omitted.includes(key)) return { steps: [key] };
    const passedThrough = stepOf(item, key).outcomes[NOT_NEEDED_OUTCOME];
    if (!passedThrough) throw new RangeError(`the step ${key} does not say what follows when it is not needed`);
    return destinationOf(item, omitted, passedThrough.leadsTo);
  });
  return {
    steps: [...new Set(parts.flatMap(({ steps }) => steps))],
    finish: parts.find(({ finish }) => finish !== undefined)?.finish,
  };
}

/** The step itself and all that can follow it, without going on behind `barrier`. */
export function reachableFrom(
  item: Pick<ServiceItem, 'code' | 'steps'>,
  key: string,
  barrier: string,
): ReadonlySet<string> {
  const reached = new Set([key]);
  for (const step of reached) {
    if (step === barrier) continue;
    for (const outcome of Object.values(stepOf(item, step).outcomes)) {
      for (const next of nextsOf(outcome)) reached.add(next);
    }
  }
  return reached;
}
