import { randomUUID } from 'node:crypto';
import { applyReferralEvent } from '#domain/cases/apply-referral-event.ts';
import { latestReferral } from '#domain/cases/case-draft.ts';
import type { IntakeForm } from '#domain/cases/case.ts';
import type { Yuan } from '#domain/registry/yuan.ts';
import { toCase } from '#store/case-rows.ts';
import { applyInboundMessage } from '#usecases/agencies/apply-inbound-message.ts';
import { receiveWebhook } from '#usecases/agencies/receive-webhook.ts';
import { progressContext } from '#usecases/progress-context.ts';
import { sign } from '../../../sandbox/kit/signature.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';

const AGENCY = 'medical-insurance';
const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;

const ITEM = 'medical-mutual-aid-claim';

export interface Said {
  readonly id: string;
  readonly visit?: string;
  readonly residentId?: string;
  readonly name?: string;
  readonly amount?: string;
  readonly at?: string;
}

/** A claim as it was opened. */
export interface OpenedClaim {
  readonly form: IntakeForm;
  readonly divisionCode: string;
  readonly applicantId: string;
  readonly openedBy: string;
  readonly openedAt: Date;
}

/** The house with a medical insurance that pushes, and the mutual-aid centre that decides. */
export interface ClaimsOffice extends TestApp {
  opened(): Promise<readonly OpenedClaim[]>;
  /** What was granted, by case. */
  readonly paid: ReadonlyMap<string, Yuan>;
  /** The centre grants an amount, which orders the payment. */
  pay(caseId: string, amount: Yuan): Promise<void>;
  /** Whether claims are offered at all. */
  offer(offered: boolean): Promise<void>;
  /** Receives without applying; answers the id in the inbox. */
  receive(infno: '2207' | '2208', said: Said): Promise<string>;
  apply(inboxId: string): Promise<void>;
  settle(said: Said): Promise<string>;
  reverse(said: Said): Promise<string>;
  inboxEnd(inboxId: string): Promise<{ status: string; reason: string | null }>;
  settlement(id: string): Promise<{ status: string; result: string; caseId: string | null } | null>;
  claims(): Promise<readonly { id: string; status: string; attentionReason: string | null }[]>;
  forget(): Promise<void>;
}

export async function openClaimsOffice(now = new Date('2026-03-16T02:00:00Z')): Promise<ClaimsOffice> {
  const house = await buildTestApp({ now, agencies: CLAIMS_AGENCIES });
  return claimsOfficeIn(house);
}

export const CLAIMS_AGENCIES = {
  MEDICAL_INSURANCE_URL: 'http://127.0.0.1:1',
  MEDICAL_INSURANCE_WEBHOOK_SECRETS: SECRET,
};

/** The same in a house that stands already, with `CLAIMS_AGENCIES` connected. */
export function claimsOfficeIn(house: TestApp): ClaimsOffice {
  const { prisma } = house.app.database;
  const { dependencies } = house.app;
  const paid = new Map<string, Yuan>();

  async function receive(infno: '2207' | '2208', said: Said): Promise<string> {
    const body = Buffer.from(JSON.stringify(messageOf(infno, said)));
    const headers = { ...sign(SECRET, `msg_${randomUUID()}`, new Date(), body) };
    const receipt = await receiveWebhook(dependencies, AGENCY, { headers, body });
    if (receipt !== 'ACCEPTED') throw new Error(`webhook ${receipt}`);
    return (
      await prisma.inboundMessage.findFirstOrThrow({
        where: { messageId: headers['webhook-id'] },
        select: { id: true },
      })
    ).id;
  }

  async function receiveAndApply(infno: '2207' | '2208', said: Said): Promise<string> {
    const id = await receive(infno, said);
    await applyInboundMessage(dependencies, id);
    return id;
  }

  const self: ClaimsOffice = {
    ...house,
    async opened() {
      const rows = await prisma.case.findMany({ where: { serviceItemCode: ITEM }, orderBy: { id: 'asc' } });
      return rows.map((row) => toCase(row, house.app.tools.crypto));
    },
    paid,
    async pay(caseId, amount) {
      await dependencies.unitOfWork.run(async (tx) => {
        const draft = await tx.cases.loadDraft(caseId);
        const referral = draft && latestReferral(draft, 'decision');
        if (!draft || !referral) throw new Error(`no claim ${caseId} to decide`);
        const context = await progressContext(dependencies, tx, draft.case.divisionCode, 'test');
        const change = { event: 'COMPLETE', outcome: 'APPROVED', amount } as const;
        const progress = applyReferralEvent(draft, referral.id, change, context);
        if (!progress.applied) throw new Error(`not granted: ${progress.refusal}`);
        await tx.cases.saveDraft(draft);
      });
      paid.set(caseId, amount);
    },
    async offer(offered) {
      const status = offered ? 'PUBLISHED' : 'RETIRED';
      await prisma.serviceItemVersion.updateMany({ where: { code: ITEM }, data: { status } });
    },
    receive,
    apply: (id) => applyInboundMessage(dependencies, id),
    settle: (said) => receiveAndApply('2207', said),
    reverse: (said) => receiveAndApply('2208', said),
    inboxEnd: (id) =>
      prisma.inboundMessage.findUniqueOrThrow({ where: { id }, select: { status: true, reason: true } }),
    settlement: (settlementId) =>
      prisma.medicalSettlement.findFirst({
        where: { settlementId },
        select: { status: true, result: true, caseId: true },
      }),
    claims: () =>
      prisma.case.findMany({
        where: { serviceItemCode: ITEM },
        orderBy: { id: 'asc' },
        select: { id: true, status: true, attentionReason: true },
      }),
    async forget() {
      paid.clear();
      await self.offer(true);
      await prisma.medicalSettlement.deleteMany();
      await prisma.$executeRaw`TRUNCATE "case" CASCADE`;
    },
  };
  return self;
}

/** 覃桂兰, who takes part in the mutual aid of 2026, unless told otherwise. */
function messageOf(infno: '2207' | '2208', said: Said): object {
  const minus = infno === '2208' ? '-' : '';
  const amount = said.amount ?? '8432.10';
  return {
    infno,
    msgid: randomUUID().slice(0, 30),
    mdtrtarea_admvs: '990100',
    input: {
      setlinfo: {
        setl_id: said.id,
        mdtrt_id: said.visit ?? 'V1',
        certno: said.residentId ?? '990101198603120018',
        psn_name: said.name ?? '覃桂兰',
        insutype: '310',
        med_type: '21',
        setl_time: said.at ?? '2026-03-10 11:20:15',
        medfee_sumamt: `${minus}20000.00`,
        fund_pay_sumamt: `${minus}11000.00`,
        psn_part_amt: `${minus}${amount}`,
      },
    },
  };
}
