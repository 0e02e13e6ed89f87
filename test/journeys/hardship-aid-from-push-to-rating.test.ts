import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askUntil, type GraphClient, newKey } from '../../tools/story/graph-client.ts';
import { type RunningStack, startStack, waitFor } from '../support/start-stack.ts';
import { answer, hardshipCase, type OpenedCase, openCase, referralOf, wageCase } from './support/cases.ts';
import { expectEventsToExplainStatuses, readWholeCase } from './support/whole-case.ts';

let running: RunningStack;
let window: GraphClient;

beforeAll(async () => {
  running = await startStack();
  window = await running.as('window');
});

afterAll(async () => {
  await running?.stop();
  running?.removeData();
});

async function settled(
  opened: OpenedCase,
  done: (whole: Awaited<ReturnType<typeof readWholeCase>>) => boolean,
  what: string,
) {
  return askUntil(() => readWholeCase(window, opened.id), done, what, 30_000);
}

describe('hardship aid, from the push of civil affairs to the rating', () => {
  it('takes up a pushed household, checks, visits, approves and is rated', async () => {
    await running.control('civil-affairs', 'push-households', { count: 5 });
    const leads = await askUntil(
      () =>
        window.ask<{ leads: { nodes: Lead[] } }>(
          '{ leads(status: [OPEN]) { nodes { id matched divisionCode person { id nameMasked } } } }',
        ),
      (data) => data.leads.nodes.length > 0,
      'leads',
    );
    expect(leads.leads.nodes.length).toBeGreaterThan(0);

    const opened = await openCase(window, hardshipCase({ name: '覃桂兰', residentId: '990101198603120018' }));
    const checked = await settled(
      opened,
      (whole) => whole.referrals.some((referral) => referral.stepKey === 'visit' && referral.status === 'SENT'),
      'visit',
    );
    const township = await running.as('township');
    await answer(township, 'receiveReferral', referralOf(checked, 'visit'));
    await answer(township, 'completeReferral', referralOf(checked, 'visit'), { outcome: 'VISIT_CONFIRMED' });
    const visited = await settled(
      opened,
      (whole) => whole.referrals.some((referral) => referral.stepKey === 'approval' && referral.status === 'SENT'),
      'approval',
    );
    const supervisor = await running.as('supervisor');
    await answer(supervisor, 'acceptReferral', referralOf(visited, 'approval'));
    await answer(supervisor, 'completeReferral', referralOf(visited, 'approval'), { outcome: 'APPROVED' });
    await window.ask('mutation ($input: RateCaseInput!) { rateCase(input: $input) { userErrors { code message } } }', {
      input: { idempotencyKey: newKey(), caseId: opened.id, score: 5 },
    });

    const whole = await readWholeCase(window, opened.id);
    expect(whole).toMatchObject({ status: 'CLOSED', outcome: 'AIDED' });
    expectEventsToExplainStatuses(whole);
  });

  it('takes the good rows of a batch, puts those that do not say whose they are before a window, and keeps a spoilt one in quarantine', async () => {
    await running.control('civil-affairs', 'push-households', {
      count: 5,
      faults: ['missing-id', 'bad-check-digit', 'numeric-id'],
    });

    const imports = await askUntil(
      () =>
        window.ask<{ feedImports: { nodes: FeedImport[] } }>(
          '{ feedImports(first: 1) { nodes { declaredCount receivedCount acceptedCount inReviewCount quarantinedRows { rowNumber field reason } } } }',
        ),
      (data) => (data.feedImports.nodes[0]?.quarantinedRows.length ?? 0) > 0,
      'quarantined rows',
    );
    const [batch] = imports.feedImports.nodes;
    expect(batch).toMatchObject({ receivedCount: 5, acceptedCount: 2, inReviewCount: 2 });
    expect(batch?.quarantinedRows).toMatchObject([{ rowNumber: 4, field: 'worker.idCard' }]);
  });
});

