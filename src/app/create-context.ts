import DataLoader from 'dataloader';
import type { App } from '#app/create-app.ts';
import { createStatedPurpose, type PurposeNamed } from '#app/stated-purpose.ts';
import { decideRead, type ReadDecision } from '#domain/access/decide-read.ts';
import { createDisclosures } from '#domain/access/disclosures.ts';
import { whyWithheld } from '#domain/access/explain-read.ts';
import type { QueryAllowance } from '#domain/access/query-budget.ts';
import { rowScopeOf } from '#domain/access/row-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { LookUpAnswers, LookUpSubject } from '#domain/agencies/agency-connector.ts';
import type { Loader } from '#domain/loaders.ts';
import type { Person } from '#domain/registry/person.ts';
import type { SourceAnswer } from '#domain/registry/source-answer.ts';
import type { Context, Language } from '#resolvers/context.ts';
import { createLoaders } from '#store/loaders/index.ts';
import { recordDisclosures } from '#usecases/access/record-disclosures.ts';
import { lookUpSource, sourceOf } from '#usecases/registry/look-up-source.ts';
import { bindUsecases, type ViewerUsecases } from '#usecases/viewer-usecases.ts';

export interface Caller {
  readonly viewer: Viewer;
  readonly language: Language;
  readonly requestId: string;
  /** Absent where nobody counts: in tests that come in behind the door. */
  readonly allowance?: QueryAllowance | undefined;
  readonly purpose?: PurposeNamed | undefined;
}

const UNCOUNTED: QueryAllowance = { cost: 0, limit: 0, remaining: 0, resetAt: new Date(0) };

/** One request's context: fresh loaders bound to the viewer, use cases that already know who asks. */
export function createContext(app: App, caller: Caller): Context {
  const usecases = bindUsecases(app.dependencies, caller.viewer);
  const disclosures = createDisclosures();
  const context = {
    ...caller,
    allowance: caller.allowance ?? UNCOUNTED,
    ...readingFor(app, caller, usecases),
    disclosures,
    recordShown: (operation: string | undefined) =>
      recordDisclosures(
        app.dependencies,
        caller.viewer,
        { requestId: caller.requestId, operation },
        disclosures.take(),
      ),
    usecases,
    channelOf: (code: string) => [...app.dependencies.connectors.values()].find((connector) => connector.code === code),
    caseChanges: (caseId: string) => app.changes.changesOf(caseId),
    renewLoaders(): void {
      Object.assign(context, readingFor(app, caller, usecases));
    },
  };
  return context;
}

type AskPurpose = Context['statedPurpose'];

/** What is loaded, and for what: both forget together, or a subscription would go on under a case that is no longer theirs. */
function readingFor(
  app: App,
  { viewer, purpose }: Caller,
  usecases: Pick<ViewerUsecases, 'findCaseByAcceptanceNo'>,
): Pick<Context, 'loaders' | 'statedPurpose'> {
  const ours = createLoaders(app.database.prisma, app.tools, rowScopeOf(viewer), app.dependencies.stores.catalogue);
  const statedPurpose = createStatedPurpose(purpose, {
    loaders: ours,
    findByAcceptanceNo: usecases.findCaseByAcceptanceNo,
  });
  return {
    statedPurpose,
    loaders: {
      ...ours,
      docketsOfPerson: sourceLoader(app, viewer, statedPurpose, 'DOCKETS'),
      insuranceOfPerson: sourceLoader(app, viewer, statedPurpose, 'INSURANCE_ENROLMENTS'),
      assistanceOfPerson: sourceLoader(app, viewer, statedPurpose, 'SOCIAL_ASSISTANCE'),
    },
  };
}

/** One call to the agency for everyone on the page; whom the viewer may not ask about is never asked for. */
function sourceLoader<Subject extends LookUpSubject>(
  { dependencies }: App,
  viewer: Viewer,
  purpose: AskPurpose,
  subject: Subject,
): Loader<Person, SourceAnswer<LookUpAnswers[Subject]> | undefined> {
  return new DataLoader<Person, SourceAnswer<LookUpAnswers[Subject]> | undefined, string>(
    async (people) => {
      const source = sourceOf(dependencies, subject);
      if (!source) return people.map(() => undefined);
      const stated = await purpose();
      const decisions = new Map(
        people.map(({ id }) => [id, decideRead(viewer, stated, { fieldClass: 'AGENCY_RECORD', personId: id })]),
      );
      const allowed = people.filter(({ id }) => decisions.get(id)?.allowed);
      const answers =
        allowed.length > 0 ? await lookUpSource(dependencies, subject, allowed) : new Map<string, never>();
      return people.map((person) => answers.get(person.id) ?? denied(source.code, decisions.get(person.id)));
    },
    { cacheKeyFn: (person) => person.id },
  );
}

function denied(agencyCode: AgencyCode, decision: ReadDecision | undefined): SourceAnswer<never> {
  return { status: 'DENIED', agencyCode, notice: decision && whyWithheld(decision) };
}
