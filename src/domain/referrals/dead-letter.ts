import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { EffectKind } from '#domain/agencies/agency-connector.ts';
import type { Bilingual } from '#domain/catalogue/clock-rule.ts';
import type { StopReason } from '#domain/referrals/referral.ts';

/** 死信: an effect that was stopped, as whoever mends it sees it. Never what is in it. */
export interface DeadLetter {
  readonly id: string;
  readonly referralId: string;
  readonly agencyCode: AgencyCode;
  readonly kind: EffectKind;
  readonly reason: StopReason;
  readonly lastFault?: string | undefined;
  readonly attempts: number;
  /** The agency may have it: a replay asks first, or sends what the agency knows by its key. */
  readonly mayHaveArrived: boolean;
  readonly since: Date;
}

const BY_REASON: Readonly<Record<Exclude<StopReason, 'WOULD_FAIL_AGAIN'>, Bilingual>> = {
  ATTEMPTS_EXHAUSTED: {
    zh: '对方答复其他业务，唯独此件失败：请与承办单位核对此件为何处理不了，排除后重投。',
    en: 'The agency answers others and fails at this one: find out with it what it stumbles over, then replay.',
  },
  TOO_OLD: {
    zh: '超过派送期限仍未送达：请联系承办单位，系统恢复后重投，或改由人工送达。',
    en: 'Still not there after the longest time allowed: once the agency’s system is back, replay, or deliver by hand.',
  },
};

const BY_FAULT: ReadonlyMap<string, Bilingual> = new Map([
  [
    'CREDENTIALS',
    {
      zh: '对方不认我方凭证：请更换密钥或证书后重投。',
      en: 'The agency does not accept our credentials: renew them, then replay.',
    },
  ],
  [
    'NOT_SUPPORTED',
    {
      zh: '该单位没有可用的连接：请配置地址后重投，或改由人工送达。',
      en: 'No connection to the agency is configured: set its address, then replay, or deliver by hand.',
    },
  ],
]);

const OUR_FAULT: Bilingual = {
  zh: '对方认为请求有误：请技术人员核对报文与接口约定，修正后重投。',
  en: 'The agency rejects the request as wrong: have the message compared with its interface, mend it, then replay.',
};

/** What whoever looks at a dead letter does next. */
export function whatNext({ reason, lastFault }: Pick<DeadLetter, 'reason' | 'lastFault'>): Bilingual {
  if (reason !== 'WOULD_FAIL_AGAIN') return BY_REASON[reason];
  return BY_FAULT.get(lastFault ?? '') ?? OUR_FAULT;
}
