import { type Disclosure, FIELD_CLASSES } from '#domain/access/disclosure.ts';

/** What one request shows, gathered while it is answered. */
export interface Disclosures {
  add(disclosure: Disclosure): void;
  /** What was gathered since the last call: one for each person, case, purpose, source and decision. */
  take(): readonly Disclosure[];
}

/** Fresh for each request: a page of fifty people with three fields each is fifty entries and not 150. */
export function createDisclosures(): Disclosures {
  let gathered = new Map<string, Disclosure>();
  return {
    add(disclosure) {
      const key = keyOf(disclosure);
      const known = gathered.get(key);
      const classes = new Set([...(known?.fieldClasses ?? []), ...disclosure.fieldClasses]);
      if (classes.size === 0) return;
      gathered.set(key, { ...disclosure, fieldClasses: FIELD_CLASSES.filter((each) => classes.has(each)) });
    },
    take() {
      const taken = [...gathered.values()];
      gathered = new Map();
      return taken;
    },
  };
}

function keyOf({ personId, caseId, purpose, sourceAgency, decision = 'SHOWN' }: Disclosure): string {
  return JSON.stringify([personId, caseId, purpose, sourceAgency, decision]);
}
