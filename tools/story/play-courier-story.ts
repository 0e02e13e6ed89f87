import { askUntil, createGraphClient, type GraphClient, newKey } from './graph-client.ts';

export interface StoryOptions {
  readonly url: string;
  tokenOf(persona: 'window' | 'mediator' | 'worker'): Promise<string>;
  tell(line: string): void;
  /** Called once the case lies with the arbitration office; the journey test kills the worker here. */
  onArbitration?(): Promise<void>;
}

export interface StoryEnd {
  readonly caseId: string;
  readonly acceptanceNo: string;
  readonly status: string;
  readonly outcome: string;
  readonly docketNumber: string;
}

interface StoryCase {
  id: string;
  acceptanceNo: string;
  status: string;
  outcome: string | null;
  referrals: {
    id: string;
    stepKey: string;
    status: string;
    outcome: string | null;
    agencyReference: string | null;
    agency: { name: { zh: string } };
  }[];
  deadlines: { dueOn: string; status: string; rule: { name: { zh: string }; source: string } }[];
}

const CASE = /* GraphQL */ `
  fragment StoryCase on Case {
    id
    acceptanceNo
    status
    outcome
    referrals {
      id
      stepKey
      status
      outcome
      agencyReference
      agency {
        name {
          zh
        }
      }
    }
    deadlines {
      dueOn
      status
      rule {
        name {
          zh
        }
        source
      }
    }
  }
`;

/** One courier's wage arrears, from the counter to the court: mediation fails, arbitration decides, the court dockets. */
export async function playCourierStory(options: StoryOptions): Promise<StoryEnd> {
  const { tell } = options;
  const window = createGraphClient(options.url, await options.tokenOf('window'), 'INTAKE');
  const mediator = createGraphClient(options.url, await options.tokenOf('mediator'));
  const worker = createGraphClient(options.url, await options.tokenOf('worker'));

  tell('【窗口】快递员覃桂兰来到工会受理窗口：平台三个月没发劳动报酬，共一万六千五百元。');
  await lookAtPerson(window, tell);
  const opened = await openOrContinue(window, tell);
  const read = () => readCase(window, opened.id);

  const mediation = await referralAt(read, 'mediation', ['SENT', 'RECEIVED', 'ACCEPTED', 'IN_HANDLING', 'COMPLETED']);
  if (mediation.status !== 'COMPLETED') await mediateInVain(mediator, mediation, read, tell);

  const arbitration = await referralAt(read, 'arbitration', [
    'SENT',
    'RECEIVED',
    'ACCEPTED',
    'IN_HANDLING',
    'COMPLETED',
  ]);
  tell(`【仲裁】申请已送达${arbitration.agency.name.zh}（XML，GB18030），等它自己的系统答复。`);
  await options.onArbitration?.();
  const decided = await referralAt(read, 'arbitration', ['COMPLETED', 'REFUSED']);
  tell(
    `【仲裁】仲裁院办结：${decided.outcome}${decided.agencyReference ? `，${decided.agencyReference}` : ''}。系统自动转送法院。`,
  );

  const court = await referralAt(read, 'court', ['COMPLETED', 'REFUSED']);
  tell(`【法院】法院答复：${court.outcome}，案号 ${court.agencyReference}。`);
  const waiting = await askUntil(
    read,
    (found) => found.status === 'AWAITING_RATING' || found.status === 'CLOSED',
    '事项办完',
  );
  if (waiting.status === 'AWAITING_RATING') {
    await worker.ask(
      /* GraphQL */ `
        mutation ($input: RateCaseInput!) {
          rateCase(input: $input) {
            userErrors {
              code
              message
            }
          }
        }
      `,
      { input: { idempotencyKey: newKey(), caseId: opened.id, score: 5, comment: '一次都没有多跑' } },
    );
    tell('【评价】覃桂兰用手机评价：5 分。');
  }
  const end = await read();
  tell(`【办结】${end.acceptanceNo} 状态 ${end.status}，结果 ${end.outcome}。`);
  await tellTimeline(window, opened.id, tell);
  return {
    caseId: end.id,
    acceptanceNo: end.acceptanceNo,
    status: end.status,
    outcome: end.outcome ?? '',
    docketNumber: court.agencyReference ?? '',
  };
}

async function mediateInVain(
  mediator: GraphClient,
  mediation: StoryCase['referrals'][number],
  read: () => Promise<StoryCase>,
  tell: StoryOptions['tell'],
): Promise<void> {
  tell(`【派送】转办单已送到${mediation.agency.name.zh}调解工作室。`);
  const say = (mutation: string, more: object = {}) =>
    mediator.ask(answerMutation(mutation), { input: { idempotencyKey: newKey(), referralId: mediation.id, ...more } });
  if (mediation.status === 'SENT') await say('receiveReferral');
  if (mediation.status === 'SENT' || mediation.status === 'RECEIVED') await say('acceptReferral');
  tell(`【调解】调解员签收并受理；${clockLine(await read())}`);
  await say('completeReferral', { outcome: 'FAILED', note: '双方分歧较大' });
  tell('【调解】双方分歧大，调解不成，系统自动转入劳动仲裁。');
}

