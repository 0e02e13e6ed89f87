import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import type { AgencyEvent } from '#domain/agencies/inbound-content.ts';
import { fakeAgency, messageOf } from '../../usecases/support/fake-agency.ts';
import { type Opened, openStage, type Stage } from '../../usecases/support/stage.ts';

/** 00:30 on 3 March in Beijing, and still 2 March elsewhere. */
const START = new Date('2026-03-02T16:30:00Z');
const union = fakeAgency();
let stage: Stage;

const QUERY = /* GraphQL */ `
  query ($division: DivisionCode!, $from: LocalDate!, $to: LocalDate!) {
    loopClosure(divisionCode: $division, from: $from, to: $to) {
      loopClosure {
        asOf
        definition {
          zh
        }
        cases {
          accepted
          closed {
            ...Made
          }
          open {
            ...Made
          }
          needsAttention {
            ...Made
          }
          withoutClock {
            ...Made
          }
        }
        agencies {
          agency {
            code
          }
          divisionCode
          referrals
          delivered {
            ...Made
          }
          received {
            ...Made
          }
          answered {
            ...Made
          }
          closedInTime {
            ...Made
          }
          closedLate {
            ...Made
          }
          open {
            ...Made
          }
          overdue {
            ...Made
          }
          returned {
            ...Made
          }
          inDoubt {
            ...Made
          }
          withoutClock {
            ...Made
          }
        }
      }
      userErrors {
        code
        path
      }
    }
  }
  fragment Made on Share {
    numerator
    denominator
    percentage
  }
`;

interface Figures {
  readonly cases: Readonly<Record<string, unknown>>;
  readonly agencies: readonly { readonly agency: { readonly code: string } }[];
}

async function ask(as: PersonaName, division = '990101', from = '2026-03-03', to = '2026-03-03') {
  const { data, errors } = await stage.run<{ loopClosure: { loopClosure: Figures | null; userErrors: object[] } }>(
    as,
    QUERY,
    { division, from, to },
  );
  expect(errors).toEqual([]);
  return data.loopClosure;
}

const of = (numerator: number, denominator: number) => expect.objectContaining({ numerator, denominator });

async function answer({ referralId }: Opened, event: AgencyEvent, more: object = {}): Promise<void> {
  const received = await stage.app.system.receiveWebhook('union', {
    headers: { id: `${event}-${referralId}` },
    body: messageOf({ kind: 'REFERRAL_REPLY', referralId, event, ...more }),
  });
  expect(received).toBe('ACCEPTED');
  await stage.app.system
    .offerDueMessages(100, 0)
    .then((due) => Promise.all(due.map(({ id }) => stage.app.system.applyInboundMessage(id))));
}

beforeAll(async () => {
  stage = await openStage([union], { now: START });
  const open = async (send = true): Promise<Opened> => {
    const opened = await stage.openMediation();
    if (send) await stage.app.system.dispatchEffect(opened.effectId);
    return opened;
  };
  await open(false);
  await open();
  await answer(await open(), 'RECEIVE');
  await answer(await open(), 'RETURN', { reasonCode: 'NO_JURISDICTION' });
  const agreed = await open();
  await answer(agreed, 'ACCEPT');
  await answer(agreed, 'COMPLETE', { outcome: 'AGREED' });
  union.answer = () => Promise.reject(new TypeError('the line broke'));
  await open();
});
afterAll(() => stage.close());

describe('loopClosure', () => {
  it('counts each step of the loop, with what it is a share of', async () => {
    const { loopClosure } = await ask('supervisor');

    expect(loopClosure?.cases).toMatchObject({
      accepted: 6,
      closed: of(0, 6),
      open: of(6, 6),
      needsAttention: of(1, 6),
      withoutClock: of(0, 6),
    });
    expect(loopClosure?.agencies).toMatchObject([
      {
        agency: { code: 'union' },
        divisionCode: '990101',
        referrals: 6,
        delivered: of(4, 6),
        received: of(3, 4),
        answered: of(2, 4),
        closedInTime: of(2, 2),
        closedLate: of(0, 2),
        open: of(4, 6),
        overdue: of(0, 4),
        returned: of(1, 6),
        withoutClock: of(0, 4),
      },
    ]);
  });

  it('counts the day in Beijing, and nothing of the day before or after', async () => {
    expect((await ask('operator', '990101', '2026-03-02', '2026-03-02')).loopClosure).toMatchObject({
      cases: { accepted: 0, withoutClock: { numerator: 0, denominator: 0, percentage: null } },
      agencies: [],
    });
    expect((await ask('operator', '990101', '2026-03-04', '2026-03-05')).loopClosure?.agencies).toEqual([]);
  });

  it('shows as overdue what nobody has answered in time, before anybody has performed the consequence', async () => {
    stage.clock.forward(30);
    const { loopClosure } = await ask('auditor', '990100', '2026-03-01', '2026-03-31');
    stage.clock.set(START);

    expect(loopClosure?.agencies).toMatchObject([{ overdue: of(4, 4) }]);
  });

  it('says so when an open case has neither a clock nor anybody who looks', async () => {
    const { prisma } = stage.app.database;
    const lost = await stage.openMediation();
    await prisma.deadline.updateMany({ where: { caseId: lost.caseId }, data: { status: 'CANCELLED' } });

    const { loopClosure } = await ask('supervisor');
    await prisma.deadline.updateMany({ where: { caseId: lost.caseId }, data: { status: 'RUNNING' } });

    expect(loopClosure?.cases).toMatchObject({ withoutClock: of(1, 7) });
    expect(loopClosure?.agencies).toMatchObject([{ withoutClock: of(1, 5) }]);
  });

  it.each([
    ['450100', '2026-03-03', '2026-03-03', 'DIVISION_OUT_OF_AREA'],
    ['990101', '2026-03-03', '2026-03-02', 'DATE_INVALID'],
    ['990101', '2025-03-01', '2026-03-03', 'DATE_INVALID'],
  ])('of %s from %s to %s is refused with %s', async (division, from, to, code) => {
    expect(await ask('supervisor', division, from, to)).toMatchObject({ loopClosure: null, userErrors: [{ code }] });
  });
});
