import DataLoader from 'dataloader';
import type { App } from '#app/create-app.ts';
import type { QueryAllowance } from '#domain/access/query-budget.ts';
import { rowScopeOf } from '#domain/access/row-scope.ts';
import { maySeeSource } from '#domain/access/source-policy.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { LookUpAnswers, LookUpSubject } from '#domain/agencies/agency-connector.ts';
import type { Loader, Loaders } from '#domain/loaders.ts';
import type { Person } from '#domain/registry/person.ts';
import type { SourceAnswer } from '#domain/registry/source-answer.ts';
import type { Context, Language } from '#resolvers/context.ts';
import { createLoaders } from '#store/loaders/index.ts';
import { lookUpSource, sourceOf } from '#usecases/registry/look-up-source.ts';
import { bindUsecases } from '#usecases/viewer-usecases.ts';

export interface Caller {
  readonly viewer: Viewer;
  readonly language: Language;
  readonly requestId: string;
  /** Absent where nobody counts: in tests that come in behind the door. */
  readonly allowance?: QueryAllowance | undefined;
}

const UNCOUNTED: QueryAllowance = { cost: 0, limit: 0, remaining: 0, resetAt: new Date(0) };

/** One request's context: fresh loaders bound to the viewer, use cases that already know who asks. */
export function createContext(app: App, caller: Caller): Context {
  const context = {
    ...caller,
    allowance: caller.allowance ?? UNCOUNTED,
    loaders: loadersFor(app, caller.viewer),
    usecases: bindUsecases(app.dependencies, caller.viewer),
    channelOf: (code: string) => [...app.dependencies.connectors.values()].find((connector) => connector.code === code),
    caseChanges: (caseId: string) => app.changes.changesOf(caseId),
    renewLoaders(): void {
      context.loaders = loadersFor(app, caller.viewer);
    },
  };
  return context;
}

function loadersFor(app: App, viewer: Viewer): Loaders {
  return {
    ...createLoaders(app.database.prisma, app.tools, rowScopeOf(viewer), app.dependencies.stores.catalogue),
    docketsOfPerson: sourceLoader(app, viewer, 'DOCKETS'),
    insuranceOfPerson: sourceLoader(app, viewer, 'INSURANCE_ENROLMENTS'),
    assistanceOfPerson: sourceLoader(app, viewer, 'SOCIAL_ASSISTANCE'),
  };
}

/** One call to the agency for everyone on the page; whom the viewer may not ask about is never asked for. */
function sourceLoader<Subject extends LookUpSubject>(
  { dependencies }: App,
  viewer: Viewer,
  subject: Subject,
): Loader<Person, SourceAnswer<LookUpAnswers[Subject]> | undefined> {
  return new DataLoader<Person, SourceAnswer<LookUpAnswers[Subject]> | undefined, string>(
    async (people) => {
      const source = sourceOf(dependencies, subject);
      if (!source) return people.map(() => undefined);
      const allowed = people.filter((person) => maySeeSource(viewer, person.id));
      const answers =
        allowed.length > 0 ? await lookUpSource(dependencies, subject, allowed) : new Map<string, never>();
      return people.map((person) => answers.get(person.id) ?? { status: 'DENIED', agencyCode: source.code });
    },
    { cacheKeyFn: (person) => person.id },
  );
}