function answerMutation(name: string): string {
  const input = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  return `mutation ($input: ${input}!) { ${name}(input: $input) { userErrors { code message } } }`;
}

async function lookAtPerson(window: GraphClient, tell: StoryOptions['tell']): Promise<void> {
  const { personByResidentId } = await window.ask<{
    personByResidentId: {
      person: {
        nameMasked: string;
        memberships: { organisation: { name: string } }[];
        dockets: { status: string } | null;
        insuranceEnrolments: { status: string } | null;
        socialAssistance: { status: string } | null;
      } | null;
    };
  }>(/* GraphQL */ `
    {
      personByResidentId(residentId: "990101198603120018") {
        person {
          nameMasked
          memberships {
            organisation {
              name
            }
          }
          dockets {
            status
          }
          insuranceEnrolments {
            status
          }
          socialAssistance {
            status
          }
        }
        userErrors {
          code
          message
        }
      }
    }
  `);
  const { person } = personByResidentId;
  if (!person) throw new Error('登记库里没有覃桂兰，请先播种 / she is not in the register; seed first');
  tell(
    `【查人】${person.nameMasked}，会员：${person.memberships.map((membership) => membership.organisation.name).join('、') || '无'}；` +
      `法院 ${person.dockets?.status}，社保 ${person.insuranceEnrolments?.status}，民政 ${person.socialAssistance?.status}。`,
  );
}

/** Opens the case, or goes on with the one that an earlier, interrupted telling left open. */
async function openOrContinue(window: GraphClient, tell: StoryOptions['tell']): Promise<StoryCase> {
  const { openCase } = await window.ask<{
    openCase: {
      case: StoryCase | null;
      problems: { __typename: string; code: string; message: string; existing?: { id: string } | null }[];
    };
  }>(
    /* GraphQL */ `
      mutation ($input: OpenCaseInput!) {
        openCase(input: $input) {
          case {
            ...StoryCase
          }
          problems: userErrors {
            __typename
            code
            message
            ... on DuplicateCaseError {
              existing {
                id
              }
            }
          }
        }
      }
      ${CASE}
    `,
    { input: storyInput() },
  );
  if (openCase.case) {
    tell(`【受理】受理号 ${openCase.case.acceptanceNo}，经本人授权，先交工会调解。`);
    return openCase.case;
  }
  const existing = openCase.problems.find((problem) => problem.existing)?.existing;
  if (!existing) throw new Error(openCase.problems.map((problem) => `${problem.code}: ${problem.message}`).join('; '));
  const found = await readCase(window, existing.id);
  tell(`【受理】同一事项已在办，受理号 ${found.acceptanceNo}，接着办。`);
  return found;
}

function storyInput(): object {
  return {
    idempotencyKey: newKey(),
    serviceItemCode: 'courier-wage-arrears',
    channel: 'WINDOW',
    applicant: { name: '覃桂兰', residentId: '990101198603120018' },
    divisionCode: '990101',
    form: {
      employerName: '桂江闪送科技有限公司',
      employmentGroup: 'COURIER',
      hasWrittenContract: false,
      arrearsAmount: '16500.00',
      arrearsMonths: 3,
      unpaidSince: '2026-08-01',
      facts: '平台自八月起未发放劳动报酬，多次催要未果。',
    },
    consents: ['mediation-share', 'arbitration-share', 'court-share'],
  };
}

async function readCase(client: GraphClient, id: string): Promise<StoryCase> {
  const data = await client.ask<{ case: StoryCase | null }>(
    `query ($id: ID!) { case(id: $id) { ...StoryCase } } ${CASE}`,
    { id },
  );
  if (!data.case) throw new Error('办件不见了 / the case has disappeared');
  return data.case;
}

async function referralAt(read: () => Promise<StoryCase>, stepKey: string, statuses: readonly string[]) {
  const latest = (found: StoryCase) => found.referrals.findLast((referral) => referral.stepKey === stepKey);
  const found = await askUntil(
    read,
    (current) => statuses.includes(latest(current)?.status ?? ''),
    `${stepKey} ${statuses.join('/')}`,
  );
  const referral = latest(found);
  if (!referral) throw new Error(`no referral for ${stepKey}`);
  return referral;
}

function clockLine(found: StoryCase): string {
  const running = found.deadlines.filter((deadline) => deadline.status === 'RUNNING');
  return running.map(({ rule, dueOn }) => `${rule.name.zh}最迟 ${dueOn}（${rule.source}）`).join('；');
}

async function tellTimeline(client: GraphClient, id: string, tell: StoryOptions['tell']): Promise<void> {
  const data = await client.ask<{ case: { timeline: { at: string; summary: { zh: string } }[] } }>(
    `query ($id: ID!) { case(id: $id) { timeline { at summary { zh } } } }`,
    { id },
  );
  tell('\n经过：');
  for (const { at, summary } of data.case.timeline) tell(`  ${at.slice(0, 19)}  ${summary.zh}`);
}