describe('what goes another way', () => {
  it('gives back what the court finds incomplete, puts it on the list, and takes it again after correction', async () => {
    const opened = await openCase(window, wageCase({ name: '黄丽萍', residentId: '990101199501010031' }));
    const mediator = await running.as('mediator');
    const sent = await settled(opened, (whole) => referralStatus(whole, 'mediation') === 'SENT', 'mediation');
    await answer(mediator, 'completeReferral', referralOf(sent, 'mediation'), { outcome: 'FAILED' });

    const returned = await settled(
      opened,
      (whole) => referralStatus(whole, 'court') === 'RETURNED',
      'a return by the court',
    );
    expect(returned).toMatchObject({ status: 'NEEDS_ATTENTION', attentionReason: 'RETURNED:MATERIALS_INCOMPLETE' });
    await answer(window, 'resendReferral', referralOf(returned, 'court'), { note: '已补齐身份证明' });
    const again = await readWholeCase(window, opened.id);
    expect(again.status).toBe('IN_PROGRESS');
    expect(
      again.referrals.filter((referral) => referral.stepKey === 'court').map((referral) => referral.round),
    ).toEqual([1, 2]);
  });

  it('lets silence have its consequence: a mediation that never ends goes on to arbitration, an unanswered office is chased', async () => {
    const mediated = await openCase(window, wageCase({ name: '蒙建国', residentId: '99010119680420004X' }));
    const silent = await openCase(window, hardshipCase({ name: '农秀英', residentId: '990101198808080064' }));
    const mediator = await running.as('mediator');
    const sent = await settled(mediated, (whole) => referralStatus(whole, 'mediation') === 'SENT', 'mediation');
    await answer(mediator, 'acceptReferral', referralOf(sent, 'mediation'));

    await running.moveClock('+25d');

    const moved = await settled(
      mediated,
      (whole) => whole.referrals.some((referral) => referral.stepKey === 'arbitration'),
      'arbitration',
    );
    expect(moved.steps.find((step) => step.key === 'mediation')).toMatchObject({ status: 'DONE', outcome: 'EXPIRED' });
    expect(moved.timeline.map((event) => event.summary.zh)).toContainEqual(expect.stringContaining('届满'));
    const chased = await settled(silent, (whole) => whole.status === 'NEEDS_ATTENTION', 'attention');
    expect(chased.attentionReason).toMatch(/^OVERDUE:/);
    // What was drawn up while the clock ran ahead is delivered all the same.
    await settled(
      mediated,
      (whole) => !['DRAFTED', undefined].includes(referralStatus(whole, 'arbitration')),
      'delivery',
    );
    await running.moveClock('reset');
  });

  it('names the missing source of a person, and only that one, while an agency is down', async () => {
    const query = `{ personByResidentId(residentId: "990101198603120018") { person {
      dockets { ...Source } insuranceEnrolments { ...Source } socialAssistance { ...Source } } userErrors { code } } }
      fragment Source on SourceAnswer { status source { code } notice { zh } }`;
    const fields = {
      court: 'dockets',
      'hr-bureau': 'insuranceEnrolments',
      'civil-affairs': 'socialAssistance',
    } as const;
    for (const [agency, field] of Object.entries(fields)) {
      await running.steer('stop', agency);
      const { personByResidentId } = await window.ask<{ personByResidentId: { person: Record<string, Source> } }>(
        query,
      );
      await running.steer('start', agency);
      await waitFor(() => answers(running.stack.agencies[agency]), 10_000);

      const named = Object.values(personByResidentId.person).filter((source) => source.notice);
      expect(named.map((source) => source.source.code)).toEqual([agency]);
      expect(named[0]?.notice?.zh).toContain('没有答复');
      expect(personByResidentId.person[field]?.source.code).toBe(agency);
    }
  });
});

interface Source {
  status: string;
  source: { code: string };
  notice: { zh: string } | null;
}

function answers(url: string | undefined): Promise<boolean> {
  return fetch(`${url}/_control/seen`).then(
    (response) => response.ok,
    () => false,
  );
}

interface Lead {
  id: string;
  matched: boolean;
  divisionCode: string;
  person: { id: string; nameMasked: string };
}

interface FeedImport {
  declaredCount: number;
  receivedCount: number;
  acceptedCount: number;
  inReviewCount: number;
  quarantinedRows: { rowNumber: number; field: string; reason: string }[];
}

function referralStatus(whole: Awaited<ReturnType<typeof readWholeCase>>, stepKey: string): string | undefined {
  return whole.referrals.findLast((referral) => referral.stepKey === stepKey)?.status;
}
