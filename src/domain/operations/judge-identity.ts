import { fault, type Finding, ok, warning } from '#domain/operations/finding.ts';
import type { KeySurvey } from '#domain/partners/partner-key-stores.ts';

/** What came of asking an identity provider for its keys. */
export interface IssuerProbe {
  readonly issuer: string;
  /** Undefined: it did not answer, or not with a set of keys. */
  readonly keys: number | undefined;
}

/** A key that runs out on a Friday evening stops a partner until Monday. */
export const ENDING_SOON_DAYS = 14;

/** Where sessions begin: without keys of an issuer nobody who comes with its tokens is let in. */
export function judgeIssuers(probes: readonly IssuerProbe[], doors: { keys: number; certificates: number }): Finding {
  const silent = probes.filter(({ keys }) => keys === undefined).map(({ issuer }) => issuer);
  if (silent.length > 0)
    return fault(
      { zh: `取不到公钥：${silent.join(', ')}`, en: `no keys can be fetched from ${silent.join(', ')}` },
      {
        zh: '请从本机访问密钥文件中的 jwksUrl，核对网络、证书（NODE_EXTRA_CA_CERTS）和地址；已取到的公钥最多再用一天。',
        en: 'Open the jwksUrl of the secret file from this machine: network, certificate (NODE_EXTRA_CA_CERTS), address. Keys fetched before are used for a day at most.',
      },
    );
  const empty = probes.filter(({ keys }) => keys === 0).map(({ issuer }) => issuer);
  if (empty.length > 0)
    return warning(
      { zh: `没有公钥：${empty.join(', ')}`, en: `has no keys: ${empty.join(', ')}` },
      {
        zh: '请在密钥文件中填写该身份认证的公钥，或改填 jwksUrl，见 docs/how-to/connect-identity.md。',
        en: 'Write its public keys or its jwksUrl into the secret file: docs/how-to/connect-identity.md.',
      },
    );
  if (probes.length + doors.keys + doors.certificates === 0)
    return warning(
      { zh: '没有任何登录途径', en: 'nobody can sign in' },
      {
        zh: '请接入统一身份认证（docs/how-to/connect-identity.md），或制发对接密钥。',
        en: 'Connect an identity provider (docs/how-to/connect-identity.md), or make partner keys.',
      },
    );
  return ok(`${probes.length} 个身份认证可用`, `${probes.length} identity providers answer`);
}

export function judgePartnerKeys({ endingSoon, live }: KeySurvey, production: boolean): Finding {
  const test = live.TEST ?? 0;
  if (production && test > 0)
    return warning(
      { zh: `正式环境中有 ${test} 个试用密钥`, en: `${test} TEST keys lie in production` },
      {
        zh: '试用密钥在正式环境无效，多半来自演示数据；请核对数据库来源，并用 npm run ops -- partner keys revoke 撤销。',
        en: 'They open nothing here and probably came with a demonstration’s data: check where the database comes from, and revoke them with npm run ops -- partner keys revoke.',
      },
    );
  if (endingSoon.length > 0) {
    const named = endingSoon.map(({ name, agencyCode, days }) => `${agencyCode ?? '-'} ${name} (${days} d)`).join(', ');
    return warning(
      { zh: `对接密钥即将到期：${named}`, en: `partner keys are about to end: ${named}` },
      {
        zh: '请与单位约定时间，用 npm run ops -- partner keys rotate 编号 更换；旧内容可再用 72 小时。',
        en: 'Agree on a time with the agency and run npm run ops -- partner keys rotate ID; the old secret goes on for 72 hours at most.',
      },
    );
  }
  const count = Object.values(live).reduce((sum, each) => sum + each, 0);
  return ok(
    `${count} 个有效，${ENDING_SOON_DAYS} 天内没有到期的`,
    `${count} live, none ends within ${ENDING_SOON_DAYS} days`,
  );
}
