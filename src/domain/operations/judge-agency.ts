import type { AgencyFaultClass } from '#domain/agencies/agency-errors.ts';
import { fault, type Finding, ok, warning } from '#domain/operations/finding.ts';

/** What came back from a call that changes nothing at the agency. */
export type AgencyProbe =
  | { readonly kind: 'ANSWERED' }
  | { readonly kind: 'NOTHING_TO_ASK' }
  | { readonly kind: 'FAULT'; readonly fault: AgencyFaultClass };

/** `prefix` is how the agency's settings begin, e.g. COURT. */
export function judgeAgency(probe: AgencyProbe, prefix: string): Finding {
  if (probe.kind === 'ANSWERED') return ok('有答复，凭据被接受', 'answers and takes our credentials');
  if (probe.kind === 'NOTHING_TO_ASK')
    return ok('没有可以无害调用的接口，未探测', 'has no call without consequences; not asked');
  switch (probe.fault) {
    case 'CREDENTIALS':
      return fault(
        { zh: '对方拒绝我们的凭据', en: 'refuses our credentials' },
        {
          zh: `请向对方索取现行凭据，改 ${prefix}_… 后重启网关和 worker。`,
          en: `Get the current credentials from the agency, change ${prefix}_… and restart gateway and worker.`,
        },
      );
    case 'CONNECT':
    case 'TIMEOUT':
      return fault(
        { zh: `连不上（${probe.fault}）`, en: `cannot be reached (${probe.fault})` },
        {
          zh: `请在本机执行 curl -v "$${prefix}_URL" 核对地址、网络和证书；对方停机期间转办单会排队，不会丢。`,
          en: `On this machine run curl -v "$${prefix}_URL" to check address, network and certificate; while the agency is down its referrals wait and are not lost.`,
        },
      );
    case 'REJECTED_REQUEST':
      // The question was about nobody; whoever refuses it is there and knows us.
      return ok('有答复', 'answers');
    default:
      return warning(
        { zh: `有连接，但答复不可用（${probe.fault}）`, en: `is there, but gave no usable answer (${probe.fault})` },
        {
          zh: '稍后再查；一直如此请把时间和故障类别告诉对方的技术联系人。',
          en: 'Check again later; if it stays so, tell the agency’s engineers the time and the class of the fault.',
        },
      );
  }
}

/** What became of pushed messages since the installation began. Times are the database's. */
export interface WebhookVerdict {
  readonly verdict: string;
  readonly count: number;
  readonly lastAt: Date;
}

/**
 * A shared secret proves itself only by use: when the last message that claimed to be the agency's had a wrong signature
 * and none has been right since, the two sides hold different secrets.
 */
export function judgeWebhookSecret(
  verdicts: readonly WebhookVerdict[],
  prefix: string,
  secrets: number | undefined,
): Finding {
  if (secrets === 0)
    return warning(
      { zh: '未设推送密钥，对方的推送一律拒收', en: 'no webhook secret is set: every message it pushes is refused' },
      {
        zh: `请设 ${prefix}_WEBHOOK_SECRETS 并重启网关。`,
        en: `Set ${prefix}_WEBHOOK_SECRETS and restart the gateway.`,
      },
    );
  const lastGood = verdicts.find(({ verdict }) => verdict === 'GENUINE')?.lastAt.getTime() ?? 0;
  const wrong = verdicts.find(({ verdict, lastAt }) => verdict === 'BAD_SIGNATURE' && lastAt.getTime() > lastGood);
  const late = verdicts.find(({ verdict, lastAt }) => verdict === 'OUTSIDE_WINDOW' && lastAt.getTime() > lastGood);
  if (wrong)
    return fault(
      {
        zh: `最近一次推送签名不符，此后没有相符的（共 ${wrong.count} 次不符）`,
        en: `the last message pushed had a wrong signature and none was right since (${wrong.count} wrong in all)`,
      },
      {
        zh: `两边密钥不一致：请向对方核对现行密钥，把它放在 ${prefix}_WEBHOOK_SECRETS 的第一个，旧的留在后面，重启网关后请对方重推。`,
        en: `The two sides hold different secrets: ask the agency for the current one, put it first in ${prefix}_WEBHOOK_SECRETS, keep the old one behind it, restart the gateway and have the agency push again.`,
      },
    );
  if (late)
    return fault(
      {
        zh: '最近一次推送的时间戳与本机相差超过 5 分钟',
        en: 'the timestamp of the last message pushed is more than 5 minutes off our clock',
      },
      {
        zh: '请核对两边时钟；见“与数据库的时差”一项。',
        en: 'Compare the clocks of both sides; see the check of the clocks.',
      },
    );
  return lastGood > 0
    ? ok('最近的推送签名相符', 'the last message pushed was signed rightly')
    : ok('密钥格式正确，尚未收到推送', 'the secret has the right form; nothing was pushed yet');
}
