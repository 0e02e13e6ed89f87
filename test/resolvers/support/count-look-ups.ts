import type { AgencyConnector, LookUp } from '#domain/agencies/agency-connector.ts';
import type { TestAppOptions } from '../../support/build-test-app.ts';

export interface LookUpCount {
  readonly wrap: NonNullable<TestAppOptions['wrapConnectors']>;
  /** How many people each call was about, by agency; forgotten when taken. */
  take(): Readonly<Record<string, readonly number[]>>;
}

/** Counts what the house asks the agencies, without changing any of it. */
export function countLookUps(): LookUpCount {
  const calls: Record<string, number[]> = {};

  function counted<Answer>(code: string, lookUp: LookUp<Answer>): LookUp<Answer> {
    return {
      ...lookUp,
      lookUpMany(ids, call) {
        (calls[code] ??= []).push(ids.length);
        return lookUp.lookUpMany(ids, call);
      },
    };
  }

  function countedConnector(connector: AgencyConnector): AgencyConnector {
    const { DOCKETS, INSURANCE_ENROLMENTS, SOCIAL_ASSISTANCE } = connector.lookUps;
    return {
      ...connector,
      lookUps: {
        ...(DOCKETS && { DOCKETS: counted(connector.code, DOCKETS) }),
        ...(INSURANCE_ENROLMENTS && { INSURANCE_ENROLMENTS: counted(connector.code, INSURANCE_ENROLMENTS) }),
        ...(SOCIAL_ASSISTANCE && { SOCIAL_ASSISTANCE: counted(connector.code, SOCIAL_ASSISTANCE) }),
      },
    };
  }

  return {
    wrap: (connectors) => new Map([...connectors].map(([code, connector]) => [code, countedConnector(connector)])),
    take() {
      const taken = { ...calls };
      for (const code of Object.keys(calls)) delete calls[code];
      return taken;
    },
  };
}
